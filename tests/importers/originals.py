"""The bodies of the corpora as HTML, made from the files alone: nothing here knows how the readers do it.

WordPress: `content:encoded` as it is, its known shortcodes cut. Ghost: the `html` Ghost rendered, else the Markdown of
Ghost 0.x. Markdown: markdown-it-py, after the rewritings named below.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree
from markdown_it import MarkdownIt

from tests.importers.corpora import Source
from tests.importers.visible import HOLE, TEMPLATE, parsed

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
MARKDOWN.normalizeLink = MARKDOWN.normalizeLinkText = str  # type: ignore[method-assign]  # where links lead is not looked at
MARKDOWN.validateLink = lambda url: True  # type: ignore[method-assign]

# Shortcodes with a meaning here; what they put into the page is looked at by the reader's own tests.
SHORTCODE = re.compile(
    r"\[/?(?:caption|wp_caption|gallery|embed|audio|video|playlist|code|sourcecode)(?=[\s\]/=])[^\]]*\]"
)
# What Ghost's scripts show and hide beside players and forms, and the form to sign up, which leads nowhere here.
GHOST_CHROME = " | ".join(
    f"//*[contains(concat(' ', @class, ' '), ' {name} ')]"
    for name in ("kg-audio-player", "kg-video-player-container", "kg-audio-thumbnail", "kg-signup-card")
)

_BRACE = "\ue001"
_FRONT = re.compile(r"\A(---|\+\+\+)[ \t]*\n(?:.*?\n)?(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PICTURE = re.compile(r"\{[{%][<%]?-?\s*(?:image\w*|img|figure|include \"linked-figure\.html\")\W.*?[%}]\}", re.DOTALL)
_RAW = re.compile(r"\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}", re.DOTALL)  # no template language in it
_LINE_TAG = re.compile(r"^[ \t]*\{%(?:(?!\{%|%\}).)*%\}[ \t]*$", re.MULTILINE)  # a line of orders leaves an empty one
_CAPTION = re.compile(r"\bcaption\s*[=:]\s*([\"'])(.*?)\1", re.DOTALL)
_LINKED = re.compile(r"\blink\s*[=:]")
# Code blocks of Liquid and Hugo: a fence each; code in a list keeps its place.
_FENCE = re.compile(
    r"^([ \t]*)(?:\{%-?\s*(?:end)?highlight\b[^%]*%\}|\{\{<\s*/?\s*(?:code-toggle|highlight)\b[^>]*(?<!/)>\}\})", re.M
)
_INCLUDE = re.compile(r"\{\{[%<]\s*include\s+\"([^\"]+)\"\s*[%>]\}\}")  # Hugo's documents put parts into pages by it
_DEFINITION = re.compile(r"^:(?=[ \t])", re.MULTILINE)  # what defines a term stands indented, as what is listed does
_ATTRIBUTES = re.compile(r"\{::?[^{}\n]*\}|(?<=\s)\{[#.][^{}\n]*\}[ \t]*$", re.MULTILINE)  # of kramdown and of headings
_TASK = re.compile(r"^([ \t>]*(?:[-*+]|\d+[.)])[ \t]+)\[[ xX]\](?=[ \t])", re.MULTILINE)  # a box to tick is no text
_NOTE = re.compile(
    r"^\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n(?!\[\^|[ \t]*$).+)*(?:\n(?:[ \t]*\n)*(?: {2,4}|\t).*)*)", re.MULTILINE
)
_MARK = re.compile(r"\[\^([^\]\s]+)\]")


def originals(source: Source) -> Iterator[tuple[str, str, str]]:
    """Yield each post's and page's id in the old blog, its title, and its body as HTML."""
    return {"wxr": _wordpress, "ghost": _ghost, "md": _markdown}[source.family](source)


def _wordpress(source: Source) -> Iterator[tuple[str, str, str]]:
    raw = re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", source.paths[0].read_bytes()).lstrip()
    parser = etree.XMLParser(recover=True, huge_tree=True, resolve_entities=False, remove_comments=True)
    for item in etree.fromstring(raw, parser).iter("item", "{*}item"):
        fields: dict[str, str] = {}
        for field in item.iter():
            name = etree.QName(field)
            in_content = name.localname == "encoded" and "content" in (name.namespace or "")
            fields.setdefault("content" if in_content else name.localname, "".join(field.itertext()))
        if fields.get("post_type") in ("post", "page"):
            yield (
                fields.get("post_id", ""),
                fields.get("title", ""),
                SHORTCODE.sub(_words_of, fields.get("content", "")),
            )


def _words_of(shortcode: re.Match[str]) -> str:
    caption = _CAPTION.search(shortcode[0])
    return caption[2] if caption else " "


def _ghost(source: Source) -> Iterator[tuple[str, str, str]]:
    export = json.loads(source.paths[0].read_text("utf-8"))
    for part in export.get("db", [export]):
        tables = part.get("data") or {}
        for row in tables.get("data", tables).get("posts", []):  # some are wrapped once more
            yield str(row.get("id")), row.get("title") or "", _ghost_html(row)


def _ghost_html(row: dict[str, Any]) -> str:
    html = row.get("html")
    if html is None:
        return str(MARKDOWN.render(row.get("markdown") or ""))
    tree = parsed(html.replace("__GHOST_URL__", ""))
    for node in tree.xpath(GHOST_CHROME):
        if node.getparent() is not None:
            node.drop_tree()
    return etree.tostring(tree, encoding="unicode", method="html")


def _markdown(source: Source) -> Iterator[tuple[str, str, str]]:
    root = source.paths[0]
    for path in sorted(root.rglob("*")):
        if path.suffix in (".md", ".mdx", ".markdown"):
            yield path.relative_to(root).as_posix(), "", markdown_html(body_of(path))
        elif path.suffix == ".html":
            yield path.relative_to(root).as_posix(), "", body_of(path)


def body_of(path: Path) -> str:
    body = _FRONT.sub("", path.read_text("utf-8-sig").replace("\r\n", "\n"), count=1)
    return _INCLUDE.sub(lambda tag: body_of(_root(path) / tag[1].strip("/")).strip(), body)


def _root(path: Path) -> Path:
    return next(folder for folder in path.parents if folder.parent.name == "content")


def markdown_html(body: str) -> str:
    body = _PICTURE.sub(_picture, body)
    body = _FENCE.sub(r"\1```", body)
    body = _RAW.sub(lambda tag: tag[1].replace("{", _BRACE), body)
    body = TEMPLATE.sub(HOLE, _LINE_TAG.sub("", body)).replace(_BRACE, "{")
    body = _DEFINITION.sub("-", _TASK.sub(r"\1", _ATTRIBUTES.sub("", body)))
    return str(MARKDOWN.render(_with_notes_at_the_end(body) if "[^" in body else body))


def _picture(tag: re.Match[str]) -> str:
    caption = _CAPTION.search(tag[0])
    image = '<a href="x"><img src="x"></a>' if _LINKED.search(tag[0]) else '<img src="x">'
    return image + (caption[2] if caption else "")


def _with_notes_at_the_end(body: str) -> str:
    """Footnotes stand at the end, in the order they are referred to; one that nobody refers to stands nowhere."""
    notes: dict[str, str] = {}

    def take(note: re.Match[str]) -> str:
        notes.setdefault(note[1], re.sub(r"^(?: {1,4}|\t)", "", note[2], flags=re.MULTILINE))
        return ""

    text = _NOTE.sub(take, body)
    order = dict.fromkeys(mark[1] for mark in _MARK.finditer(text) if mark[1] in notes)
    text = _MARK.sub(lambda mark: HOLE if mark[1] in notes else mark[0], text)
    return "\n\n".join([text, *(notes[name] for name in order)])
