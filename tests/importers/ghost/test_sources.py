"""Folders, zips, files beside the export, and archives that mean harm."""

import zipfile

import pytest

from app.importers.ghost import matches, open_reader
from app.importers.items import Entry, Media, Options, Redirect, Unreadable

BLOG = '{"db":[{"meta":{"exported_on":1},"data":{"posts":[{"id":1,"title":"Hi","slug":"hi"}]}}]}'


def found(items, kind):
    return [item for item in items if isinstance(item, kind)]


def test_a_backup_zip_is_read_without_unpacking(ghost):
    path = ghost.zip(
        "backup.zip",
        **{
            "data__blog.json": BLOG,
            "content__images__2020__01__a.png": b"PNG",
            "content__settings__redirects.yaml": "301:\n  /old: /new\n",
            "content__themes__x__package.json": BLOG,
        },
    )
    assert matches([path])
    items = ghost.read(path)
    assert len(found(items, Entry)) == 1
    (media,) = found(items, Media)
    assert (media.url, media.open().read()) == ("/content/images/2020/01/a.png", b"PNG")
    assert found(items, Redirect) == [Redirect("/old", "/new")]


def test_a_folder_is_read_with_the_zip_of_pictures_in_it(ghost, tmp_path):
    ghost.zip("uploads.zip", content__images__a__b__c="x", **{"content__images__z.png": b"Z"})
    (tmp_path / "blog.json").write_text(BLOG)
    (tmp_path / "redirects.json").write_text('[{"from":"/a","to":"/b","permanent":true}]')
    items = ghost.read(tmp_path)
    assert {media.url for media in found(items, Media)} == {"/content/images/z.png", "/content/images/a/b/c"}
    assert found(items, Redirect) == [Redirect("/a", "/b")]


def test_beside_a_lone_export_only_ghosts_own_folders_count(ghost, tmp_path):
    (tmp_path / "blog.json").write_text(BLOG.replace('"Hi"', '"Hi","html":"<img src=/images/used.png>"'))
    for name in ("content/images/in.png", "images/holiday.png", "images/used.png", "other/x.png"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "redirects.yaml").write_text("302:\n  /a: /b\n")
    items = ghost.read(tmp_path / "blog.json")
    assert {media.ref for media in found(items, Media)} == {"images/in.png", "images/used.png"}
    assert found(items, Redirect) == [Redirect("/a", "/b", permanent=False)]


@pytest.mark.parametrize("inside", ["", "images/", "content/images/", "backup/content/images/"])
def test_named_media_may_be_laid_out_in_any_way(ghost, tmp_path, inside):
    (tmp_path / "blog.json").write_text(BLOG)
    path = tmp_path / "m" / inside / "2020" / "a.png"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"x")
    items = ghost.read(tmp_path / "blog.json", media=(tmp_path / "m",))
    assert [media.ref for media in found(items, Media)] == ["images/2020/a.png"]


def test_named_redirects_come_before_those_beside(ghost, tmp_path):
    (tmp_path / "blog.json").write_text(BLOG)
    (tmp_path / "redirects.yaml").write_text("301:\n  /a: /b\n")
    mine = tmp_path / "mine.csv"
    mine.write_text("from,to\n/x,/y\n")
    items = ghost.read(tmp_path / "blog.json", redirects=mine)
    assert found(items, Redirect) == [Redirect("/x", "/y")]


@pytest.mark.parametrize("options", [{"media": ("absent",)}, {"redirects": "absent"}, {"redirects": "odd.json"}])
def test_named_files_must_be_there_and_readable(ghost, tmp_path, options):
    (tmp_path / "blog.json").write_text(BLOG)
    (tmp_path / "odd.json").write_text("{")
    paths = {
        key: tuple(tmp_path / one for one in value) if isinstance(value, tuple) else tmp_path / value
        for key, value in options.items()
    }
    with pytest.raises(Unreadable):
        ghost.read(tmp_path / "blog.json", **paths)


def test_links_out_of_the_folder_are_not_followed(ghost, tmp_path):
    folder = tmp_path / "site"
    (folder / "content" / "images").mkdir(parents=True)
    (folder / "blog.json").write_text(BLOG)
    (tmp_path / "secret.png").write_bytes(b"s")
    (folder / "content" / "images" / "s.png").symlink_to(tmp_path / "secret.png")
    assert not found(ghost.read(folder), Media)


@pytest.mark.parametrize("name", ["../evil.json", "/etc/evil.json", "a/../../evil", "..\\evil", "C:\\evil"])
def test_files_that_point_out_of_a_zip_are_refused(tmp_path, name):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("blog.json", BLOG)
        archive.writestr(zipfile.ZipInfo(name), b"x")
    with pytest.raises(Unreadable, match="points out of it"):
        open_reader([path], Options())


def test_a_zip_bomb_is_refused_unopened(tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("blog.json", BLOG)
        with archive.open("content/images/a.png", "w", force_zip64=True) as member:
            for _ in range(80):
                member.write(b"\0" * (1 << 20))
    with pytest.raises(Unreadable, match="zip bomb"):
        open_reader([path], Options())


def test_a_locked_or_damaged_zip_is_refused(tmp_path):
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("blog.json", BLOG)
    raw = bytearray(path.read_bytes())
    at = raw.index(b"PK\x01\x02")
    raw[at + 8] |= 1
    path.write_bytes(raw)
    with pytest.raises(Unreadable, match="locked with a password"):
        open_reader([path], Options())
    path.write_bytes(b"PK\x03\x04" + b"x" * 50)
    with pytest.raises(Unreadable, match="is not JSON"):
        open_reader([path], Options())


def test_two_exports_or_none_are_refused(tmp_path):
    with pytest.raises(Unreadable, match="no Ghost export was found"):
        open_reader([tmp_path], Options())
    (tmp_path / "a.json").write_text(BLOG)
    (tmp_path / "b.json").write_text(BLOG)
    with pytest.raises(Unreadable, match="name the one to import"):
        open_reader([tmp_path], Options())
