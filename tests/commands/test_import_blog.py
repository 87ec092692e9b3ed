"""`waypost import` as it is called: exit codes, one line of why, and the report as JSON. Dry runs only."""

import json
from pathlib import Path

import pytest

from app.commands import run

POST = "---\ntitle: One\ndate: 2020-01-02\n---\nHello\n"


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WAYPOST_DATA", str(tmp_path / "data"))
    folder = tmp_path / "blog"
    folder.mkdir()
    (folder / "2020-01-02-one.md").write_text(POST)
    return folder


def dry(*arguments: str | Path) -> int:
    return run(["import", "--dry-run", *map(str, arguments)])


def test_a_dry_run_writes_nothing(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert dry(blog) == 0
    assert "nothing was written" in capsys.readouterr().out
    assert not (blog.parent / "data").exists()


def test_the_report_as_json(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert dry(blog, "--json") == 0
    report = json.loads(capsys.readouterr().out)
    assert report["format"] == "markdown"
    assert set(report) >= {"format", "read", "imported", "skipped", "failed", "warnings", "seconds"}
    assert set(report["read"]) >= {"posts", "pages", "comments", "tags", "authors", "media", "redirects"}
    assert report["read"]["posts"] == report["imported"]["posts"] == 1


def test_an_item_that_fails(blog: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (blog / "2020-01-03-two.md").write_text("---\ntitle: {{{\n  - : :\n---\nHello\n")
    assert dry(blog) == 1
    assert "1 items failed" in capsys.readouterr().out


@pytest.mark.parametrize("path", ["missing", "empty", "x" * 300])
def test_what_can_not_be_read(blog: Path, capsys: pytest.CaptureFixture[str], path: str) -> None:
    (blog.parent / "empty").mkdir()
    assert dry(blog.parent / path) == 2
    said = capsys.readouterr().err
    assert said.startswith("waypost: import failed: ")
    assert said.count("\n") == 1


@pytest.mark.parametrize("address", ["nonsense", "javascript:alert(1)", "https://", "http://[::1", "ftp://old.example"])
def test_an_old_address_that_is_none(blog: Path, capsys: pytest.CaptureFixture[str], address: str) -> None:
    assert dry(blog, "--site-url", address) == 2
    assert "--site-url" in capsys.readouterr().err


def test_an_old_address_in_a_folder(blog: Path) -> None:
    assert dry(blog, "--site-url", "https://old.example/blog/") == 0
