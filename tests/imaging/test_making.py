"""What is made of a picture: its sizes, upright, in common colours, with nothing else of what was sent."""

import hashlib
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from app.imaging import Crop, Made
from tests.imaging import pictures
from tests.imaging.conftest import Make


def sizes(made: Made, kind: str) -> list[int]:
    return sorted(output.width for output in made.outputs if output.purpose == "size" and output.type == kind)


def opened(folder: Path, made: Made, purpose: str) -> Image.Image:
    (output,) = (one for one in made.outputs if one.purpose == purpose)
    return Image.open(folder / output.file)


def test_a_photo_in_all_its_sizes(make: Make) -> None:
    made, folder = make(pictures.photo(1500, 1000))
    assert (made.width, made.height, made.animated) == (1500, 1000, False)
    assert sizes(made, "image/avif") == sizes(made, "image/webp") == [320, 640, 960, 1280, 1500]
    assert opened(folder, made, "fallback").size == (1280, 853)
    assert opened(folder, made, "social").size == (1200, 630)
    for output in made.outputs:
        content = (folder / output.file).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (output.digest, output.size_bytes)
        with Image.open(folder / output.file) as picture:
            assert (picture.size, picture.get_format_mimetype()) == ((output.width, output.height), output.type)


def test_never_larger_than_it_came(make: Make) -> None:
    made, _ = make(pictures.photo(500, 400))
    assert max(output.width for output in made.outputs) == 500
    assert {output.purpose for output in made.outputs} == {"full", "size"}
    assert [output.purpose for output in make(pictures.flat(32, 32))[0].outputs] == ["full"]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_turned_upright_and_without_the_place(make: Make, orientation: int) -> None:
    made, folder = make(pictures.with_place(orientation))
    turned = orientation >= 5
    assert (made.width, made.height) == ((200, 400) if turned else (400, 200))
    for output in made.outputs:
        content = (folder / output.file).read_bytes()
        assert pictures.BERLIN not in content
        assert not Image.open(folder / output.file).getexif()
    # Where the red half is in the eight orientations of Exif 2.32, table 6.
    x, y = {1: (0, 0), 2: (1, 0), 3: (1, 0), 4: (0, 0), 5: (0, 0), 6: (0, 0), 7: (0, 1), 8: (0, 1)}[orientation]
    red, _, blue = opened(folder, made, "full").getpixel((5 + x * (made.width - 10), 5 + y * (made.height - 10)))
    assert red > 200
    assert blue < 60


def test_printers_colours_become_those_of_screens(make: Make) -> None:
    made, folder = make(pictures.other_colours())
    full = opened(folder, made, "full")
    assert (full.mode, "icc_profile" in full.info) == ("RGB", False)
    assert opened(folder, made, "full").getpixel((9, 9))[0] > 150


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pictures.flat(300, 200, "PNG"), "image/png"),
        (pictures.flat(300, 200, "WEBP"), "image/webp"),
        (pictures.flat(300, 200, "AVIF"), "image/avif"),
        (pictures.flat(300, 200, "GIF"), "image/png"),
        (pictures.flat(300, 200, "BMP"), "image/png"),
        (pictures.flat(300, 200, "TIFF"), "image/jpeg"),
        (pictures.flat(300, 200, "PNG", "white", "1"), "image/png"),
        (pictures.flat(300, 200, "PNG", 40_000, "I;16"), "image/png"),  # type: ignore[arg-type]
    ],
)
def test_formats(make: Make, content: bytes, kind: str) -> None:
    made, folder = make(content)
    full = next(output for output in made.outputs if output.purpose == "full")
    assert full.type == kind
    if kind in ("image/webp", "image/avif"):
        assert opened(folder, made, "fallback").format == "JPEG"


def test_what_is_clear_stays_clear(make: Make) -> None:
    picture = Image.new("RGBA", (700, 500), (0, 0, 0, 0))
    picture.paste((200, 30, 30, 255), (0, 0, 350, 500))
    made, folder = make(pictures.encoded(picture, "PNG"))
    for output in made.outputs:
        right = Image.open(folder / output.file).convert("RGBA").getpixel((output.width - 9, 9))
        assert (right[3] == 0) if output.purpose != "social" else (right == (255, 255, 255, 255))


def test_the_cut_follows_the_point(make: Make) -> None:
    tall = Image.new("RGB", (800, 2000), "blue")
    tall.paste("red", (0, 1600, 800, 2000))
    top, folder = make(pictures.encoded(tall, "PNG"), Crop(0.5, 0.0), social_only=True)
    assert [output.purpose for output in top.outputs] == ["social"]
    assert opened(folder, top, "social").getpixel((9, 9))[2] > 200
    bottom, folder = make(pictures.encoded(tall, "PNG"), Crop(0.5, 1.0), social_only=True)
    assert opened(folder, bottom, "social").getpixel((9, 400))[0] > 200
    assert opened(folder, bottom, "social").size == (800, 420)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_what_moves_goes_on_moving(make: Make, kind: str) -> None:
    made, folder = make(pictures.moving(kind, comment=b"52.5200") if kind == "GIF" else pictures.moving(kind))
    assert made.animated
    assert {output.purpose for output in made.outputs} == {"full"}
    full = opened(folder, made, "full")
    assert (full.n_frames, full.size) == (3, (120, 80))
    assert pictures.BERLIN not in (folder / made.outputs[0].file).read_bytes()
    shots = []
    for number in range(3):
        full.seek(number)
        shots.append(full.convert("RGB").getpixel((5, 5))[0])
    assert all(earlier < later for earlier, later in pairwise(shots))
