"""Hugo's shortcodes: its own, those most themes have, and partial texts of the tree."""

import re
from collections.abc import Callable
from typing import Any

from app.importers.markdown.data import dig
from app.importers.markdown.keys import as_text
from app.importers.markdown.templates import markup
from app.importers.markdown.templates.arguments import Arguments, parse
from app.importers.markdown.templates.context import Context
from app.importers.markdown.templates.liquid.tags import figure_of
from app.importers.markdown.templates.shortcodes.scan import Piece, pieces_of

Shortcode = Callable[[Arguments, str | None, Context], str | None]

_UNESCAPE = re.compile(r"(\{\{[<%]\s*)/\*([\s\S]*?)\*/(\s*/?[>%]\}\})")
_TAG_LIKE = re.compile(r"<(?=[A-Za-z/!?])")


def convert_hugo(text: str, context: Context) -> str:
    """Return the text with what is known converted, and note the rest. This never raises."""
    if "{{<" not in text and "{{%" not in text:
        return text
    covered = context.mask.cover_code(text)
    context.mask.change_code(_UNESCAPE, r"\1\2\3")
    return context.mask.uncover(_text_of(pieces_of(covered), context))


def _text_of(pieces: list[Piece], context: Context) -> str:
    made: list[str] = []
    for piece in pieces:
        made.append(_one(piece, context, _indent(made[-1]) if made else ""))
    return "".join(made)


def _indent(before: str) -> str:
    line = before.rpartition("\n")[2]
    return "" if line.strip(" ") else line


def _one(piece: Piece, context: Context, indent: str) -> str:
    mark = piece.mark
    if mark is None:
        return piece.text
    if mark.kind == "literal":
        return context.mask.put(_visible(mark.raw))
    handler = SHORTCODES.get(mark.name.lower())
    inside = None if piece.inside is None else _text_of(piece.inside, context)
    context.indent = indent
    made = handler(parse(mark.arguments), inside, context) if handler else None
    if made is None:
        context.note("{{" + ("%" if mark.markdown else "<") + f" {mark.name} " + ("%" if mark.markdown else ">") + "}}")
        return _visible(mark.raw) + (inside + _visible(piece.closing) if inside is not None else "")
    return made


def _visible(raw: str) -> str:
    """`{{<x>}}` would be taken for HTML and vanish."""
    return _TAG_LIKE.sub("&lt;", raw)


def _figure(given: Arguments, inside: str | None, context: Context) -> str | None:
    caption = given.get("caption")
    title = given.get("title")
    if title and caption:
        caption = f"<strong>{title}</strong> {caption}"
    given.named["caption"] = caption or title or (inside or "").strip()
    if given.get("attr"):
        attribution = (
            markup.link(given.get("attrlink"), given.get("attr")) if given.get("attrlink") else given.get("attr")
        )
        given.named["caption"] = f"{given.get('caption')} {attribution}".strip()
    return figure_of(given, context)


def _picture(given: Arguments, inside: str | None, context: Context) -> str | None:
    """A picture without a caption stays one: it may stand in a link or in a line of text, where no figure can."""
    made = _figure(given, inside, context)
    if made is None or "<figcaption>" in made:
        return made
    return made.removeprefix("<figure>").removesuffix("</figure>")


def _youtube(given: Arguments, inside: str | None, context: Context) -> str | None:
    video = given.get("id", "yt", "src", at=0)
    return markup.youtube(video, given.get("title")) if video else None


def _vimeo(given: Arguments, inside: str | None, context: Context) -> str | None:
    video = given.get("id", "src", at=0)
    return markup.vimeo(video, given.get("title")) if video else None


def _tweet(given: Arguments, inside: str | None, context: Context) -> str | None:
    number = given.get("id", at=len(given.listed) - 1 if given.listed else None)
    user = given.get("user") or (given.listed[0] if len(given.listed) > 1 else "")
    return markup.tweet(user, number) if number.isdigit() else None


def _gist(given: Arguments, inside: str | None, context: Context) -> str | None:
    number = given.get("id", at=1)
    return markup.gist(given.get("user", at=0), number, given.get("file", at=2)) if number else None


def _instagram(given: Arguments, inside: str | None, context: Context) -> str | None:
    post = given.get("id", at=0)
    return markup.instagram(post) if post else None


def _ref(given: Arguments, inside: str | None, context: Context) -> str | None:
    target = given.get("path", "page", at=0)
    return context.find_post(target) if target else None


def _highlight(given: Arguments, inside: str | None, context: Context) -> str | None:
    if inside is None:
        return None
    code = context.mask.uncover(inside)
    if "hl_inline=true" in " ".join([*given.listed, *given.named]).replace(" ", "") or given.get("hl_inline") == "true":
        return context.mask.put(f"<code>{code.strip()}</code>".replace("\n", " "))
    return _fenced(code, given.get("lang", at=0), context)


def _code_toggle(given: Arguments, inside: str | None, context: Context) -> str | None:
    """Shown as the one block of configuration it was written as."""
    if inside is None:
        return None
    code = context.mask.uncover(inside).strip("\n")
    first = next((line for line in code.split("\n") if line.strip() and not line.lstrip().startswith("#")), "")
    language = "json" if first.startswith("{") else "toml" if re.match(r"\s*(?:\[|[\w.\"'-]+\s*=)", first) else "yaml"
    return _fenced(code, language, context)


