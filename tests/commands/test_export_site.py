"""`waypost export` as it is called: exit codes, one line of why, the report as JSON."""

import json
from pathlib import Path

import pytest

from app.commands import run
from app.main import Parts


@pytest.fixture
def data(parts: Parts, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("WAYPOST_DATA", str(tmp_path / "data"))
    return tmp_path


def export(*arguments: str | Path) -> int:
    return run(["export", *map(str, arguments)])


def test_a_folder_and_a_zip(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(data / "blog") == 0
    assert "waypost import" in capsys.readouterr().out
    assert (data / "blog/waypost/export.json").is_file()
    assert export(data / "blog.zip", "--json", "--include", "private") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["include"] == "private"
    assert set(report) == {"to", "include", "counts", "failed", "as_html", "elsewhere"}


def test_a_place_that_is_taken(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "blog.zip").write_text("mine")
    assert export(data / "blog.zip") == 1
    said = capsys.readouterr().err
    assert said.startswith("waypost: export failed: ")
    assert said.count("\n") == 1
    assert (data / "blog.zip").read_text() == "mine"


def test_where_there_is_no_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WAYPOST_DATA", str(tmp_path / "nothing"))
    assert export(tmp_path / "blog.zip") == 1
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "blog.zip").exists()
    assert not (tmp_path / "nothing").exists()


def test_a_word_nobody_knows(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(data / "blog", "--include", "secrets") == 2
    assert "--include" in capsys.readouterr().err
