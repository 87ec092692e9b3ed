"""Old public paths: put together, cleaned, and made from the words of titles the way each generator does."""

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

_SLASHES = re.compile(r"/{2,}")
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,5}$")


def join(*parts: str) -> str:
    """Join to one path from the root; a last part that ends with a slash keeps it. A hash in a name stays encoded."""
    return _SLASHES.sub("/", "/" + "/".join(part for part in parts if part)).replace("#", "%23")


def as_folder(path: str) -> str:
    """End with a slash, unless the last part is a file: "/x.html", but "/v1.2/"."""
    return path if path.endswith("/") or has_extension(path) else path + "/"


def has_extension(path: str) -> bool:
    return _EXTENSION.search(path.rpartition("/")[2]) is not None


def local(address: str, own_hosts: Iterable[str] = ()) -> str | None:
    """Return the decoded path of an address somebody wrote into front matter; None for one of another site."""
    address = address.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        if host_of(address) not in set(own_hosts):
            return None
        return unquote(parts.path) or "/"
    path = unquote(parts.path)
    return f"{path}?{parts.query}" if parts.query else path


def host_of(url: str) -> str:
    try:
        return (urlsplit(url if "//" in url else f"//{url}").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def path_of(url: str) -> str:
    """Return the path of a site's front page without a trailing slash: "" or "/blog"."""
    try:
        return unquote(urlsplit(url if "//" in url else f"//{url}").path).rstrip("/")
    except ValueError:
        return ""


def is_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def dashed(text: str, keep: str = "", *, lower: bool = True) -> str:
    """Jekyll's slugs: every run of other characters becomes one hyphen."""
    made = "".join(char if char in keep or is_word(char) else "-" for char in text)
    made = re.sub(r"-{2,}", "-", made).strip("-")
    return made.lower() if lower else made


_HUGO_KEEPS = frozenset("./\\_#+~-@")


def urlized(text: str, *, lower: bool = True) -> str:
    """Hugo's way (helpers/path.go, MakePath): spaces to hyphens, other punctuation away."""
    made: list[str] = []
    hyphen_next = was_hyphen = False
    for char in text.strip():
        if char in _HUGO_KEEPS or is_word(char):
            was_hyphen = char == "-"
            if hyphen_next and not was_hyphen:
                made.append("-")
            hyphen_next = False
            made.append(char)
        elif made and not was_hyphen and char.isspace():
            hyphen_next = True
    path = "".join(made)
    return path.lower() if lower else path


def ascii_dashed(text: str) -> str:
    """Zola's way with `slugify = "on"`: letters lose their accents, all else becomes a hyphen."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode() if not text.isascii() else text
    return dashed(plain) or dashed(text)
