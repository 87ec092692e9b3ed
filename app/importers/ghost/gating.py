"""What Ghost showed to members or in e-mails only, taken out of HTML; stays on the safe side where Ghost would not.

A public post keeps all that stands behind a paywall card: Ghost cuts there only for readers without access, and
everybody has access to a public post (ghost/core post-gating.js `forPost`, content-gating.js `checkPostAccess`).
"""

import re

from app.importers.ghost.notes import Notes

# Source of the marks: ghost/core .../post-gating.js; nested and unclosed blocks are our own care.
_MARK = re.compile(r"<!--\s*kg-gated-block:(?:begin|end)\b(?:[^-]|-(?!->))*-->")
_NON_MEMBER = re.compile(r"""\bnonMember:["']?(\w+)""")
_EDITOR_MARK = re.compile(r"<!--\s*(?:members-only|kg-card-(?:begin|end)[^>]*?)\s*-->\n?")

HIDDEN = "a block that only members saw was left out"


def shown_to_all(visibility: object) -> bool:
    """Tell whether a card is for anonymous visitors of the web, from any of the three forms Ghost stored it in.

    Source: kg-default-nodes/utils/visibility of TryGhost/Koenig.
    """
    if not isinstance(visibility, dict):
        return True
    web = visibility.get("web")
    if isinstance(web, dict) and "nonMember" in web:
        return web["nonMember"] is True
    if visibility.get("emailOnly") is not None:
        return not visibility["emailOnly"]
    return visibility.get("showOnWeb") is not False


def gate_marks(text: str) -> list[tuple[str, bool]]:
    """Split text at the marks of gated blocks; the flag tells which part is a mark."""
    parts: list[tuple[str, bool]] = []
    at = 0
    for mark in _MARK.finditer(text):
        parts += [(text[at : mark.start()], False), (mark[0], True)]
        at = mark.end()
    return [*parts, (text[at:], False)]


def without_gated(html: str, notes: Notes) -> str:
    """Return what an anonymous visitor saw; an unclosed members' block takes all that follows it along."""
    if "kg-gated-block" not in html:
        return html
    kept: list[str] = []
    hidden: list[bool] = []  # of every open block, outermost first
    for part, is_mark in gate_marks(html):
        if not is_mark:
            kept += [] if any(hidden) else [part]
        elif "kg-gated-block:begin" in part:
            hidden.append(set(_NON_MEMBER.findall(part)) != {"true"})
            if hidden[-1]:
                notes.add(HIDDEN)
        elif hidden:
            hidden.pop()
    return "".join(kept)


def without_marks(html: str) -> str:
    """Drop the comments the editor leaves around its cards."""
    return _EDITOR_MARK.sub("", html) if "<!--" in html else html
