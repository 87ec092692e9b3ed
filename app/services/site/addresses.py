"""Addresses of this site in one spelling, so that an old link is found however it was typed. Knows no database."""

import re
import unicodedata

_UNSEEN = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")  # control characters and halves of characters
_SLASHES = re.compile(r"/{2,}")
_PARAMETERS_TRIED = 8

RESERVED = frozenset(
    {
        *("admin", "-", "static", "media", "tag", "author", "search", "archive", "comments", "preview", "unlock"),
        *("feed.xml", "atom.xml", "feed.json", "sitemap.xml", "robots.txt", "favicon.ico", "favicon.svg"),
        *("openapi.json", "manifest.webmanifest", "apple-touch-icon.png", ".well-known"),
    }
)


def is_reserved(path: str) -> bool:
    """Whether Waypost itself answers under this path, so that no post or page may lie there."""
    first, _, rest = path.lstrip("/").partition("?")[0].partition("/")
    is_api = first.lower() == "ghost" and rest.lower().startswith("api/")  # a post may well be called /ghost/
    return not first or first.lower() in RESERVED or is_api


def cleaned(address: str) -> str:
    """Composed (NFC), without characters nobody can have meant."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", address))


def normalise(address: str) -> str:
    """One spelling of a percent-decoded path, query included: NFC, one slash at a time, none at the end."""
    path, _, query = cleaned(address).partition("?")
    path = _SLASHES.sub("/", "/" + path)
    path = path.rstrip("/") or "/"
    return f"{path}?{query}" if query else path


def spellings(address: str) -> tuple[str, ...]:
    """What an old link may be stored as, likeliest first: whole, with one of its parameters, without any.

    The front page without its parameters is no old link.
    """
    whole = normalise(address)
    path, _, query = whole.partition("?")
    single = [f"{path}?{pair}" for pair in query.split("&")[:_PARAMETERS_TRIED] if pair]
    bare = [path] if path != "/" or not query else []
    return tuple(dict.fromkeys([whole, *single, *bare]))
