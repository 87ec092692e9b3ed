"""Files: told by their bytes, kept once, verified, found by their old addresses."""

import hashlib
import io
import struct
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db import Database
from app.errors import Invalid, NotFound, Unavailable
from app.services.media import MediaService
from app.services.media import service as media_service
from app.services.media.cache import Cache
from app.services.media.kinds import size_of, type_of
from app.services.media.names import safe_name
from app.store import Store, open_store


def png(width: int = 3, height: int = 2, tail: bytes = b"") -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + b"\x08\x02\0\0\0" + tail


def jpeg(width: int, height: int) -> bytes:
    start = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 10
    return start + b"\xff\xc2\x00\x11\x08" + struct.pack(">HH", height, width) + b"\x03" + b"\0" * 20


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"file://{tmp_path}/store", make_root=True)


@pytest.fixture
def media(open_database: Callable[[str], Database], store: Store, tmp_path: Path) -> MediaService:
    return MediaService(open_database("Media"), store, tmp_path / "cache")


def test_kept_once_and_found_by_old_addresses(media: MediaService) -> None:
    one = media.add(io.BytesIO(png()), "a b.png", alt="A cat", addresses=["/uploads/a.png"])
    two = media.add(io.BytesIO(png()), "other.png", addresses=["//old.example/a.png"])
    assert one == two
    assert (one.width, one.height, one.type, one.alt) == (3, 2, "image/png", "A cat")
    assert one.path == f"/media/{one.id[:20]}/a-b.png"
    assert media.by_address(["/uploads/a.png", "//old.example/a.png", "/x"]).keys() == {
        "/uploads/a.png",
        "//old.example/a.png",
    }
    assert media.find_by_prefix(one.id[:20]) == one
    assert media.find_by_prefix("0" * 20) is None
    assert media.find_by_prefix("%" * 20) is None
    assert media.read(one).read_bytes() == png()


def test_copy_is_fetched_from_the_store_and_verified(media: MediaService, store: Store, tmp_path: Path) -> None:
    kept = media.add(io.BytesIO(png()), "a.png")
    (copy,) = (path for path in (tmp_path / "cache").glob("??/*"))
    copy.unlink()
    assert media.read(kept).read_bytes() == png()
    copy.unlink()
    store.put(f"media/{kept.id[:2]}/{kept.id}", b"other bytes")
    with pytest.raises(Unavailable, match="other bytes"):
        media.read(kept)
    store.delete(f"media/{kept.id[:2]}/{kept.id}")
    with pytest.raises(NotFound):
        media.read(kept)
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"<svg xmlns='x'><script>1</script></svg>", "HTML or SVG"),
        (b"<?xml version='1.0'?><svg/>", "HTML or SVG"),
        (b"  <!DOCTYPE html><p>", "HTML or SVG"),
        (b"just text", "not an image"),
    ],
)
def test_refused_with_a_reason(media: MediaService, tmp_path: Path, content: bytes, says: str) -> None:
    with pytest.raises(Invalid, match=says):
        media.add(io.BytesIO(content), "a.png")
    assert [path for path in tmp_path.rglob("cache/**/*") if path.is_file()] == []
    assert media.by_address(["/a"]) == {}


def test_too_large(media: MediaService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media_service, "MOST_BYTES", 100)
    with pytest.raises(Invalid, match="larger than"):
        media.add(io.BytesIO(png(tail=b"x" * 100)), "a.png")


def test_missing_files_are_listed_until_they_come(media: MediaService) -> None:
    media.note_missing(["https://old.example/b.png", "/a.png", "/a.png"])
    media.note_missing(["/a.png"])
    media.set_error("/a.png", "says 404")
    assert [(one.url, one.error) for one in media.missing()] == [
        ("/a.png", "says 404"),
        ("https://old.example/b.png", ""),
    ]
    media.forget_missing(["/a.png"])
    assert [one.url for one in media.missing()] == ["https://old.example/b.png"]


def test_cache_drops_what_was_read_longest_ago(store: Store, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", store, most_bytes=2500)
    ids = []
    for number in range(4):
        content = bytes([number]) * 1000
        media_id = hashlib.sha256(content).hexdigest()
        store.put(f"media/{media_id}", content)
        ids.append(media_id)
        assert cache.read(media_id, f"media/{media_id}").read_bytes() == content
    assert not cache.path_of(ids[0]).exists()
    assert cache.path_of(ids[3]).exists()
    assert cache.read(ids[0], f"media/{ids[0]}").read_bytes() == b"\0" * 1000


def test_many_readers_fetch_a_file_once(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"picture" * 50_000
    media_id = hashlib.sha256(content).hexdigest()
    store.put("media/x", content)
    fetched: list[str] = []
    stream = store.stream
    monkeypatch.setattr(store, "stream", lambda name: (fetched.append(name), stream(name))[1])
    cache = Cache(tmp_path / "cache", store)
    with ThreadPoolExecutor(8) as readers:
        paths = list(readers.map(lambda _: cache.read(media_id, "media/x"), range(32)))
    assert fetched == ["media/x"]
    assert {path.read_bytes() for path in paths} == {content}


@pytest.mark.parametrize(
    ("head", "kind", "size"),
    [
        (png(640, 480), "image/png", (640, 480)),
        (jpeg(1200, 800), "image/jpeg", (1200, 800)),
        (b"GIF89a" + struct.pack("<HH", 5, 6), "image/gif", (5, 6)),
        (b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x07\0\0\x09\0\0", "image/webp", (8, 10)),
        (b"\0\0\0\x20ftypavif", "image/avif", (None, None)),
        (b"\0\0\0\x20ftypisom", "video/mp4", (None, None)),
        (b"%PDF-1.7", "application/pdf", (None, None)),
        (b"\x89PNG\r\n\x1a\n", "image/png", (None, None)),
    ],
)
def test_kinds_and_sizes(head: bytes, kind: str, size: tuple[int | None, int | None]) -> None:
    assert type_of(head) == kind
    assert size_of(kind, head) == size


@given(st.binary(max_size=200))
def test_any_bytes_have_a_type_or_a_reason(head: bytes) -> None:
    with suppress(Invalid):
        size_of(type_of(head), head)


@given(st.text())
def test_names_are_safe(name: str) -> None:
    safe = safe_name(name)
    assert safe
    assert not set(safe) & set("/\\?#%&\"'<> ")
    assert safe not in (".", "..")
    assert len(safe.encode()) <= 124
