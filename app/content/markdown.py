"""Markdown as old blogs wrote it: CommonMark, GitHub's tables and task lists, footnotes, kramdown's attribute lists."""

import re

import pyromark
from selectolax.lexbor import LexborHTMLParser

from app.content.attribute_lists import MARK, apply_attribute_lists
from app.content.depth import flattened_markdown
from app.content.footnotes import gather_footnotes
from app.content.linking import link_addresses
from app.content.render import finished, parsed
from app.content.rendered import Rendered, Rewrite
from app.content.trees import fragment

_PLAIN = (
    pyromark.Options.ENABLE_TABLES
    | pyromark.Options.ENABLE_FOOTNOTES
    | pyromark.Options.ENABLE_STRIKETHROUGH
    | pyromark.Options.ENABLE_TASKLISTS
    | pyromark.Options.ENABLE_HEADING_ATTRIBUTES
    | pyromark.Options.ENABLE_DEFINITION_LIST
    | pyromark.Options.ENABLE_GFM
)
_MARKDOWN = pyromark.Markdown(options=_PLAIN)
_WITH_MATH = pyromark.Markdown(options=_PLAIN | pyromark.Options.ENABLE_MATH)

# A dollar sign is mostly money: only a text with something like a formula is read as having formulas.
_FORMULA = re.compile(r"\$\$|\$(?=\S)[^$\n`]*(?:\\[a-zA-Z]|[_^]|\\\\)[^$\n`]*(?<=\S)\$(?!\d)")
_ALIGNED = re.compile(r'<(t[hd]) style="text-align: (left|right|center)">')
_BARE_ADDRESS = re.compile(r"(?<![\"'=])https?://", re.IGNORECASE)


def render_markdown(source: str, *, rewrite: Rewrite | None = None, trusted: bool = True) -> Rendered:
    """Render Markdown with HTML in it. Never raises.

    `trusted=False` is for people whose links the site does not vouch for: they get nofollow and ugc.
    Formulas stay `$…$` text, in spans a theme can find; quotes and dashes stay as typed.
    """
    html = to_html(source)
    tree = parsed(html)
    if "markdown-alert" in source or "[!" in source:
        _title_alerts(tree)
    if MARK in source:
        apply_attribute_lists(tree)
    if "[^" in source:
        gather_footnotes(tree)
    if _BARE_ADDRESS.search(html):
        link_addresses(tree, cards=True)
    if "$" in source:
        _keep_formulas(tree)
    return finished(tree, rewrite, trusted=trusted)


def to_html(source: str) -> str:
    text = flattened_markdown(source.removeprefix("\ufeff").replace("\0", "\ufffd").encode("utf-8", "replace").decode())
    parser = _WITH_MATH if "$" in text and _FORMULA.search(text) else _MARKDOWN
    html = parser.html(text)
    return _ALIGNED.sub(r'<\1 class="has-text-align-\2">', html) if "text-align" in html else html


def _keep_formulas(tree: LexborHTMLParser) -> None:
    for node in tree.css("span.math-inline,span.math-display"):
        sign = "$$" if "math-display" in node.attrs.sget("class") else "$"
        text = node.text(deep=True)
        if not text.startswith("$"):
            node.insert_child(sign)
            first = node.first_child
            if first is not None:
                first.insert_before(sign)


def _title_alerts(tree: LexborHTMLParser) -> None:
    """GitHub's `> [!NOTE]` shows its kind; the parser leaves only a class."""
    for node in tree.css("blockquote[class^='markdown-alert-']"):
        kind = node.attrs.sget("class").removeprefix("markdown-alert-").split()[0]
        title = fragment(f'<p class="markdown-alert-title">{kind.capitalize()}</p>') if kind.isalpha() else None
        if title is not None and node.first_child is not None:
            node.first_child.insert_before(title)
