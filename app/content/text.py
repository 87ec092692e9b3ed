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

WORDS_PER_MINUTE = 230  # Brysbaert 2019, silent reading of English non-fiction: 238
DENSE_PER_MINUTE = 500  # characters of Chinese or Japanese
LONG_TEXT = 2_000
MAX_READ = 5_000  # characters of a page its excerpt is looked for in; a page can be megabytes


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
    pieces = _TAG.split(" ".join(shown.split()))  # text, tag name, text, tag name, … text
    pieces[1::2] = [_BREAKS.get(name, "") for name in pieces[1::2]]
    lines = (line.strip() for line in html.unescape("".join(pieces)).split("\n"))
    return "\n".join(line for line in lines if line)


def excerpt_of(html_or_text: str, limit: int = 300) -> str:
    """Give the first words, at most `limit` characters; headings, code, tables and figures are skipped."""
    start = html_or_text[: max(MAX_READ, limit)]
    text = _prose(start) if _MARKUP.search(start) else _encodable(start)
    joined = " ".join(text.split())
    if len(joined) <= limit:
        return joined
    cut = joined[: max(limit, 1)]
    whole, space, _ = cut.rpartition(" ")
    kept = whole if space and len(whole) > limit // 2 else cut[:-1]
    return kept.rstrip(" ,;:.–—-") + "…"


def _encodable(text: str) -> str:
    return text.encode("utf-8", "ignore").decode()


def _prose(markup: str) -> str:
    tree = LexborHTMLParser(flattened(markup), is_fragment=True)
    tree.strip_tags(UNSEEN, recursive=True)
    everything = tree.html or ""
    for node in tree.css(ASIDE):
        node.decompose()
    return text_of_markup(tree.html or "") or text_of_markup(everything)


def reading_minutes(text: str) -> int:
    """Give whole minutes, at least 1 where there is any text."""
    if len(text) > LONG_TEXT and text.isascii():  # there every gap is between words, near enough for minutes
        return max(1, round(len(text.split()) / WORDS_PER_MINUTE))
    dense = 0 if text.isascii() else len(_DENSE.findall(text))
    words = len(_WORD.findall(_DENSE.sub(" ", text) if dense else text))
    if not dense and not words:
        return 0
    return max(1, round(words / WORDS_PER_MINUTE + dense / DENSE_PER_MINUTE))