def _fenced(code: str, language: str, context: Context) -> str:
    """A block of code, as far from the margin as its shortcode: so it stays in the list item it was written in."""
    lead = context.indent
    if lead:
        code = re.sub(rf"^ {{1,{len(lead)}}}", "", code.rstrip(), flags=re.MULTILINE)
    lines = markup.fence(code, language).split("\n")
    return f"\n{lead}" + context.mask.put(f"\n{lead}".join(lines)) + "\n"


def _param(given: Arguments, inside: str | None, context: Context) -> str | None:
    name = given.get("name", at=0)
    for scope in ("page", "site"):
        value: Any = dig(context.variables.get(scope), *name.lower().split(".")) or dig(
            context.variables.get(scope), *name.split(".")
        )
        if value is not None and not isinstance(value, dict | list):
            return as_text(value)
    return None


def _details(given: Arguments, inside: str | None, context: Context) -> str | None:
    if inside is None:
        return None
    summary = given.get("summary", "title", at=0)
    return "\n" + markup.details(summary, inside, opened=given.get("open") == "true") + "\n"


def _note(given: Arguments, inside: str | None, context: Context) -> str | None:
    if inside is None:
        text = given.get("text", "content", at=0)
        return markup.note(text) if text else None
    title = given.get("title", "header", "heading", at=0)
    if title.startswith(("#", "fa")):
        title = ""
    return "\n" + context.mask.put(markup.note(context.mask.uncover(inside), title)) + "\n"


def _quote(given: Arguments, inside: str | None, context: Context) -> str | None:
    author = given.get("author", "source", "cite", at=0)
    return _note(Arguments(), f"{inside.strip()}\n\n— {author}" if author else inside, context) if inside else None


def _include(given: Arguments, inside: str | None, context: Context) -> str | None:
    """A partial text of the tree; `readfile` may show any file, so only texts are taken."""
    name = given.get("file", "path", at=0)
    source = context.include(name) if name and context.depth < 4 else None
    if source is None:
        return None
    context.depth += 1
    covered = context.mask.cover_code(source)
    context.mask.change_code(_UNESCAPE, r"\1\2\3")
    made = _text_of(pieces_of(covered), context)
    context.depth -= 1
    return made


def _kept(given: Arguments, inside: str | None, context: Context) -> str | None:
    return inside


def _tab(given: Arguments, inside: str | None, context: Context) -> str | None:
    """Tabs are shown one below the other, each under its name."""
    name = given.get("name", "title", "header", "tabname", at=0)
    return (f"\n**{name}**\n\n{inside.strip()}\n" if name else inside) if inside is not None else None


def _video(given: Arguments, inside: str | None, context: Context) -> str | None:
    src = given.get("src", "mp4", "webm", "url", "id", at=0)
    return markup.video(src) if src and "." in src else None


def _audio(given: Arguments, inside: str | None, context: Context) -> str | None:
    src = given.get("src", "path", "url", "mp3", at=0)
    return markup.audio(src) if src and "." in src else None


def _button(given: Arguments, inside: str | None, context: Context) -> str | None:
    address = given.get("href", "link", "url", "relref")
    target = context.find_post(address) or address
    return markup.link(target, (inside or given.get("text", "label", at=0)).strip()) if address else None


def _embed(given: Arguments, inside: str | None, context: Context) -> str | None:
    address = given.get("src", "url", "link", at=0)
    return markup.embed(address, given.get("title")) if "//" in address else None


def _fenced_as(language: str) -> Shortcode:
    def show(given: Arguments, inside: str | None, context: Context) -> str | None:
        return _fenced(context.mask.uncover(inside), language, context) if inside else None

    return show


_NOTES = "note notice tip info warning warn alert important caution danger hint admonition callout attention success"
_FRAMES = (
    "lead center left right columns column row grid div section tabs tabpane rawhtml raw html md markdown span steps"
)
SHORTCODES: dict[str, Shortcode] = {
    **dict.fromkeys(("figure", "figure-with-caption"), _figure),
    **dict.fromkeys(("img", "image", "imgproc", "photo", "picture"), _picture),
    **dict.fromkeys(("youtube", "youtubelite", "youtube-lite", "youtube_nocookie"), _youtube),
    **dict.fromkeys(("vimeo", "vimeo_simple"), _vimeo),
    **dict.fromkeys(("tweet", "twitter", "x", "twitter_simple", "x_simple"), _tweet),
    **dict.fromkeys(("instagram", "instagram_simple"), _instagram),
    **dict.fromkeys(("ref", "relref", "rel-ref"), _ref),
    **dict.fromkeys(("highlight", "code"), _highlight),
    **dict.fromkeys(("details", "expand", "collapse", "spoiler", "accordion-item"), _details),
    **dict.fromkeys(("blockquote", "quote", "pullquote"), _quote),
    **dict.fromkeys(("include", "readfile", "snippet", "include-md"), _include),
    **dict.fromkeys(("tab", "tabitem", "accordion"), _tab),
    **dict.fromkeys(("iframe", "embed", "soundcloud", "spotify", "codepen", "bilibili-url"), _embed),
    **dict.fromkeys(_NOTES.split(), _note),
    **dict.fromkeys(_FRAMES.split(), _kept),
    "gist": _gist,
    "param": _param,
    "code-toggle": _code_toggle,
    "video": _video,
    "audio": _audio,
    "button": _button,
    "mermaid": _fenced_as("mermaid"),
    "katex": _kept,
    "math": _kept,
    "comment": lambda given, inside, context: "" if inside is not None else None,
    "toc": lambda given, inside, context: "",
}
