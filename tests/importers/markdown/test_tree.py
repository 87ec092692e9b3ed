"""What is read of a folder or an archive, and what never is."""

import os
import zipfile
from pathlib import Path

import pytest

from app.importers.items import Unreadable
from app.importers.markdown import matches
from tests.importers.markdown.conftest import Read, Write, stream

POST = "---\ntitle: A\ndate: 2020-01-01\n---\nText\n"


def test_a_link_is_followed_inside_the_folder_only(write_tree: Write, tmp_path: Path) -> None:
    root = write_tree({"posts/a.md": POST, "pictures/in.png": b"in"})
    (tmp_path / "secret.md").write_text("---\ntitle: Secret\n---\n")
    (tmp_path / "out.png").write_bytes(b"out")
    (root / "posts/b.md").symlink_to("a.md")
    (root / "posts/c.md").symlink_to(tmp_path / "secret.md")
    (root / "loop").symlink_to(root)
    found = stream(root)
    assert set(found.entries) == {"posts/a.md", "posts/b.md"}
    assert "leads out" in found.skipped["posts/c.md"]
    assert "not followed" in found.skipped["loop"]


def test_a_link_that_changes_after_the_walk_is_not_followed(write_tree: Write, tmp_path: Path) -> None:
    root = write_tree({"a.md": POST + "![](x.png) ![](y.png)", "x.png": b"in", "y.png": b"in"})
    (tmp_path / "out.png").write_bytes(b"out")
    (root / "y.png").unlink()
    (root / "y.png").symlink_to("x.png")
    media = stream(root).media
    for name in ("x.png", "y.png"):
        (root / name).unlink()
        (root / name).symlink_to(tmp_path / "out.png")
    for address in ("/x.png", "/y.png"):
        opener = media[address].open
        assert opener is not None
        with pytest.raises(OSError, match=r"leads out|symbolic"):
            opener()


