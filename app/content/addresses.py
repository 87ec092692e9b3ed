"""Addresses in markup: which are safe, and putting others in their place."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from app.content.rendered import Rewrite
from app.content.words import words

LINK_SCHEMES = words("http https mailto tel sms ftp ftps irc ircs xmpp matrix magnet geo webcal feed")
SOURCE_SCHEMES = frozenset({"http", "https"})
COMMENT_SCHEMES = frozenset({"http", "https", "mailto"})
MAX_DATA_IMAGE = 64 * 1024  # characters; larger ones belong into media, where the rewrite callback may put them

ADDRESS_ATTRIBUTES = ("href", "src", "poster")

_IGNORED = re.compile(r"[\t\n\r]|^[\x00-\x20\x7f-\xa0]+|[\x00-\x20\x7f-\xa0]+$")
_PLAIN = re.compile(r"https?://[!-~]*")  # nearly all there are: nothing to clean, nothing to doubt
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_DATA_IMAGE = re.compile(r"data:image/(?:png|gif|jpe?g|webp|avif);base64,[A-Za-z0-9+/=%\s]*", re.IGNORECASE)
_CANDIDATE = re.compile(r"[\s,]*((?:data:[^\s,]*,)?[^\s]*[^\s,])(?:\s+([^\s,][^,]*))?(?:\s*,|\s*$|(?<=,))")


def cleaned(address: str) -> str:
    """Drop the characters browsers drop before they look at an address."""
    if _PLAIN.fullmatch(address):
        return address
    if address.isprintable() and not address.startswith(" ") and not address.endswith(" "):
        return address
    return _IGNORED.sub("", address)


def scheme_of(address: str) -> str:
    """Give the lower-case scheme, "" for a relative address."""
    match = _SCHEME.match(cleaned(address))
    return match[1].lower() if match else ""


def is_safe_link(address: str) -> bool:
    if _PLAIN.fullmatch(address):
        return True
    scheme = scheme_of(address)
    return not scheme or scheme in LINK_SCHEMES


def is_safe_source(address: str, *, image: bool = False) -> bool:
    """Tell if a page may load it; an image may be a small bitmap in a data: address."""
    if _PLAIN.fullmatch(address):
        return True
    scheme = scheme_of(address)
    if scheme == "data" and image:
        return len(address) <= MAX_DATA_IMAGE and _DATA_IMAGE.fullmatch(cleaned(address)) is not None
    return not scheme or scheme in SOURCE_SCHEMES


def srcset_candidates(srcset: str) -> Iterator[tuple[str, str]]:
    """Yield (address, descriptor); the descriptor is "" where there is none."""
    for match in _CANDIDATE.finditer(srcset):
        yield match[1], (match[2] or "").strip()


def srcset_of(candidates: list[tuple[str, str]]) -> str:
    return ", ".join(f"{address} {descriptor}".rstrip() for address, descriptor in candidates)


def settle_addresses(tree: LexborHTMLParser, rewrite: Rewrite | None) -> set[str]:
    """Rewrite every address and drop the unsafe ones; give what was dropped, in words."""
    removed: set[str] = set()
    for name in ADDRESS_ATTRIBUTES:
        for node in tree.css(f"[{name}]"):
            _settle(node, name, rewrite, removed)
    for node in tree.css("[srcset]"):
        _settle_srcset(node, rewrite, removed)
    return removed


def _settle(node: LexborNode, name: str, rewrite: Rewrite | None, removed: set[str]) -> None:
    attributes = node.attrs
    written = attributes.sget(name)
    plain = _PLAIN.fullmatch(written) is not None
    address = written if plain else cleaned(written)
    if rewrite is not None and address and not address.startswith("#"):
        address = rewrite(address)
    if plain and address == written:
        return
    image = name == "src" and node.tag == "img"
    if not (is_safe_link(address) if name == "href" else is_safe_source(address, image=image)):
        removed.add(f"{scheme_of(address)}: address")
        del attributes[name]
    elif address != written:
        attributes[name] = address


def _settle_srcset(node: LexborNode, rewrite: Rewrite | None, removed: set[str]) -> None:
    kept = []
    for written, descriptor in srcset_candidates(node.attrs.sget("srcset")):
        address = written if rewrite is None else rewrite(written)
        if is_safe_source(address):
            kept.append((address.replace(" ", "%20").rstrip(","), descriptor))
        else:
            removed.add(f"{scheme_of(address)}: address")
    if kept:
        node.attrs["srcset"] = srcset_of(kept)
    else:
        del node.attrs["srcset"]
