"""The text of a post as an export holds it, and what a way back needs beside it.

The body is what its author wrote, with the addresses files have now. Where Hugo can't read that as it was meant, or
Waypost would not show all of it (scripts), it is the sanitised HTML readers see: what was made harmless once must not
come to life in a static site, and an old blog may have shown other words than its source holds.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from app.content import render_markdown
from app.services.drafts import Draft

_SHORTCODE = re.compile(r"\{\{([<%])(.*?)(>|%)\}\}", re.DOTALL)
_OPENING = re.compile(r"\{\{[<%]")
_WORD = re.compile(r"\w{2,}")
# Where an address can only be that of a link or a picture: "](…", "src=…", "]: …". In a text it is left alone.
_ADDRESS = re.compile(r"""(?:(?<=[("'=])|(?<=\]: ))(?:https?:)?/[^\s"'<>()\[\]{}|\\^`]+""")
_TRAILING = ".,;:!?*_"


@dataclass(frozen=True, slots=True)
class Body:
    """`suffix` is "md" or "html". `beside`: path under waypost/ -> text, for the way back. `mark`: front matter."""

    text: str
    suffix: str
    beside: dict[str, str] = field(default_factory=dict)
    mark: dict[str, str] = field(default_factory=dict)


def body_of(draft: Draft, move: Callable[[str], str | None]) -> Body:
    """`move`: an address -> the one its file has now, None: it is no file of this site's."""
    beside: dict[str, str] = {}
    text, suffix = _shown(draft, move)
    if text != draft.source or suffix != _suffix(draft):
        beside[f"sources/{draft.id}.{_suffix(draft)}"] = draft.source
    if suffix == "md" and render_markdown(draft.source).html != draft.html:
        beside[f"rendered/{draft.id}.html"] = draft.html
    return Body(text, suffix, beside, {"body": digest(text)} if beside else {})


def digest(text: str) -> str:
    """Tell whether somebody has changed a body since; then what lies beside it counts no more."""
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def _shown(draft: Draft, move: Callable[[str], str | None]) -> tuple[str, str]:
    if draft.source_format == "markdown" and _says_the_same(draft):
        escaped = _escaped(moved(draft.source, move))
        if escaped is not None:
            return escaped, "md"
    return draft.html.replace("{{", "&#123;&#123;"), "html"


def _says_the_same(draft: Draft) -> bool:
    """Whether the source holds every word readers see, and nothing they are kept from."""
    rendered = render_markdown(draft.source)
    return not rendered.removed and set(_WORD.findall(draft.text)) <= set(_WORD.findall(rendered.text))


def _escaped(markdown: str) -> str | None:
    """Write Hugo's shortcodes so that Hugo shows them; None where one has no end, which Hugo would not build."""
    escaped = _SHORTCODE.sub(_written_out, markdown)
    rest = re.sub(r"\{\{</\*.*?\*/>\}\}|\{\{%/\*.*?\*/%\}\}", "", escaped, flags=re.DOTALL)
    return None if _OPENING.search(rest) else escaped


def _written_out(shortcode: re.Match[str]) -> str:
    opening, inner, closing = shortcode.groups()
    if closing != (">" if opening == "<" else "%"):
        return shortcode[0]
    return f"{{{{{opening}/*{inner}*/{closing}}}}}"


def moved(source: str, move: Callable[[str], str | None]) -> str:
    """Put the present addresses of files in the place of old ones; everything else stays letter by letter."""

    def settle(match: re.Match[str]) -> str:
        address = match[0].rstrip(_TRAILING)
        return (move(address) or address) + match[0][len(address) :]

    return _ADDRESS.sub(settle, source)


def _suffix(draft: Draft) -> str:
    return "md" if draft.source_format == "markdown" else "html"
