"""Addresses of the old blog: which are its own, and what path each had."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

_UNREADABLE = SplitResult("", "", "", "", "")


def split(address: str) -> SplitResult:
    """Split an address as a link of HTML has it; one that no parser can read has no parts at all."""
    try:
        parts = urlsplit(html.unescape(address.strip()))
        _ = parts.hostname
    except ValueError:
        return _UNREADABLE
    return parts


def host_of(address: str) -> str:
    """Return the host in one form: lower case, ASCII, without "www."; "" where it has none."""
    host = (split(address).hostname or "").removeprefix("www.")
    return host if host.isascii() else ".".join(_ascii_label(label) for label in host.split("."))


def _ascii_label(label: str) -> str:
    """Do what browsers do for names beyond ASCII; emoji too, which Python's own codec may refuse."""
    if label.isascii():
        return label
    try:
        return label.encode("idna").decode()
    except UnicodeError:
        return "xn--" + label.encode("punycode").decode()


def decoded(path: str) -> str:
    """Undo percent-encoding, unless what it stands for is no UTF-8."""
    plain = unquote(path)
    return path if "\N{REPLACEMENT CHARACTER}" in plain else plain


def decoded_slug(slug: str) -> str:
    """Return a slug as people read it: "%d0%bf" is "п"."""
    return decoded(slug).strip().strip("/")


@dataclass(frozen=True, slots=True)
class Link:
    path: str | None  # decoded; None where the address names no page by its path
    query: str = ""  # "/?p=12", with the path it stands at


class OldAddresses:
    """Knows the hosts of the old blog and the path it lived under ("" or "/wordpress")."""

    def __init__(self, origins: Iterable[str], url: str | None = None) -> None:
        """`origins`: absolute addresses the export names, the best one first. `url`: what its owner says instead."""
        known = [origin for origin in (*origins, url or "") if host_of(origin)]
        self.url = (url or known[0]).rstrip("/") if known else None
        self.base = decoded(split(known[0]).path).rstrip("/") if known else ""
        self._hosts = {host_of(origin) for origin in known}
        self._origins = known

    def is_own(self, address: str) -> bool:
        host = host_of(address)
        return not host or not self._hosts or host in self._hosts

    def aliases(self) -> tuple[str, ...]:
        """Return every other origin that means this site: each host with and without "www.", by http and https."""
        found: dict[str, None] = {}
        for origin in self._origins:
            host = (split(origin).netloc or "").lower()
            plain = host.removeprefix("www.")
            for name in dict.fromkeys((host, plain, f"www.{plain}", host_of(origin))):
                found[f"https://{name}"] = None
                found[f"http://{name}"] = None
        return tuple(origin for origin in found if origin != self.url)

    def link(self, address: str) -> Link | None:
        """Return what the address of a post says; None where it leads to another site."""
        if not self.is_own(address):
            return None
        parts = split(address)
        path = decoded(parts.path)
        if not path.startswith("/"):
            path = "/" + path
        if parts.query and _names_an_item(parts.query):
            return Link(None, f"{path}?{parts.query}")
        return Link(None if path.strip("/") == self.base.strip("/") else path)


def _names_an_item(query: str) -> bool:
    return any(name in ("p", "page_id", "attachment_id", "post_type") for name, _ in parse_qsl(query))


def site_path(base: str, rest: str) -> tuple[str, ...]:
    """Return an address under the site's base path, and from the root too where that differs: "/?p=12"."""
    return tuple(dict.fromkeys((base + rest, rest)))


_SLUG_END = re.compile(r"[^/]+(?=/?$)")


def with_last_segment(path: str, segment: str) -> str:
    """Return the path with its last segment replaced, its ending (".html", "/") kept."""
    match = _SLUG_END.search(path)
    if not match:
        return path
    _, dot, ending = match[0].rpartition(".")
    kept = "." + ending if dot and ending.lower() in ("html", "htm", "php") and not segment.endswith(ending) else ""
    return path[: match.start()] + segment + kept + path[match.end() :]
