# ruff: noqa: E501
"""Files: whole and in ranges, kept for good, never a page of this site."""

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.ranges import Range, Unsatisfiable, read_range
from tests.web.world import Client, World


@pytest.fixture
def client(shared: World) -> Client:
    return shared.client()


@pytest.fixture
def picture(shared: World) -> str:
    assert shared.sample is not None
    return shared.sample.picture


def test_whole(client: Client, picture: str) -> None:
    answer = client.get(picture)
    assert answer.status_code == 200
    assert answer.content.startswith(b"\x89PNG")
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["accept-ranges"] == "bytes"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert "content-disposition" not in answer.headers


def test_head_and_304(client: Client, picture: str) -> None:
    answer = client.get(picture)
    head = client.request("HEAD", picture)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(answer.content))
    assert client.get(picture, headers={"if-none-match": answer.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(("asked", "first", "last"), [("bytes=0-9", 0, 9), ("bytes=10-", 10, None), ("bytes=-7", -7, None),
                                                      ("bytes=5-5", 5, 5), ("bytes=0-999999", 0, None)])  # fmt: skip
def test_range(client: Client, picture: str, asked: str, first: int, last: int | None) -> None:
    whole = client.get(picture).content
    answer = client.get(picture, headers={"range": asked})
    assert answer.status_code == 206
    assert answer.content == whole[first : last + 1 if last is not None else None]
    start = first if first >= 0 else len(whole) + first
    assert answer.headers["content-range"] == f"bytes {start}-{start + len(answer.content) - 1}/{len(whole)}"


def test_range_outside(client: Client, picture: str) -> None:
    answer = client.get(picture, headers={"range": "bytes=999999-"})
    assert answer.status_code == 416
    assert answer.headers["content-range"].startswith("bytes */")


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "bytes=9-2", "items=0-1", "bytes=-", "bytes=a-b", ""])
def test_range_nobody_understands_is_the_whole(client: Client, picture: str, asked: str) -> None:
    assert client.get(picture, headers={"range": asked}).status_code == 200


def test_if_range_of_another_file(client: Client, picture: str) -> None:
    etag = client.get(picture).headers["etag"]
    assert client.get(picture, headers={"range": "bytes=0-1", "if-range": etag}).status_code == 206
    assert client.get(picture, headers={"range": "bytes=0-1", "if-range": '"old"'}).status_code == 200


def test_ranges() -> None:
    assert read_range("bytes=0-0", None, "", 1) == Range(0, 0)
    assert read_range("bytes=-5", None, "", 3) == Range(0, 2)
    for header in ("bytes=-0", "bytes=3-", "bytes=5-9"):
        with pytest.raises(Unsatisfiable):
            read_range(header, None, "", 3)


@given(st.one_of(st.text(), st.from_regex(r"bytes=\d{0,20}-\d{0,20}", fullmatch=True)), st.integers(1, 10**12))
def test_any_range(header: str, size_bytes: int) -> None:
    """Whatever is asked for lies within the file, or is refused."""
    with suppress(Unsatisfiable):
        wanted = read_range(header, None, "", size_bytes)
        assert wanted is None or 0 <= wanted.first <= wanted.last < size_bytes


def test_wrong_name_leads_to_the_right_one(client: Client, picture: str) -> None:
    answer = client.get(picture.replace("valley.png", "other.png"))
    assert (answer.status_code, answer.headers["location"]) == (301, picture)


@pytest.mark.parametrize("path", ["/media/0000000000000000000000/x.png", "/media/zz/x.png", "/media/x.png", "/media/"])
def test_unknown(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "no-store" in answer.headers["cache-control"]


def test_large_file_in_pieces(world: World) -> None:
    content = b"ID3\x03" + bytes(range(256)) * 4000
    media = world.services.media.add(io.BytesIO(content), "talk.mp3")
    assert world.client().get(media.path).content == content


def test_what_is_no_picture_is_offered_for_download(world: World) -> None:
    media = world.services.media.add(io.BytesIO(b"PK\x03\x04" + b"0" * 100), "märz & april.zip")
    answer = world.client().get(media.path)
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")


def test_theme_files(client: Client) -> None:
    html = client.get("/").text
    address = html.split('<link rel="stylesheet" href="')[1].split('"')[0]
    answer = client.get(address, headers={"accept-encoding": "br, gzip"})
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"] == "text/css; charset=utf-8"
    assert answer.headers["content-encoding"] == "br"
    assert "light-dark" in answer.text
    assert client.get(address, headers={"if-none-match": client.get(address).headers["etag"]}).status_code == 304
    older = client.get("/static/000000000000/waypost.css")
    assert older.status_code == 200
    assert older.headers["cache-control"] == "public, max-age=60"


def test_theme_is_small(client: Client) -> None:
    """As it travels: of the 40 KB a front page may take with all assets (docs/benchmarks.md), no more than a fifth."""
    compressed = {"accept-encoding": "br"}
    sizes = {name: int(client.request("HEAD", f"/static/0/{name}", headers=compressed).headers["content-length"])
             for name in ("waypost.css", "waypost.js")}  # fmt: skip
    assert sizes["waypost.css"] < 8000
    assert sizes["waypost.js"] < 1000