def test_addresses_that_lead_out_name_no_file(write_tree: Write, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    found = stream(write_tree({"posts/a.md": POST + "![](../../secret.png) ![](../../../../etc/passwd.png)"}))
    assert all(media.open is None for media in found.media.values())


def test_what_is_not_content_is_not_walked(read: Read) -> None:
    files: dict[str, str | bytes] = dict.fromkeys((".git/a.md", "node_modules/x/readme.md", "a.md"), POST)
    assert set(read(files).entries) == {"a.md"}


def test_broken_files_fail_by_name_and_others_come(read: Read) -> None:
    found = read(
        {"a.md": POST, "b.md": "---js\nx\n---\n", "c.md": b"---\ntitle: Caf\xe9\n---\nx", "d.md": b"x" * (9 << 20)}
    )
    assert set(found.entries) == {"a.md", "c.md"}
    assert "JavaScript" in found.failed["b.md"]
    assert "larger than" in found.failed["d.md"]
    assert found.entries["c.md"].title == "Café"
    assert any("Windows-1252" in warning for warning in found.warnings)


def test_marks_line_ends_and_control_characters_go(read: Read) -> None:
    entry = read({"a.md": "\ufeff---\r\ntitle: A\r\n---\r\none\r\ntwo\x00\x1b\r\n"}).only
    assert (entry.title, entry.source) == ("A", "one\ntwo\n")


def test_utf_16_is_read(read: Read) -> None:
    assert read({"a.md": POST.replace("A", "Ä").encode("utf-16")}).only.title == "Ä"


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return path


def test_an_archive_is_read_below_its_one_folder(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "a.zip",
        {"repo-main/_config.yml": b"url: https://a.example", "repo-main/_posts/2020-01-01-a.md": POST.encode()},
    )
    assert matches([path])
    found = stream(path)
    assert found.only.ref == "_posts/2020-01-01-a.md"
    assert found.only.path == "/2020/01/01/a.html"
    assert found.site.url == "https://a.example"


def test_hostile_members_are_refused(tmp_path: Path) -> None:
    members = {
        "a.md": POST.encode() + b"![](bomb.png) ![](fine.png)",
        "../slip.md": b"x",
        "/etc/x.md": b"x",
        "c:/x.md": b"x",
        "a\\..\\x.md": b"x",
        "bomb.png": b"\0" * (20 << 20),
        "fine.png": b"fine",
    }
    path = archive(tmp_path / "a.zip", members)
    with zipfile.ZipFile(path, "a") as made:
        link = zipfile.ZipInfo("link.md")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    found = stream(path)
    assert set(found.entries) == {"a.md"}
    assert {name for name in found.skipped if name.endswith(".md")} >= {"../slip.md", "/etc/x.md", "c:/x.md", "link.md"}
    assert "bomb" in found.skipped["bomb.png"]
    assert found.media["/bomb.png"].open is None
    opener = found.media["/fine.png"].open
    assert opener is not None
    assert opener().read() == b"fine"


def test_a_damaged_archive_says_so(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.zip", {"a.md": POST.encode() * 50})
    data = bytearray(path.read_bytes())
    data[40:60] = b"\xff" * 20
    path.write_bytes(bytes(data))
    assert "damaged" in stream(path).failed["a.md"]
    path.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(Unreadable):
        stream(path)


def test_one_file_takes_the_pictures_beside_it(write_tree: Write) -> None:
    root = write_tree({"a.md": POST + "![](img/x.png)", "b.md": POST, "img/x.png": b"x"})
    found = stream(root / "a.md")
    assert set(found.entries) == {"a.md"}
    assert found.media["/img/x.png"].open is not None


def test_parts_of_one_site_named_one_by_one_are_one_site(write_tree: Write) -> None:
    root = write_tree({"content/post/a.md": POST + "![](/x.png)", "static/x.png": b"x", "other/y.png": b"y"})
    found = stream(root / "content", root / "static")
    assert found.only.path == "/post/a/"
    assert found.media["/x.png"].open is not None


def test_several_sites_keep_their_refs_apart(write_tree: Write) -> None:
    config = "url: https://{}.example\ntitle: {}"
    root = write_tree(
        {
            f"{name}/{path}": text
            for name in ("one", "two")
            for path, text in (("_config.yml", config.format(name, name)), ("_posts/2020-01-01-a.md", POST))
        }
    )
    found = stream(root / "one", root / "two")
    assert set(found.entries) == {"one/_posts/2020-01-01-a.md", "two/_posts/2020-01-01-a.md"}
    assert (found.site.title, found.site.aliases) == ("one", ("https://two.example",))


def test_a_site_in_a_folder_of_the_repository_is_found(read: Read) -> None:
    found = read({"README.md": "# Code", "docs/_config.yml": "title: T", "docs/_posts/2020-01-01-a.md": POST})
    assert found.only.ref == "_posts/2020-01-01-a.md"


@pytest.mark.parametrize(
    ("name", "expected"), [("a.md", True), ("a.mdx", True), ("a.markdown", True), ("a.xml", False), ("a.zip", False)]
)
def test_matches(tmp_path: Path, name: str, expected: bool) -> None:
    (tmp_path / name).write_text("x")
    assert matches([tmp_path / name]) is expected
    assert matches([tmp_path]) is expected
    assert not matches([tmp_path / "missing"])


def test_a_folder_without_texts_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(Unreadable, match="no Markdown file"):
        stream(tmp_path)
    with pytest.raises(Unreadable):
        stream(tmp_path / "missing")


def test_names_that_are_no_text_are_refused(write_tree: Write) -> None:
    root = write_tree({"a.md": POST})
    (Path(os.fsdecode(os.fsencode(root) + b"/\xff.md"))).write_text("x")
    found = stream(root)
    assert set(found.entries) == {"a.md"}
    assert list(found.skipped.values()) == ["its name is no text"]
