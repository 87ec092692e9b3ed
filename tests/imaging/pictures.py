"""Pictures for tests: made as cameras and programs make them, and as nobody should."""

import io
import struct
import zlib
from functools import lru_cache
from typing import Any

from PIL import Image, ImageCms

BERLIN = b"52.5200"


@lru_cache
def photo(width: int = 1500, height: int = 1000, kind: str = "JPEG", **how: Any) -> bytes:
    """A picture with soft colours and some grain."""
    grain = Image.effect_noise((max(width // 4, 1), max(height // 4, 1)), 60).resize((width, height))
    slope = Image.linear_gradient("L").resize((width, height))
    return encoded(Image.merge("RGB", (slope, Image.blend(slope, grain, 0.4), grain)), kind, **how)


def flat(width: int, height: int, kind: str = "PNG", color: str = "teal", mode: str = "RGB", **how: Any) -> bytes:
    return encoded(Image.new(mode, (width, height), color), kind, **how)


def encoded(picture: Image.Image, kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def with_place(orientation: int = 1, width: int = 400, height: int = 200) -> bytes:
    """A JPEG as a telephone writes it: left half red, right half blue, and where it was taken."""
    picture = Image.new("RGB", (width, height), "red")
    picture.paste("blue", (width // 2, 0, width, height))
    exif = picture.getexif()
    exif[0x0112] = orientation
    exif[0x010F] = "Camera 52.5200"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (52.0, 31.0, 12.0)
    return encoded(picture, "JPEG", exif=exif, comment=b"taken at 52.5200", quality=95)


def moving(kind: str = "GIF", frames: int = 3, **how: Any) -> bytes:
    shots = [Image.new("RGB", (120, 80), (80 * number, 20, 120)) for number in range(frames)]
    return encoded(shots[0], kind, save_all=True, append_images=shots[1:], duration=90, loop=0, **how)


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few hundred bytes that would fill gigabytes."""
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            chunk(b"IDAT", zlib.compress(b"\0" * 100_000)),
            chunk(b"IEND", b""),
        )
    )


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def gif_and_script() -> bytes:
    """A GIF that is JavaScript too, if anybody runs it: its comment holds the program."""
    gif = moving()
    end = 13 + (3 << ((gif[10] & 7) + 1) if gif[10] & 0x80 else 0)
    script = b"*/=1;alert(document.domain)//"
    return gif[:end] + b"\x21\xfe" + bytes((len(script),)) + script + b"\0" + gif[end:] + b"<script>alert(1)</script>"


def other_colours() -> bytes:
    """A CMYK JPEG with a profile, as printers want it."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return encoded(Image.new("CMYK", (300, 200), (0, 255, 255, 0)), "JPEG", icc_profile=profile)
