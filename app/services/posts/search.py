"""Turns what a reader types into a query FTS5 always understands. Knows no database.

FTS5's `unicode61` takes a run of letters for one word, which Chinese, Japanese, Thai and others write without
spaces. So every character of such a script is indexed as a word of its own (`segmented`), and a run of them is
searched as a phrase: exact at any length, where a trigram index would need three characters.
"""

import html
import re
import unicodedata

from app.content import beyond_ascii

START, END = "\x02", "\x03"  # around the words found in a snippet; `segmented` lets none into the index
_MARKS = bytes({*range(0x20), 0x7F} - set(b"\t\n\r"))
_MARKS_TO_SPACES = bytes.maketrans(_MARKS, b" " * len(_MARKS))
_JOINER = "\u200b"  # a word boundary for unicode61 that nobody sees
_UNSPACED = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uffdc\U0001b000-\U0001b16f"
    "\U00020000-\U0003ffff])"
)
_PART = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_LONGEST_QUERY = 300
_MOST_PARTS = 16
_SHORTEST_PREFIX = 2


def segmented(text: str) -> str:
    """The text as it is indexed."""
    plain = _without_marks(text)
    return _UNSPACED.sub(_JOINER + r"\1" + _JOINER, plain) if _UNSPACED.search(beyond_ascii(plain)) else plain


def snippet_html(snippet: str) -> str:
    """The HTML of a snippet of indexed text: escaped, the words found in `<mark>`."""
    escaped = html.escape(snippet.replace(_JOINER, ""))
    return escaped.replace(START, "<mark>").replace(END, "</mark>")


def fts_query(typed: str) -> str | None:
    """The FTS5 query for `word "a phrase" -without`, the last word taken as a beginning; None: nothing to look for."""
    typed = _without_marks(typed[:_LONGEST_QUERY])
    wanted: list[str] = []
    unwanted: list[str] = []
    for found in list(_PART.finditer(typed))[:_MOST_PARTS]:
        minus, phrase, word = found.groups()
        words = phrase if word is None else word
        if _has_word(words):
            (unwanted if minus else wanted).append(
                _quoted(words, beginning=word is not None and found.end() == len(typed))
            )
    if not wanted:
        return None
    query = " ".join(wanted)
    return f"({query}) NOT ({' OR '.join(unwanted)})" if unwanted else query


def _without_marks(text: str) -> str:
    return text.encode("utf-8", "ignore").translate(_MARKS_TO_SPACES).decode()


def _has_word(text: str) -> bool:
    return any(unicodedata.category(character)[0] in "LN" for character in text)


def _quoted(words: str, *, beginning: bool) -> str:
    quoted = '"' + segmented(words).replace('"', " ") + '"'
    is_prefix = beginning and len(words) >= _SHORTEST_PREFIX and words[-1].isalnum() and not _UNSPACED.match(words[-1])
    return quoted + "*" if is_prefix else quoted
