"""Whole answers kept in memory: least recently used go first, by bytes. Does not know what a revision means."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b

from app.db import Revision
from app.web.encodings import compress

Headers = list[tuple[bytes, bytes]]
Key = tuple[str, str, bool]  # path, the declared parameters, asked for by htmx
OVERHEAD_BYTES = 1500  # what an entry costs beside its bodies, roughly


@dataclass(frozen=True, slots=True)
class Variant:
    """A body as it travels, with all of its headers."""

    body: bytes
    etag: bytes
    headers: Headers


@dataclass(slots=True)
class Kept:
    """An answer and what it was made from (file name → revision)."""

    status: int
    headers: Headers
    body: bytes
    revisions: Mapping[str, Revision]
    compressible: bool
    variants: dict[str, Variant] = field(default_factory=dict)
    etag: str = ""

    def __post_init__(self) -> None:
        self.etag = blake2b(self.body, digest_size=12).hexdigest()

    def variant(self, encoding: str) -> Variant:
        """The body in an encoding, compressed when first asked for."""
        name = encoding if self.compressible else ""
        found = self.variants.get(name)
        if found is None:
            found = self.variants[name] = self._make(name)
        return found

    def has(self, encoding: str) -> bool:
        return not self.compressible or encoding in self.variants

    @property
    def size_bytes(self) -> int:
        return OVERHEAD_BYTES + len(self.body) + sum(len(v.body) for name, v in self.variants.items() if name)

    def _make(self, encoding: str) -> Variant:
        body = compress(self.body, encoding)
        etag = f'"{self.etag}{"-" + encoding if encoding else ""}"'.encode()
        headers = [*self.headers, (b"content-length", b"%d" % len(body)), (b"etag", etag)]
        if encoding:
            headers.append((b"content-encoding", encoding.encode()))
        return Variant(body, etag, headers)


class PagesKept:
    """At most `limit_bytes` in all; an answer above an eighth of that is not kept."""

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self.size_bytes = 0
        self._kept: OrderedDict[Key, tuple[Kept, int]] = OrderedDict()

    def find(self, key: Key) -> Kept | None:
        found = self._kept.get(key)
        if found is None:
            return None
        self._kept.move_to_end(key)
        return found[0]

    def keep(self, key: Key, kept: Kept) -> None:
        """Keep it, or count it anew after it has grown by a variant."""
        self.drop(key)
        size = kept.size_bytes + 2 * (len(key[0]) + len(key[1]))
        if size > self.limit_bytes // 8:
            return
        self._kept[key] = (kept, size)
        self.size_bytes += size
        while self.size_bytes > self.limit_bytes:
            _, (_, dropped) = self._kept.popitem(last=False)
            self.size_bytes -= dropped

    def drop(self, key: Key) -> None:
        found = self._kept.pop(key, None)
        if found is not None:
            self.size_bytes -= found[1]

    def __len__(self) -> int:
        return len(self._kept)
