"""Block comments of the editor since WordPress 5: taken out, their HTML kept.

Grammar: https://developer.wordpress.org/block-editor/explanations/architecture/key-concepts/#the-anatomy-of-a-serialized-block
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from app.importers.wordpress.body.context import Context
from app.importers.wordpress.body.dynamic import is_filled_by_wordpress, render_empty, render_filled

MARKS = ("<!-- wp:", "<!-- /wp:")  # a body with one of these was written in the block editor
MAX_DEPTH = 60  # of blocks in blocks; deeper ones lose their comments only
MAX_REUSED = 5  # of reusable blocks in reusable blocks
_START = re.compile(r"<!--\s+(/?)wp:((?:[a-z][a-z0-9_-]*/)?[a-z][a-z0-9_-]*)(?=[\s/])")


class Token(NamedTuple):
    kind: Literal["text", "start", "end", "empty"]
    name: str  # "latest-posts", "jetpack/gif": without "core/"
    text: str  # of "text"; else the attributes as JSON, unread


@dataclass(slots=True)
class _Frame:
    """A block that is open."""

    name: str
    attributes: str
    is_quiet: bool  # nothing in it will be kept, so nothing needs saying
    out: list[str] = field(default_factory=list)


def tokens(text: str) -> Iterator[Token]:
    """Yield text and block comments in turn; whatever is no well-formed comment is text."""
    at = searched = 0
    while match := _START.search(text, searched):
        end = text.find("-->", match.end())
        if end < 0:
            break
        yield Token("text", "", text[at : match.start()])
        name, inner = match[2].removeprefix("core/"), text[match.end() : end].strip()
        if match[1]:
            yield Token("end", name, "")
        elif inner.endswith("/"):
            yield Token("empty", name, inner[:-1])
        else:
            yield Token("start", name, inner)
        at = searched = end + 3
    yield Token("text", "", text[at:])


def read_attributes(text: str) -> dict[str, Any]:
    """Return a block's attributes; none where they are no JSON object."""
    try:
        found = json.loads(text) if text.strip() else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def without_comments(text: str, context: Context, reused: int = 0) -> str:
    """Return the HTML of the blocks; blocks that have none of their own are rendered, or noted in the context."""
    frames = [_Frame("", "", is_quiet=False)]
    for token in tokens(text):
        top = frames[-1]
        if token.kind == "text":
            top.out.append(token.text)
        elif token.kind == "empty":
            top.out.append(_empty(token, context, reused, is_quiet=top.is_quiet))
        elif token.kind == "start":
            _open(frames, token, context)
        else:
            _close(frames, token.name)
    while len(frames) > 1:
        _merge(frames)
    return "".join(frames[0].out)


def _open(frames: list[_Frame], token: Token, context: Context) -> None:
    if len(frames) > MAX_DEPTH:
        return
    is_dropped = is_filled_by_wordpress(token.name)
    if is_dropped and not frames[-1].is_quiet:
        context.notes.dropped_blocks[token.name] = None
    frames.append(_Frame(token.name, token.text, is_dropped or frames[-1].is_quiet))


def _close(frames: list[_Frame], name: str) -> None:
    if all(frame.name != name for frame in frames[1:]):
        return  # it ends nothing
    while frames[-1].name != name:
        _merge(frames)
    frame = frames.pop()
    if not is_filled_by_wordpress(name):
        inner = "".join(frame.out)
        frames[-1].out.append(render_filled(name, lambda: read_attributes(frame.attributes), inner))


def _merge(frames: list[_Frame]) -> None:
    """Keep what stands in a block whose end is missing."""
    frame = frames.pop()
    frames[-1].out += frame.out


def _empty(token: Token, context: Context, reused: int, *, is_quiet: bool) -> str:
    attributes = read_attributes(token.text)
    if token.name == "block":
        return _reused(str(attributes.get("ref", "")), context, reused)
    made = render_empty(token.name, attributes, context)
    if made is None and not is_quiet:
        context.notes.dropped_blocks[token.name] = None
    return made or ""


def _reused(ref: str, context: Context, reused: int) -> str:
    text = context.blocks.get(ref)
    if text is None or reused >= MAX_REUSED:
        why = "not in the export" if text is None else "inside of itself"
        context.notes.missing[f"the reusable block {ref} is {why}"] = None
        return ""
    return without_comments(text, context, reused + 1)
