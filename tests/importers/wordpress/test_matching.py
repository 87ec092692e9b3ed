"""Which paths look like a WordPress export."""

import gzip
import zipfile
from pathlib import Path
from typing import Any

import pytest

from app.importers.items import Entry, Media, Options
from app.importers.wordpress import matches, open_reader


def test_plain_packed_and_zipped_exports(exports: Any, item: Any, tmp_path: Path) -> None:
    plain = exports.write(item())
    packed = tmp_path / "export.xml.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    zipped = tmp_path / "export.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.write(plain, "alice.001.xml")
    for path in (plain, packed, zipped):
        assert matches([path])
        reader = open_reader([path], Options())
        assert reader.format == "wordpress"
        assert reader.total() == 1
        assert [one.slug for one in reader.items() if isinstance(one, Entry)] == ["a-post"]


def test_folder_of_exports(exports: Any, item: Any, tmp_path: Path) -> None:
    exports.write(item(), name="one.xml")
    exports.write(item(post_id="2", post_name="two"), name="two.xml")
    assert matches([tmp_path])
    assert open_reader([tmp_path], Options()).total() == 2


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"PK\x03\x04broken",
        b"\x1f\x8bbroken",
        b'{"db": [{"meta": {}}]}',
        b"---\ntitle: x\n---\n",
        b"<rss><channel><item/></channel></rss>",
        b"<!doctype html><html>",
    ],
)
def test_other_files_do_not_match(exports: Any, data: bytes) -> None:
    assert not matches([exports.write_bytes(data)])


def test_missing_and_empty_paths_do_not_match(tmp_path: Path) -> None:
    assert not matches([tmp_path / "nothing.xml"])
    assert not matches([tmp_path])
    assert not matches([])


def test_other_files_in_a_folder_are_left_alone(exports: Any, item: Any, tmp_path: Path) -> None:
    exports.write(item())
    exports.write_bytes(b"<urlset></urlset>", "sitemap.xml")
    assert open_reader([tmp_path], Options()).total() == 1


def test_backup_with_export_and_files_in_one_zip(exports: Any, attachment: Any, tmp_path: Path) -> None:
    zipped = tmp_path / "backup.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.write(exports.write(attachment(5, "2024/05/a.jpg")), "export.xml")
        archive.writestr("wp-content/uploads/2024/05/a.jpg", b"picture")
    (media,) = [one for one in open_reader([zipped], Options()).items() if isinstance(one, Media)]
    assert media.open is not None
