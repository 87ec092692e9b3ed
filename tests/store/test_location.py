"""Which addresses are stores, and which folders are refused."""

from pathlib import Path

import pytest

from app.errors import SettingsError, StartRefused
from app.store import Location, open_store, parse_location


def test_reads_the_parts_of_a_bucket() -> None:
    url = "s3://bucket/some/prefix/?endpoint=http://127.0.0.1:9000&region=fra"
    assert parse_location(url) == Location(
        "s3", url, bucket="bucket", prefix="some/prefix", endpoint="http://127.0.0.1:9000", region="fra"
    )


def test_keys_of_a_bucket_stand_under_its_prefix() -> None:
    assert parse_location("s3://b/p").key("x/y") == "p/x/y"
    assert parse_location("s3://b").key("x/y") == "x/y"


@pytest.mark.parametrize("url", ["", "file://relative/folder", "s3://", "http://host/x", "/folder"])
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="WAYPOST_REPLICA_URL"):
        parse_location(url)


def test_a_folder_inside_the_data_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "elsewhere").symlink_to(tmp_path / "data")
    for inside in ("data/replica", "data", "elsewhere/replica"):
        with pytest.raises(StartRefused, match="inside the data folder"):
            open_store(f"file://{tmp_path}/{inside}", data=tmp_path / "data", make_root=True)
    open_store(f"file://{tmp_path}/data-replica", data=tmp_path / "data", make_root=True)


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StartRefused, match="does not exist: mount its disk"):
        open_store(f"file://{tmp_path}/unmounted")


def test_a_file_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s").write_text("")
    with pytest.raises(StartRefused, match="can't be used"):
        open_store(f"file://{tmp_path}/s", make_root=True)


def test_knows_the_same_disk(tmp_path: Path) -> None:
    assert parse_location(f"file://{tmp_path}/not/yet").same_disk(tmp_path)
    assert not parse_location("file:///proc").same_disk(tmp_path)
    assert not parse_location("s3://b").same_disk(tmp_path)
