"""Landscapes drawn by arithmetic, so that the sample blog has pictures of its own."""

import math
import struct
import zlib
from functools import cache
from pathlib import Path

Colour = tuple[int, int, int]

# Name → sky above, sky below, sun or moon, hills from far to near.
_PALETTES: dict[str, tuple[Colour, Colour, Colour, tuple[Colour, ...]]] = {
    "valley": ((233, 199, 164), (214, 158, 120), (251, 240, 220), ((146, 140, 138), (94, 112, 118), (44, 69, 73))),
    "dusk": ((92, 84, 122), (224, 140, 110), (255, 214, 170), ((92, 74, 104), (60, 52, 80), (34, 32, 52))),
    "moon": ((16, 28, 48), (48, 76, 100), (238, 236, 220), ((38, 58, 78), (26, 42, 60), (14, 24, 38))),
    "meander": ((196, 214, 214), (232, 226, 204), (252, 248, 232), ((138, 162, 140), (104, 134, 108), (62, 92, 78))),
}


def write_pictures(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(_PALETTES):
        (folder / f"{name}.png").write_bytes(landscape(name, number))


@cache
def landscape(name: str, seed: int = 0, width: int = 1040, height: int = 650) -> bytes:
    """A PNG."""
    above, below, light, hills = _PALETTES[name]
    edges = [[_edge(x / width, layer, seed) * height for x in range(width)] for layer in range(len(hills))]
    sun_x, sun_y, radius = width * (0.3 + 0.12 * seed), height * 0.3, height * 0.07
    rows = bytearray()
    for y in range(height):
        share = round(16 * y / height) / 16  # few shades: a small file
        sky = bytes(round(a + (b - a) * share) for a, b in zip(above, below, strict=True))
        row = bytearray(sky * width)
        if (reach := radius**2 - (y - sun_y) ** 2) > 0:
            half = int(math.sqrt(reach))
            row[3 * int(sun_x - half) : 3 * int(sun_x + half)] = bytes(light) * (int(sun_x + half) - int(sun_x - half))
        for edge, hill in zip(edges, hills, strict=True):
            colour = bytes(hill)
            for x in range(width):
                if y >= edge[x]:
                    row[3 * x : 3 * x + 3] = colour
        rows += b"\0" + row
    return _png(width, height, bytes(rows))


def _edge(x: float, layer: int, seed: int) -> float:
    wave = math.sin(x * (3.1 + layer) + 1.7 * layer + 2.3 * seed) + 0.45 * math.sin(x * (7.3 + 2 * layer) + seed)
    return 0.52 + 0.15 * layer + (0.09 - 0.015 * layer) * wave


def _png(width: int, height: int, rows: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
