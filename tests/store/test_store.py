"""The verbs, the same on a folder and on S3."""

import stat
import threading
from pathlib import Path

import pytest

from app.errors import NotFound
from app.store import Entry, Store, StoreError, open_store
from tests.object_store import endpoint, new_bucket_url


def test_gives_back_what_was_put(store: Store) -> None:
    store.put("a/b.bin", b"one")
    store.put("a/b.bin", b"two")
    assert store.get("a/b.bin") == b"two"
    assert b"".join(store.stream("a/b.bin")) == b"two"
    assert store.exists("a/b.bin")
    assert not store.exists("a/c.bin")


def test_an_object_not_there_is_none_or_not_found(store: Store) -> None:
    assert store.find("nothing") is None
    with pytest.raises(NotFound, match="nothing is not in the store"):
        store.get("nothing")
    with pytest.raises(NotFound):
        next(store.stream("nothing"))


def test_creates_once(store: Store) -> None:
    assert store.create("epochs/00000001.json", b"alice")
    assert not store.create("epochs/00000001.json", b"bob")
    assert store.get("epochs/00000001.json") == b"alice"


def test_a_repeated_creation_with_the_same_nonce_is_the_same_creation(store: Store) -> None:
    assert store.create("epochs/00000001.json", b"alice")
    assert store.create("epochs/00000001.json", b"alice")


def test_of_many_creators_one_wins(store: Store) -> None:
    for race in range(5):
        won: list[int] = []
        start = threading.Barrier(6)

        def run(who: int, race: int = race, start: threading.Barrier = start, won: list[int] = won) -> None:
            start.wait()
            if store.create(f"epochs/{race}", b"%d" % who):
                won.append(who)

        threads = [threading.Thread(target=run, args=(who,)) for who in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(won) == 1
        assert store.get(f"epochs/{race}") == b"%d" % won[0]


def test_lists_by_folder_sorted(store: Store) -> None:
    for name in ("b/2", "a/x", "b/1", "bb/3"):
        store.put(name, b"12")
    assert store.list_entries("b") == [Entry("b/1", 2), Entry("b/2", 2)]
    assert [e.name for e in store.list_entries()] == ["a/x", "b/1", "b/2", "bb/3"]
    assert store.list_entries("c") == []


def test_is_empty_until_the_first_object(store: Store) -> None:
    assert store.is_empty()
    store.put("x", b"")
    assert not store.is_empty()


def test_deleting_twice_is_fine(store: Store) -> None:
    store.put("x", b"1")
    store.delete("x")
    store.delete("x")
    assert store.find("x") is None


def test_verified_put_takes_bytes_and_files(store: Store, tmp_path: Path) -> None:
    large = bytes(range(256)) * 40_000
    (tmp_path / "large").write_bytes(large)
    store.put_verified("media/1", tmp_path / "large")
    store.put_verified("media/2", b"small")
    assert store.get("media/1") == large


def test_verified_put_notices_other_bytes(careless_url: str) -> None:
    with pytest.raises(StoreError, match="put x: the store gives back other bytes"):
        open_store(careless_url).put_verified("x", b"mine")


def test_a_store_nobody_answers_for_is_one_line() -> None:
    store = open_store("s3://b/p?endpoint=http://127.0.0.1:9&region=us-east-1", request_timeout_s=1)
    for ask in (lambda: store.find("x"), store.is_empty, lambda: store.create("x", b"1"), lambda: store.put("x", b"")):
        with pytest.raises(StoreError) as raised:
            ask()
        assert "\n" not in str(raised.value)


def test_a_bucket_that_is_not_there_is_no_empty_store() -> None:
    store = open_store(f"s3://no-such-bucket/p?endpoint={endpoint()}&region=us-east-1")
    with pytest.raises(StoreError, match="list everything"):
        store.is_empty()
    with pytest.raises(StoreError, match="create x"):
        store.create("x", b"1")


def test_a_folder_that_went_away_is_no_empty_store(tmp_path: Path) -> None:
    store = open_store(f"file://{tmp_path}/s", make_root=True)
    (tmp_path / "s").rmdir()
    with pytest.raises(StoreError, match=r"list everything: the folder .* is gone"):
        store.is_empty()
    with pytest.raises(StoreError, match=r"put x: the folder .* is gone"):
        store.put("x", b"1")
    with pytest.raises(StoreError, match=r"create x: the folder .* is gone"):
        store.create("x", b"1")
    assert not (tmp_path / "s").exists()


def test_two_prefixes_of_one_bucket_are_two_stores() -> None:
    url = new_bucket_url("one")
    one, two = open_store(url), open_store(url.replace("/one?", "/two?"))
    one.put("x", b"1")
    assert two.is_empty()
    assert two.find("x") is None


def test_a_new_root_is_for_its_owner_only(tmp_path: Path) -> None:
    open_store(f"file://{tmp_path}/s", make_root=True)
    assert stat.S_IMODE((tmp_path / "s").stat().st_mode) == 0o700
