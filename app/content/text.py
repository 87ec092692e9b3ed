"""HTML to what a reader sees of it, and measures of that."""

import html
import re

from selectolax.lexbor import LexborHTMLParser

from app.content.depth import flattened
from app.content.words import words

UNSEEN = sorted(words("script style template iframe object noembed noframes svg textarea select title"))
ASIDE = "h1,h2,h3,h4,h5,h6,pre,table,figure,nav,section.footnotes,sup.footnote-reference"  # no part of an excerpt

_TAG = re.compile(r"<(/?[a-zA-Z0-9-]+)[^>]*>")  # a serialiser writes no ">" into attributes
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BLOCKS = words(
    "address article aside blockquote br caption center dd details dialog div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main nav ol option p pre section summary table tbody td tfoot "
    "th thead tr ul video audio"
)
_BREAKS = dict.fromkeys(_BLOCKS | {f"/{name}" for name in _BLOCKS}, "\n")
_MARKUP = re.compile(r"<[a-zA-Z/!]")
_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

_ASCII = bytes(range(0x80))

WORDS_PER_MINUTE = 230  # Brysbaert 2019, silent reading of English non-fiction: 238
DENSE_PER_MINUTE = 500  # characters of Chinese or Japanese
LONG_TEXT = 2_000
# Characters of a page its excerpt is looked for in, if need be in more than these; a page can be megabytes.
READ_FIRST = 1_500
MAX_READ = 5_000
_SLACK = 40  # characters at the end of such a piece may look otherwise in the whole, as half of an entity does


def plain_text(markup: str) -> str:
    """Give the visible text of any HTML, one line per block; scripts, styles and comments are not text."""
    if not _MARKUP.search(markup):
        return text_of_markup(_encodable(markup))
    tree = LexborHTMLParser(flattened(markup), is_fragment=True)
    tree.strip_tags(UNSEEN, recursive=True)
    return text_of_markup(tree.html or "")


def text_of_markup(markup: str) -> str:
    """Do the same for HTML a serialiser wrote."""
    shown = _COMMENT.sub("", markup) if "<!--" in markup else markup
    pieces = _TAG.split(shown.replace("\n", " "))  # text, tag name, text, tag name, … text
    pieces[1::2] = [_BREAKS.get(name, "") for name in pieces[1::2]]
    text = "\n".join(" ".join(line.split()) for line in "".join(pieces).split("\n"))
    lines = (line.strip() for line in html.unescape(text).split("\n"))
    return "\n".join(line for line in lines if line)


def excerpt_of(html_or_text: str, limit: int = 300) -> str:
    """Give the first words, at most `limit` characters; headings, code, tables and figures are skipped."""
    joined = _beginning(html_or_text, limit)
    if len(joined) <= limit:
        return joined
    cut = joined[: max(limit, 1)]
    whole, space, _ = cut.rpartition(" ")
    kept = whole if space and len(whole) > limit // 2 else cut[:-1]
    return kept.rstrip(" ,;:.–—-") + "…"


def _beginning(html_or_text: str, limit: int) -> str:
    """Give more than `limit` characters of prose, if a page begins with as many."""
    prose = ""
    for length in (READ_FIRST, max(MAX_READ, limit)):
        start = html_or_text[:length]
        prose = " ".join((_prose(start) if _MARKUP.search(start) else _encodable(start)).split())
        if len(prose) > limit + _SLACK or len(html_or_text) <= length:
            break
    return prose or " ".join(plain_text(html_or_text[:MAX_READ]).split())


def _encodable(text: str) -> str:
    return text.encode("utf-8", "ignore").decode()


def _prose(markup: str) -> str:
    tree = LexborHTMLParser(flattened(markup), is_fragment=True)
    tree.strip_tags(UNSEEN, recursive=True)
    for node in tree.css(ASIDE):
        node.decompose()
    return text_of_markup(tree.html or "")


def reading_minutes(text: str) -> int:
    """Give whole minutes, at least 1 where there is any text."""
    dense = len(_DENSE.findall(beyond_ascii(text)))
    if not dense and len(text) > LONG_TEXT:  # there every gap is between words, near enough for minutes
        return max(1, round(len(text.split()) / WORDS_PER_MINUTE))
    words = len(_WORD.findall(_DENSE.sub(" ", text) if dense else text))
    if not dense and not words:
        return 0
    return max(1, round(words / WORDS_PER_MINUTE + dense / DENSE_PER_MINUTE))


def beyond_ascii(text: str) -> str:
    """Give the characters that are not ASCII: mostly very few, so that looking through these is quick."""
    return "" if text.isascii() else text.encode("utf-8", "ignore").translate(None, _ASCII).decode()
