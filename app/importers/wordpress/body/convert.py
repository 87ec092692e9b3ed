"""The steps from a stored body to HTML, in WordPress's own order."""

import re
from dataclasses import dataclass

from app.content import autop, plain_text
from app.importers.wordpress.body.blocks import MARKS, without_comments
from app.importers.wordpress.body.context import Context
from app.importers.wordpress.body.embeds import embed_lone_addresses
from app.importers.wordpress.body.shortcodes import render_shortcodes
from app.importers.wordpress.body.zones import outside

_MORE = re.compile(r"<!--\s{0,9}more\b[^<>]{0,300}-->")
_NEXT_PAGE = re.compile(r"<!--\s{0,9}nextpage\s{0,9}-->")
_GAP = re.compile(r"\n\s*\n\s*\n")  # left where block comments stood
_TEASER = re.compile(r"<!--\s{0,9}noteaser\s{0,9}-->")


@dataclass(frozen=True, slots=True)
class Body:
    html: str
    teaser: str  # plain text of what stood before "more"; "" where nothing says more
    pages: int  # the post was split into so many


def convert(text: str, context: Context) -> Body:
    """Return the body as plain HTML; what could not be kept is noted in the context."""
    has_blocks = any(mark in text for mark in MARKS)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if has_blocks:
        text = without_comments(text, context)
    pages = 1
    if "nextpage" in text:
        text, breaks = _NEXT_PAGE.subn("\n\n", text)
        pages += breaks
    teaser = ""
    if match := _MORE.search(text):
        text = _TEASER.sub("", text)
        match = _MORE.search(text) or match
        quiet = Context(context.attachments, context.blocks, context.own, context.footnotes)
        teaser = plain_text(_render(text[: match.start()], quiet, has_blocks=has_blocks))
        text = _MORE.sub("\n\n", text)
    return Body(_render(text, context, has_blocks=has_blocks).strip(), " ".join(teaser.split()), pages)


def _render(text: str, context: Context, *, has_blocks: bool) -> str:
    text = embed_lone_addresses(render_shortcodes(text, context))
    return outside(text, lambda piece: _GAP.sub("\n\n", piece)) if has_blocks else autop(text)
