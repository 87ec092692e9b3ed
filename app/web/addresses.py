"""Addresses as text: how a stored path is written into a link, and what a redirect may point at. Knows no database."""

import re
from urllib.parse import quote, urlencode, urljoin, urlsplit

_PATH_SAFE = "/~!$&'()*+,;=:@-._"
_PLAIN = re.compile(r"/(?:[A-Za-z0-9._~-][A-Za-z0-9._~/-]*)?")  # nearly every path: nothing in it needs a change
_SCHEMES = ("http", "https", "mailto", "tel")
API = "/ghost/api/"  # where front ends made for Ghost look
_APART = ("/admin/", "/-/", "/static/", "/media/", "/preview/", "/unlock/")
_LEADING = re.compile(r"^[/\\]+")


def href(path: str) -> str:
    """Percent-encode a stored path; the result always stays on this site, whatever the path is."""
    if _PLAIN.fullmatch(path):
        return path
    return "/" + quote(_LEADING.sub("", path), safe=_PATH_SAFE)


def with_query(path: str, **parameters: object) -> str:
    """Join an encoded path and those parameters that have a value."""
    given = {name: value for name, value in parameters.items() if value not in (None, "")}
    return f"{path}?{urlencode(given)}" if given else path


def page_address(path: str, number: int, **parameters: object) -> str:
    """Give the address of one page of the list at `path`; the first one has no number."""
    return with_query(href(path), **parameters, page=number if number > 1 else None)


def link(url: str | None) -> str:
    """Return an address from content if a link may carry it, else ""."""
    if not url:
        return ""
    if url.startswith(("/", "#", "?")):
        return url if url.startswith(("#", "?")) else "/" + _LEADING.sub("", url)
    try:
        scheme = urlsplit(url.strip()).scheme.lower()
    except ValueError:
        return ""
    return url.strip() if scheme in _SCHEMES else ""


def is_apart(path: str) -> bool:
    """Tell if a path is none of a page for everybody: the desk, what machines ask, files."""
    return (path + "/").startswith(_APART)


def absolute(origin: str, url: str) -> str:
    """Complete an address of this site; anything unreadable is returned as it is."""
    try:
        return urljoin(origin + "/", url)
    except ValueError:
        return url
