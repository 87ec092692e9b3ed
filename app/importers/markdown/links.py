"""Addresses in Markdown and its HTML: found without rendering, replaced where they stand."""

import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import quote

from app.importers.markdown.templates.mask import Mask

Change = Callable[[str], str | None]  # gets an address as written, returns the one to use, or None to leave it

_SKIP = r"(?!(?:https?|mailto|tel|data|ftp|javascript):|//|#)"
_INLINE = r"\]\(\s*(?:<(?P<pointed>[^<>\n]*)>|(?P<plain>" + _SKIP + r"(?:\\.|[^\s()<>\\]|\([^\s()]*\))+))"
_SPACED = (
    r"\]\(\s*(?P<spaced>"
    + _SKIP
    + r"[^()<>{}\n\"']{1,500}\.(?:png|jpe?g|gif|webp|svg|avif|pdf|mp4|mp3|zip))(?=\s*(?:\"[^\"\n]*\"\s*)?\))"
)
_DEFINITION = (
    r"^[ ]{0,3}\[(?!\^)[^\]\n]{1,300}\]:[ \t]*\n?[ \t]*(?:<(?P<dpointed>[^<>\n]*)>|(?P<defined>" + _SKIP + r"[^\s<>]+))"
    r"(?=[ \t]*(?:[\"'(][^\n]*)?$)"
)
_HTML = r"(?P<name>\b(?:src|href|poster|data-src|srcset))\s*=\s*(?:\"(?P<double>[^\"<>]*)\"|'(?P<single>[^'<>]*)')"
_FLAGS = re.MULTILINE | re.IGNORECASE
# Each is tried only where a plain search for its mark says that it may find something: most texts need none of them.
_PATTERNS = (
    (re.compile(r"\]\(\s*<?" + _SKIP), re.compile(f"{_SPACED}|{_INLINE}", _FLAGS)),
    (re.compile(r"\]:\s*<?" + _SKIP), re.compile(_DEFINITION, _FLAGS)),
    (re.compile(r"=\s*[\"']" + _SKIP + "[^\"'<>]"), re.compile(_HTML, _FLAGS)),
)
_OWN = re.compile(r"https?://([^/\s)\"'<>]+)(/[^\s)\"'<>]*)?", re.IGNORECASE)
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:|//|#|$", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{|\{%|\0")


def rewrite_links(text: str, change: Change, own_hosts: frozenset[str] = frozenset()) -> str:
    """Offer every address outside of code that is not another site's to `change`."""
    wanted = [pattern for mark, pattern in _PATTERNS if mark.search(text)]
    is_named = any(host in text for host in own_hosts)
    if not wanted and not is_named:
        return text
    mask = Mask()
    covered = mask.cover_code(text)
    for pattern in wanted:
        covered = pattern.sub(lambda match: _replaced(match, change), covered)
    if is_named:
        covered = _OWN.sub(lambda match: _own(match, change, own_hosts), covered)
    return mask.uncover(covered)


def _replaced(match: re.Match[str], change: Change) -> str:
    name = match.lastgroup or ""
    if name in ("double", "single"):
        return _attribute(match, change)
    written = match[name]
    new = _offer(written.replace("\\(", "(").replace("\\)", ")").replace("\\_", "_"), change)
    if new is None:
        return match[0].replace(written, quoted(written.strip())) if name == "spaced" else match[0]
    start, end = match.start(name) - match.start(), match.end(name) - match.start()
    whole = match[0]
    return whole[:start] + (new if name.endswith("pointed") else quoted(new)) + whole[end:]


def _attribute(match: re.Match[str], change: Change) -> str:
    written = match["double"] if match["double"] is not None else match["single"]
    if match["name"].lower() == "srcset":
        new: str | None = ", ".join(_candidate(one, change) for one in unescape(written).split(","))
    else:
        new = _offer(unescape(written), change)
    if new is None or new == unescape(written):
        return match[0]
    return f'{match["name"]}="{escape(new)}"'


def _candidate(text: str, change: Change) -> str:
    address, _, size = text.strip().partition(" ")
    return f"{_offer(address, change) or address} {size}".strip()


def _offer(address: str, change: Change) -> str | None:
    address = address.strip()
    if _ABSOLUTE.match(address) or _TEMPLATE.search(address):
        return None
    return change(address)


def _own(match: re.Match[str], change: Change, hosts: frozenset[str]) -> str:
    """An absolute address of the site itself is changed only where its path is: the rest is the runner's work."""
    if match[1].lower().removeprefix("www.") not in hosts or not match[2]:
        return match[0]
    return change(match[0]) or match[0]


def quoted(address: str) -> str:
    """Write an address so that it can stand in Markdown and in HTML: spaces, brackets and quotes encoded."""
    return "".join(_UNSAFE.get(char, char) for char in address)


_UNSAFE = {char: quote(char, safe="") for char in " ()<>\"'`\\\t\n"}
