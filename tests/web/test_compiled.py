"""Compiled templates are kept from one start to the next, and never an old one is used."""

from pathlib import Path

from app.web.templates import Templates


def templates(folder: Path, compiled: Path) -> Templates:
    return Templates(folder, "http://blog.test", str, lambda _address: None, compiled)


def test_kept_and_made_anew_when_the_source_changes(tmp_path: Path) -> None:
    source, compiled = tmp_path / "templates", tmp_path / "compiled"
    source.mkdir()
    (source / "a.html").write_text("one {{ x }}")
    assert templates(source, compiled).bare("a.html", x="&") == b"one &amp;"
    (kept,) = compiled.iterdir()
    before = kept.stat().st_mtime_ns
    assert templates(source, compiled).bare("a.html", x=1) == b"one 1"
    assert kept.stat().st_mtime_ns == before
    (source / "a.html").write_text("two {{ x }}")
    assert templates(source, compiled).bare("a.html", x=1) == b"two 1"


def test_what_is_broken_is_made_anew(tmp_path: Path) -> None:
    source, compiled = tmp_path / "templates", tmp_path / "compiled"
    source.mkdir()
    (source / "a.html").write_text("one")
    templates(source, compiled)
    (kept,) = compiled.iterdir()
    kept.write_bytes(kept.read_bytes()[:40])
    assert templates(source, compiled).bare("a.html") == b"one"


def test_a_folder_that_cannot_be_is_done_without(tmp_path: Path) -> None:
    source = tmp_path / "templates"
    source.mkdir()
    (source / "a.html").write_text("one")
    (tmp_path / "file").write_text("")
    assert templates(source, tmp_path / "file" / "compiled").bare("a.html") == b"one"
