"""Shortcodes: known ones become HTML, escaped ones lose a bracket, the rest stays visible and is noted."""

import re
from dataclasses import dataclass

from app.importers.wordpress.body.attributes import read_attributes
from app.importers.wordpress.body.codes import HANDLERS, VERBATIM, Call
from app.importers.wordpress.body.context import Context
from app.importers.wordpress.body.zones import Zones

_NOWHERE = -2
MAX_DEPTH = 5  # of shortcodes in shortcodes
MAX_TAG = 4000  # characters between the brackets
_TOKEN = re.compile(
    r"<!--|<(?P<raw>pre|code|script|style|textarea)(?=[\s>/])|<[a-zA-Z/][^<>]{0,4000}>"
    r"|(?P<open>\[\[?)(?P<name>[A-Za-z][\w-]{0,60})(?=[\s\]/=|])",
    re.IGNORECASE,
)
_PLUGIN_NAME = re.compile(r"[a-z]\w*[-_]", re.ASCII)  # contact-form-7, vc_row


@dataclass(slots=True)
class _Tag:
    """An opening shortcode; `end` is behind its bracket."""

    name: str
    start: int
    end: int
    inner: str
    is_escaped: bool


class _Scanner:
    def __init__(self, text: str, context: Context, depth: int) -> None:
        self._text = text
        self._context = context
        self._depth = depth
        self._zones = Zones(text)
        self._out: list[str] = []
        self._done = 0
        self._closings: dict[str, int] = {}  # where the last one that was looked for stands

    def run(self) -> str:
        at = 0
        while match := _TOKEN.search(self._text, at):
            at = self._skip(match) if match["name"] is None else self._take(match)
        self._out.append(self._text[self._done :])
        return "".join(self._out)

    def _skip(self, match: re.Match[str]) -> int:
        """Return where to go on behind a tag, comment or piece of code."""
        if match["raw"] is None and match[0] != "<!--":
            return match.end()
        return self._zones.end_of((match["raw"] or "").lower(), match.end()) or match.end()

    def _take(self, match: re.Match[str]) -> int:
        tag = self._tag(match)
        if tag is None:
            return match.end()
        if tag.is_escaped:
            return self._unescape(tag)
        handler = HANDLERS.get(tag.name)
        if handler is None:
            self._note(tag)
            return tag.end
        content, end = self._content(tag)
        inner = content if tag.name in VERBATIM or content is None else self._nested(content)
        made = handler(Call(tag.name, read_attributes(tag.inner), inner, self._context))
        if made is None:
            self._note(tag)
            return tag.end
        self._put(tag.start, made, end)
        return end

    def _tag(self, match: re.Match[str]) -> _Tag | None:
        close = self._text.find("]", match.end(), match.end() + MAX_TAG)
        if close < 0:
            return None
        inner, end = self._text[match.end() : close], close + 1
        is_double = len(match["open"]) == 2
        is_escaped = is_double and (self._text.startswith("]", end) or self._closes_double(match["name"], end))
        start = match.start() + (1 if is_double and not is_escaped else 0)
        return _Tag(match["name"], start, end, inner.removesuffix("/"), is_escaped)

    def _closes_double(self, name: str, at: int) -> bool:
        closing = self._closing(name, at)
        return closing is not None and self._text.startswith("]", closing[1])

    def _closing(self, name: str, at: int) -> tuple[int, int] | None:
        """Return where "[/name]" begins and ends; each is looked for once."""
        found = self._closings.get(name, -1)
        if found < at and found != _NOWHERE:
            found = self._text.find(f"[/{name}]", at)
            self._closings[name] = found if found >= 0 else _NOWHERE
        return (found, found + len(name) + 3) if found >= 0 else None

    def _content(self, tag: _Tag) -> tuple[str | None, int]:
        """Return what stands between a shortcode and its end, and where the whole ends; None: it has no end."""
        closing = None if self._text[tag.end - 2] == "/" else self._closing(tag.name, tag.end)
        if closing is None:
            return None, tag.end
        again = re.compile(rf"\[{re.escape(tag.name)}(?![\w-])").search(self._text, tag.end, closing[0])
        if again and tag.name not in VERBATIM:
            return None, tag.end  # the end belongs to the next one of the same name
        return self._text[tag.end : closing[0]], closing[1]

    def _nested(self, content: str) -> str:
        return render_shortcodes(content, self._context, self._depth + 1)

    def _unescape(self, tag: _Tag) -> int:
        """Take one bracket from each side of "[[name]]" or "[[name]…[/name]]"."""
        if self._text.startswith("]", tag.end):
            self._put(tag.start, self._text[tag.start + 1 : tag.end], tag.end + 1)
            return tag.end + 1
        closing = self._closing(tag.name, tag.end)
        assert closing is not None
        self._put(tag.start, self._text[tag.start + 1 : closing[1]], closing[1] + 1)
        return closing[1] + 1

    def _put(self, start: int, made: str, end: int) -> None:
        self._out += (self._text[self._done : start], made)
        self._done = end

    def _note(self, tag: _Tag) -> None:
        """Note what looks like a shortcode and no word in brackets, such as [sic]."""
        is_known = tag.name in HANDLERS and tag.name not in VERBATIM
        if is_known or "=" in tag.inner or _PLUGIN_NAME.match(tag.name) or self._closing(tag.name, tag.end) is not None:
            self._context.notes.unknown_shortcodes[tag.name] = None


def render_shortcodes(text: str, context: Context, depth: int = 0) -> str:
    if "[" not in text or depth > MAX_DEPTH:
        return text
    return _Scanner(text, context, depth).run()
