"""An export is there whole or not at all."""

import os
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app.errors import Conflict, Unavailable
from app.exporters.targets import open_target

ROOT = Path(__file__).resolve().parents[2]
DYING = """
import sys, time
from pathlib import Path
from app.exporters.targets import open_target
with open_target(Path(sys.argv[1])) as target:
    target.write("a/b.txt", b"x")
    print("writing", flush=True)
    time.sleep(60)
"""
KINDS = pytest.mark.parametrize("name", ["blog", "blog.zip"])


def read(path: Path) -> bytes:
    if path.is_dir():
        return (path / "a/b.txt").read_bytes()
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return archive.read("a/b.txt")


@KINDS
def test_whole(tmp_path: Path, name: str) -> None:
    source = tmp_path / "picture.png"
    source.write_bytes(b"\x89PNG" * 1000)
    with open_target(tmp_path / name) as target:
        target.write("a/b.txt", "ü".encode())
        target.copy("static/p.png", source)
    assert read(tmp_path / name).decode() == "ü"
    assert {path.name for path in tmp_path.iterdir()} == {name, "picture.png"}


@KINDS
def test_nothing_where_it_fails(tmp_path: Path, name: str) -> None:
    with pytest.raises(IsADirectoryError), open_target(tmp_path / name) as target:
        target.copy("a/b.txt", tmp_path)
    assert [path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock")] == []


@KINDS
def test_what_is_there_stays(tmp_path: Path, name: str) -> None:
    if name == "blog":
        (tmp_path / name).mkdir()
        (tmp_path / name / "mine.txt").write_text("mine")
    else:
        (tmp_path / name).write_text("mine")
    with pytest.raises(Conflict, match="is there already"), open_target(tmp_path / name):
        pass


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "blog").mkdir()
    with open_target(tmp_path / "blog") as target:
        target.write("a/b.txt", b"x")
    assert read(tmp_path / "blog") == b"x"


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(Conflict, match="does not exist"), open_target(tmp_path / "no" / "blog"):
        pass


@KINDS
def test_after_a_kill_the_next_one_begins_anew(tmp_path: Path, name: str) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", DYING, str(tmp_path / name)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "writing\n"
    with pytest.raises(Unavailable, match="another export"), open_target(tmp_path / name):
        pass
    child.send_signal(signal.SIGKILL)
    child.wait()
    assert not (tmp_path / name).exists()
    with open_target(tmp_path / name) as target:
        target.write("a/b.txt", b"y")
    assert read(tmp_path / name) == b"y"
    assert {path.name for path in tmp_path.iterdir()} == {name}
