"""From one picture to all the files a page may name: the whole, its smaller sizes, and a cut for other sites' cards.

Everything that stands still is encoded anew from pixels. No byte of what was sent gets out: no place where a photo was
taken, no serial number of a camera, no script that hides in a comment, no trick against a decoder.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image, ImageSequence

from app.imaging.made import Crop, Made, Output, Purpose
from app.imaging.opening import explained, frames, in_srgb, opened, upright
from app.imaging.stripping import STRIPPED

WIDTHS = (320, 640, 960, 1280, 1920)
FALLBACK_WIDTH = 1280  # of what browsers get that know neither AVIF nor WebP, and feed readers
SOCIAL = (1200, 630)  # ogp.me and the sites that read it: 1.91 to 1
LEAST_SOCIAL_WIDTH = 600  # smaller ones are shown beside the text, uncut
SMALLEST = 100  # pixels wide; icons gain nothing by other sizes
# Speed 8 and method 4 make a photo of 12 megapixels in some 3 s; slower ones save less than a tenth more.
_AVIF: dict[str, Any] = {"quality": 60, "speed": 8, "max_threads": 1}
_AVIF_DRAWN: dict[str, Any] = {"quality": 75, "speed": 8, "max_threads": 1, "subsampling": "4:4:4"}
_WEBP: dict[str, Any] = {"quality": 78, "method": 4}
_WEBP_DRAWN: dict[str, Any] = {"quality": 88, "method": 4, "exact": False}
_JPEG: dict[str, Any] = {"quality": 82, "progressive": True, "optimize": True}
_FULL: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90, "progressive": True, "optimize": True},
    "PNG": {"compress_level": 7},
    "WEBP": {"quality": 90, "method": 4},
    "AVIF": {"quality": 80, "speed": 8, "max_threads": 1},
}
_KEPT = frozenset(_FULL)  # TIFF and others become JPEG, or PNG where they are drawn or transparent
_SUFFIXES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}


def make(source: Path, folder: Path, crop: Crop) -> Made:
    """Raises: Invalid: a sentence why this picture is not taken."""
    with opened(source) as picture:
        if frames(picture) > 1:
            return _made_moving(source, picture, folder, crop)
        kind = _full_format(picture)
        is_drawn = picture.format != "JPEG" and kind != "JPEG"
        palette = _palette_of(picture) if kind == "PNG" else None
        pixels = in_srgb(upright(picture))
    with explained():
        full = _save(palette or pixels, folder, "full", kind, **_FULL[kind])
        outputs = [full, *_sizes(pixels, folder, full, is_drawn), *_fallback(pixels, folder, full)]
        outputs += _social(pixels, folder, crop)
    return Made(pixels.width, pixels.height, False, tuple(outputs))


def make_social(source: Path, folder: Path, crop: Crop) -> Made:
    """Only the cut for other sites. Raises: Invalid."""
    with opened(source) as picture:
        pixels = in_srgb(upright(picture))
    with explained():
        return Made(pixels.width, pixels.height, False, tuple(_social(pixels, folder, crop)))


def _full_format(picture: Image.Image) -> str:
    if picture.format in _KEPT:
        return str(picture.format)
    return "JPEG" if picture.format == "TIFF" and not picture.has_transparency_data else "PNG"


def _palette_of(picture: Image.Image) -> Image.Image | None:
    """Few colours stay few: a drawing keeps its small file."""
    if picture.mode not in ("P", "1") or picture.info.get("icc_profile") or picture.getexif().get(0x0112, 1) != 1:
        return None
    kept = picture.copy()
    kept.info = {name: kept.info[name] for name in ("transparency",) if name in kept.info}
    return kept


def _sizes(pixels: Image.Image, folder: Path, full: Output, is_drawn: bool) -> Iterator[Output]:
    """From the largest down, each from the last one: never larger than the picture, nor than the file it stands for."""
    if pixels.width < SMALLEST:
        return
    smaller = pixels
    for width in sorted({min(width, pixels.width) for width in WIDTHS}, reverse=True):
        smaller = _resized(smaller, width)
        for kind, how in (("AVIF", _AVIF_DRAWN if is_drawn else _AVIF), ("WEBP", _WEBP_DRAWN if is_drawn else _WEBP)):
            output = _save(smaller, folder, "size", kind, **how)
            if output.size_bytes < full.size_bytes:
                yield output


def _fallback(pixels: Image.Image, folder: Path, full: Output) -> Iterator[Output]:
    if full.type in ("image/jpeg", "image/png") and pixels.width <= FALLBACK_WIDTH:
        return
    smaller = _resized(pixels, min(FALLBACK_WIDTH, pixels.width))
    kind = "PNG" if smaller.mode == "RGBA" else "JPEG"
    yield _save(smaller, folder, "fallback", kind, **(_JPEG if kind == "JPEG" else {"compress_level": 7}))


def _social(pixels: Image.Image, folder: Path, crop: Crop) -> Iterator[Output]:
    width, height = min(pixels.width, pixels.height * SOCIAL[0] / SOCIAL[1]), 0.0
    height = width * SOCIAL[1] / SOCIAL[0]
    if width < LEAST_SOCIAL_WIDTH:
        return
    left = min(max(crop.x * pixels.width - width / 2, 0), pixels.width - width)
    top = min(max(crop.y * pixels.height - height / 2, 0), pixels.height - height)
    size = SOCIAL if width >= SOCIAL[0] else (round(width), round(height))
    cut = pixels.resize(size, Image.Resampling.LANCZOS, box=(left, top, left + width, top + height), reducing_gap=2.0)
    yield _save(_on_white(cut), folder, "social", "JPEG", **_JPEG)


def _made_moving(source: Path, picture: Image.Image, folder: Path, crop: Crop) -> Made:
    """As it came, without what does not draw; the smaller sizes would stand still, so there are none."""
    kind = str(picture.format)
    first = in_srgb(picture.copy())
    for frame in ImageSequence.Iterator(picture):
        frame.load()  # or it is damaged further on
    with explained():
        path = folder / f"full-{first.width}.{_SUFFIXES[kind]}"
        path.write_bytes(STRIPPED[kind](source.read_bytes()))
        full = _described(path, "full", kind, first.size)
        return Made(first.width, first.height, True, (full, *_social(first, folder, crop)))


def _resized(pixels: Image.Image, width: int) -> Image.Image:
    if width >= pixels.width:
        return pixels
    height = max(1, round(pixels.height * width / pixels.width))
    return pixels.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _on_white(pixels: Image.Image) -> Image.Image:
    if pixels.mode != "RGBA":
        return pixels
    flat = Image.new("RGB", pixels.size, "white")
    flat.paste(pixels, mask=pixels.getchannel("A"))
    return flat


def _save(pixels: Image.Image, folder: Path, purpose: Purpose, kind: str, **how: Any) -> Output:
    name = f"{purpose}-{pixels.width}.{_SUFFIXES[kind]}"
    pixels.save(folder / name, kind, **how)
    return _described(folder / name, purpose, kind, pixels.size)


def _described(path: Path, purpose: Purpose, kind: str, size: tuple[int, int]) -> Output:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Output(purpose, f"image/{kind.lower()}", *size, path.name, digest, path.stat().st_size)
