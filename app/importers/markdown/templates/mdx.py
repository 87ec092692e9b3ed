"""MDX: imports and components go, what they show stays."""

import re
from html import escape

from app.importers.markdown.templates import markup
from app.importers.markdown.templates.context import Context

_REST = r"(?:[^\n]|\n(?![ \t]*\n))*"  # of the paragraph
_MODULE = re.compile(
    rf"^(?:import\s(?:[^;\n]|\n(?![ \t]*\n)){{0,500}}?[\"'][^\"'\n]+[\"'];?[ \t]*"
    rf"|export\s+(?:const|let|default|function)\b{_REST})$",
    re.MULTILINE,
)
_COMMENT = re.compile(r"\{/\*[\s\S]*?\*/\}")
_SPACE = re.compile(r"\{\s*[\"'`]([^\"'`{}]*)[\"'`]\s*\}")
_VALUE = r"""(?:"[^"]*"|'[^']*'|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\})"""
_TAG = re.compile(
    rf"<(?P<close>/?)(?P<name>[A-Z][\w.]*)(?P<attributes>(?:\s+[\w:-]+(?:={_VALUE})?|\s*\{{\.\.\.[^{{}}]*\}})*)"
    r"\s*(?P<single>/?)>"
)
_ATTRIBUTE = re.compile(r"([\w:-]+)=(?:\"([^\"]*)\"|'([^']*)'|\{\s*[\"'`]?([^{}\"'`]*)[\"'`]?\s*\})")
_HTML_ATTRIBUTES = re.compile(r"(<[a-z][^<>]*?)\s(?:style|onClick|onChange|ref|key)=\{(?:[^{}]|\{[^{}]*\})*\}")
_CLASS = re.compile(r"(<[a-z][^<>]*?\s)className=")
_LINKS = frozenset({"Link", "A"})
_BOXES = frozenset("AlertBox Alert Callout Note Tip Warning Info Admonition Aside Caution Important Danger".split())  # noqa: SIM905
_FRAMES = frozenset("Tabs Columns Column Grid Row Center Container Section Fragment CardGrid Steps Wrapper Box".split())  # noqa: SIM905


def convert_mdx(text: str, context: Context) -> str:
    """Return Markdown. A component that only shows what is inside of it is unwrapped and counted. This never raises."""
    covered = context.mask.cover_code(text)
    covered = _MODULE.sub("", covered)
    covered = _COMMENT.sub("", covered)
    covered = _SPACE.sub(lambda match: match[1], covered)
    covered = _CLASS.sub(r"\1class=", _HTML_ATTRIBUTES.sub(r"\1", covered))
    covered = _boxes(covered, context)
    covered = _TAG.sub(lambda match: _component(match, context), covered)
    return context.mask.uncover(covered)


def _attributes(text: str) -> dict[str, str]:
    return {
        m[1].lower(): next((v for v in m.groups()[1:] if v is not None), "").strip() for m in _ATTRIBUTE.finditer(text)
    }


def _boxes(text: str, context: Context) -> str:
    """Make quotations of boxes, which may hold other components."""
    made: list[str] = []
    at = 0
    opening: re.Match[str] | None = None
    for match in _TAG.finditer(text):
        if match["name"] not in _BOXES or match["single"]:
            continue
        if opening is None and not match["close"]:
            opening = match
            made.append(text[at : match.start()])
            at = match.end()
        elif opening is not None and match["close"] and match["name"] == opening["name"]:
            title = _attributes(opening["attributes"]).get("title", "")
            inside = _TAG.sub(lambda inner: _component(inner, context), text[at : match.start()])
            lines = context.mask.uncover(inside).split("\n")
            inside = "\n".join(line.removeprefix("  ") for line in lines)
            made.append("\n" + context.mask.put(markup.note(inside, title if len(title) > 1 else "")) + "\n")
            at = match.end()
            opening = None
    if opening is not None:
        at = opening.start()
    return "".join((*made, text[at:]))


def _component(match: re.Match[str], context: Context) -> str:
    name, given = match["name"], _attributes(match["attributes"])
    if match["close"]:
        return "</a>" if name in _LINKS else ""
    if name in ("YouTube", "Youtube", "YouTubeEmbed", "LiteYouTubeEmbed"):
        video = given.get("id") or given.get("videoid") or given.get("youtubeid") or given.get("url")
        if video:
            return markup.youtube(video, given.get("title", ""))
    if name in ("Vimeo",) and (given.get("id") or given.get("video")):
        return markup.vimeo(given.get("id") or given["video"], given.get("title", ""))
    if name in ("Tweet", "TwitterTweetEmbed", "XEmbed") and (given.get("id") or given.get("tweetid")):
        return markup.tweet("", given.get("id") or given["tweetid"])
    if name in ("Image", "Img", "Picture", "Figure", "NextImage") and "." in given.get("src", ""):
        picture = markup.image(given["src"], given.get("alt", ""), title=given.get("title", ""))
        return markup.figure(picture, given.get("caption", "")) if given.get("caption") else picture
    if name in _LINKS:
        return f'<a href="{escape(given.get("href", ""))}">'
    if name in ("TOC", "TableOfContents", "TOCInline"):
        return ""
    if name not in _FRAMES:
        context.note(f"<{name}>")
    return f"`{match[0]}`" if match["single"] else ""
