"""The files beside the export of the small old blog."""

import struct
import zipfile
import zlib
from pathlib import Path


def uploads_of_the_old_blog(folder: Path) -> Path:
    """A zip of its `wp-content/uploads`."""
    path = folder / "uploads.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("wp-content/uploads/2015/03/hill.png", a_picture())
    return path


def a_picture() -> bytes:
    """A PNG of four by four pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\x20\x80\x40" * 4 for _ in range(4))
    head = struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
