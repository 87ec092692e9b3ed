"""The old site's uploads: which files there are, which addresses mean them, which are missing."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from urllib.parse import quote, unquote

from app.importers.ghost.files import File
from app.importers.ghost.sources import UPLOADS
from app.importers.items import Item, Media, Skipped, Warned

_KINDS = "|".join(UPLOADS)
# An address of an upload wherever it stands: HTML, Markdown, JSON in a string. Ghost 0.x zips leave "content" out.
_ADDRESS = re.compile(
    rf"""((?:https?:)?//[^/\s"'<>()\\]+)?(?:/[\w~.-]+){{0,4}}?(?:/content)?/({_KINDS})/([^\s"'<>\\?#]+)"""
)
_SIZE = re.compile(r"^size/w\d+(?:h\d+)?/(?:format/\w+/)?|^format/\w+/")
_ORIGINAL = re.compile(r"_o(?=\.\w+$)")  # Ghost keeps the upload before it was resized as "cat_o.jpg"


class Uploads:
    """`taken`: files that come in; `beside`: files that come in only where something names them."""

    def __init__(self, origin: str, prefix: str, taken: Mapping[str, File], beside: Mapping[str, File]) -> None:
        self._origin = origin
        self._prefix = prefix
        self._files = {_plain(key): (key, file) for key, file in {**beside, **taken}.items()}
        self._taken = {_plain(key) for key in taken}
        self._named: dict[str, dict[str, None]] = {}  # key -> addresses, as met
        self._missing: dict[str, str] = {}  # key -> address
        self._foreign: Counter[str] = Counter()  # origin -> addresses on it that might be this site's

    def note(self, text: str) -> None:
        """Remember every upload an item's text names."""
        if "/images/" not in text and "/media/" not in text and "/files/" not in text:
            return
        for found in _ADDRESS.finditer(text.replace("\\/", "/")):
            host, kind, rest = found.groups()
            name = _cut(rest)
            address = found[0][: len(found[0]) - len(rest)] + name
            self._note(unescape(address), host or "", f"{kind}/{_SIZE.sub('', unquote(unescape(name)))}")

    def _note(self, address: str, host: str, key: str) -> None:
        own = not host or (bool(self._origin) and _host(host) == _host(self._origin))
        uploaded = "/content/" in address
        if key.endswith("/") or not (own or uploaded):
            return
        if _plain(key) in self._files:
            self._named.setdefault(_plain(key), {})[address] = None
        elif own and uploaded:
            self._missing.setdefault(key, address)
        elif uploaded:
            self._foreign[host] += 1

    def items(self) -> Iterator[Item]:
        for plain, (key, file) in self._files.items():
            if plain in self._named or plain in self._taken:
                yield self._skipped(plain, key) or self._media(plain, key, file)
        for key, address in self._missing.items():
            yield Media(ref=key, url=address, name=key.rpartition("/")[2])
        for host, count in self._foreign.items():
            if not self._origin:
                yield Warned(host, f"{count} uploads are named by {host}; if that was this blog, say --site-url {host}")

    def _skipped(self, plain: str, key: str) -> Skipped | None:
        """Ghost's own copies of a picture: other sizes of it, and the upload before it was made smaller."""
        if plain in self._named:
            return None
        kind, _, rest = key.partition("/")
        if _SIZE.match(rest) and _plain(f"{kind}/{_SIZE.sub('', rest)}") in self._files:
            return Skipped("media", key, "a size Ghost made of a picture that is imported")
        if _ORIGINAL.search(key) and _plain(_ORIGINAL.sub("", key)) in self._files:
            return Skipped("media", key, "the unreduced copy of a picture that is imported")
        return None

    def _media(self, plain: str, key: str, file: File) -> Media:
        url = self._address(key)
        named = (address for address in self._named.get(plain, ()) if address != url)
        return Media(ref=key, url=url, name=key.rpartition("/")[2], open=file.open, aliases=tuple(named))

    def _address(self, key: str) -> str:
        return f"{self._prefix}/content/{quote(key)}"


def note_all(uploads: Uploads, values: Iterable[object]) -> None:
    for value in values:
        if isinstance(value, str):
            uploads.note(value)


def _plain(key: str) -> str:
    """File systems differ in case and in how they spell accents; addresses that differ only so mean one file."""
    return unicodedata.normalize("NFC", key).casefold()


def _host(origin: str) -> str:
    return origin.partition("//")[2].partition("/")[0].lower().removeprefix("www.")


def _cut(rest: str) -> str:
    """Cut off what follows an address: ")" of Markdown, "," of srcset, and `&quot;` of HTML inside an attribute."""
    rest = rest.split("&quot;", 1)[0].split("&#", 1)[0].split("](", 1)[0]
    while rest and (rest[-1] in ",.;:!*`]" or (rest[-1] == ")" and rest.count("(") < rest.count(")"))):
        rest = rest[:-1]
    return rest
