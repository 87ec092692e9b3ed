"""Opening a picture somebody sent: nothing is decoded before its size is known, nothing but its pixels is kept."""

import io
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from app.errors import Invalid
from app.imaging.made import MOST_PIXELS
from app.imaging.stripping import STRIPPED

FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF", "TIFF", "BMP", "ICO")
MOST_FRAME_PIXELS = 400_000_000  # of all frames of a moving picture together: some 20 s of work
_SRGB = ImageCms.createProfile("sRGB")


@contextmanager
def opened(source: Path) -> Iterator[Image.Image]:
    """Yield the picture, looked at but not decoded.

    Raises: Invalid: too many pixels, damaged (then or while it is used), or no picture at all.
    """
    with explained(), warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        Image.MAX_IMAGE_PIXELS = None  # while only its head is read: `_refuse_large` names the numbers
        with Image.open(source, formats=FORMATS) as picture:
            _refuse_large(picture)
            Image.MAX_IMAGE_PIXELS = MOST_PIXELS  # for a picture inside it, as an ICO may hold
            yield picture


@contextmanager
def explained() -> Iterator[None]:
    """Turn what decoders say into a sentence."""
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Invalid(
            f"it has more than {MOST_PIXELS // 1_000_000} megapixels; make it smaller and try again"
        ) from None
    except UnidentifiedImageError:
        raise Invalid("it is no picture that can be read; save it as JPEG or PNG and try again") from None
    except MemoryError:
        raise Invalid("it needs more memory than this server has; make it smaller and try again") from None
    except (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, struct.error):
        raise Invalid("it is damaged or cut off; open it in a picture program, save it anew and try again") from None


def _refuse_large(picture: Image.Image) -> None:
    width, height = picture.size
    if not width or not height:
        raise Invalid("it has no pixels")
    if width * height > MOST_PIXELS:
        raise Invalid(
            f"it has {width * height / 1e6:.0f} megapixels ({width} × {height}), and at most "
            f"{MOST_PIXELS // 1_000_000} are taken; make it smaller and try again"
        )


def frames(picture: Image.Image) -> int:
    """Count the frames of a moving picture, 1 for any other. Raises: Invalid: it moves for too long."""
    if picture.format not in STRIPPED:  # of other formats the first frame stands for all
        return 1
    number = getattr(picture, "n_frames", 1)
    if number > 1 and number * picture.width * picture.height > MOST_FRAME_PIXELS:
        raise Invalid("it moves for too long; make it smaller or shorter, or upload it as a video (MP4 or WebM)")
    return int(number)


def upright(picture: Image.Image) -> Image.Image:
    """Decode it and turn it the way its camera was held. Orientations nobody understands count as none."""
    picture.load()
    try:
        return ImageOps.exif_transpose(picture)
    except (ValueError, SyntaxError, TypeError, KeyError, struct.error, OSError):
        return picture


def in_srgb(picture: Image.Image) -> Image.Image:
    """Give the picture as L, RGB or RGBA in the colours every screen knows, with nothing attached to it."""
    profile, bare = picture.info.get("icc_profile"), _in_eight_bits(picture)
    if profile:
        bare = _converted(bare, profile)
    if bare.mode not in ("L", "RGB", "RGBA"):
        bare = bare.convert("RGBA" if bare.has_transparency_data else "RGB")
    elif bare.mode != "RGBA" and bare.has_transparency_data:
        bare = bare.convert("RGBA")
    if bare.mode == "RGBA" and bare.getchannel("A").getextrema() == (255, 255):
        bare = bare.convert("RGB")
    if bare is picture:
        bare = picture.copy()
    bare.info = {}
    return bare


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I;16") or picture.mode == "I":
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if picture.mode == "F":
        return picture.convert("L")
    return picture


def _converted(picture: Image.Image, profile: bytes) -> Image.Image:
    """A profile that can't be used is left out, as browsers do."""
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    given = picture if picture.mode in ("L", "RGB", "RGBA", "CMYK") else picture.convert(mode)
    if given.mode == "L" and mode == "RGBA":
        given = given.convert("RGBA")
    try:
        read = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        made = ImageCms.profileToProfile(given, read, _SRGB, outputMode="RGBA" if given.mode == "RGBA" else "RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return given
    return made or given
