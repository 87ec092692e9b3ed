"""Pictures nobody should send: refused with a sentence, before they are decoded; and the process that dies."""

import os
import signal
import struct
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from app.errors import Invalid, Unavailable
from app.imaging import Workshop
from app.imaging.stripping import stripped_gif, stripped_png, stripped_webp
from tests.imaging import pictures
from tests.imaging.conftest import Make


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (pictures.bomb(), "3600 megapixels"),
        (pictures.bomb(8_200, 5_000), "41 megapixels"),
        (pictures.photo(600, 400)[:9_000], "damaged or cut off"),
        (pictures.flat(300, 300)[:-30], "damaged or cut off"),
        (b"\x89PNG\r\n\x1a\n", "can be read"),
        (b"GIF89a/*", "can be read"),
        (pictures.moving()[:-60], "damaged or cut off"),
        (b"PK\x03\x04" + b"\0" * 100, "can be read"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "can be read"),
        (b"", "can be read"),
    ],
)
def test_refused(make: Make, content: bytes, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        make(content)


def test_no_script_comes_out_of_a_picture_that_is_one(make: Make) -> None:
    made, folder = make(pictures.gif_and_script())
    assert made.animated
    content = (folder / made.outputs[0].file).read_bytes()
    assert b"alert" not in content
    assert Image.open(folder / made.outputs[0].file).n_frames == 3


def test_a_killed_process_fails_one_picture_only(tmp_path: Path) -> None:
    workshop = Workshop()
    source = tmp_path / "a.png"
    source.write_bytes(pictures.flat(120, 80))
    try:
        workshop.make(source, tmp_path)
        assert workshop.pid is not None
        os.kill(workshop.pid, signal.SIGSTOP)
        os.kill(workshop.pid, signal.SIGKILL)
        while Path(f"/proc/{workshop.pid}/stat").read_text().split()[2] != "Z":
            time.sleep(0.005)
        assert workshop.make(source, tmp_path).width == 120  # found dead: another is started
    finally:
        workshop.close()
    assert workshop.pid is None


def test_a_process_that_dies_at_work_says_try_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.imaging.workshop._COMMAND", ("/bin/sh", "-c", "read order; exit 9"))
    with pytest.raises(Unavailable, match="try again"):
        Workshop().make(tmp_path / "a.png", tmp_path)


def test_a_process_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.imaging.workshop._COMMAND", ("/bin/sh", "-c", "exec sleep 600"))
    workshop = Workshop(longest_s=0.05)
    with pytest.raises(Invalid, match="took more than"):
        workshop.make(tmp_path / "a.png", tmp_path)
    assert workshop.pid is None


def test_it_rests_when_idle(tmp_path: Path) -> None:
    workshop = Workshop(idle_s=0.05)
    source = tmp_path / "a.png"
    source.write_bytes(pictures.flat(20, 20))
    workshop.make(source, tmp_path)
    until = time.monotonic() + 10
    while workshop.pid is not None and time.monotonic() < until:
        time.sleep(0.01)
    assert workshop.pid is None


@settings(deadline=None)  # the first picture is made meanwhile
@given(st.data())
def test_stripping_whatever_comes(data: st.DataObject) -> None:
    """What it lets through can be stripped again, and comes out the same."""
    strip, good = data.draw(
        st.sampled_from(
            [
                (stripped_gif, pictures.moving()),
                (stripped_png, pictures.moving("PNG")),
                (stripped_webp, pictures.moving("WEBP")),
            ]
        )
    )
    at = data.draw(st.integers(0, len(good)))
    mangled = good[:at] + data.draw(st.binary(max_size=8)) + good[at + data.draw(st.integers(0, 8)) :]
    with suppress(ValueError, IndexError, struct.error):
        once = strip(mangled)
        assert strip(once) == once
