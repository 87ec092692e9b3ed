"""What counts as a Ghost export, what is mended, what is refused."""

import json

import pytest

from app.importers.ghost import matches, open_reader
from app.importers.ghost.document import read_document
from app.importers.items import Entry, Options, Unreadable, Warned

POSTS = {"posts": [{"id": 1, "title": "Hi", "slug": "hi"}]}


@pytest.mark.parametrize(
    "value",
    [
        {"db": [{"meta": {"version": "5.1"}, "data": POSTS}]},
        {"meta": {"version": "5.1"}, "data": POSTS},
        {"data": POSTS},
        {"images": [], "data": {"meta": {"version": "5.1"}, "data": POSTS}},
        POSTS,
    ],
)
def test_every_wrapper_is_opened(value):
    assert read_document(json.dumps(value).encode(), "x.json").data == POSTS


def test_the_version_is_read():
    assert read_document(b'{"db":[{"meta":{"version":"003"},"data":{"posts":[]}}]}', "x").version == "003"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"<?xml version='1.0'?>", "is not JSON"),
        (b'{"db":[{"data":{"posts":[', "is not JSON"),
        (b"", "is not JSON"),
        (b"[" * 200_000 + b"]" * 200_000, "nested too deeply"),
        (b'{"db":[{"data":{"posts":' + b"[" * 200_000, "nested too deeply"),
        (b"\xff[" * 3000, "is not JSON"),
        (b'{"asdf":[{"meta":{},"data":{"posts":[]}}]}', "“asdf”"),
        (b'{"data":{"x":1}}', "no Ghost export"),
        (b'{"db":[]}', "no Ghost export"),
        (b'{"db":[{"meta":{}}]}', "no Ghost export"),
        (b"[1,2]", "its top level is no object"),
        (b"7", "its top level is no object"),
        (b'{"errors":[{"message":"Please sign in"}]}', "error message of Ghost (“Please sign in”)"),
    ],
)
def test_what_is_no_export_is_refused_in_a_sentence(raw, said, tmp_path):
    path = tmp_path / "x.json"
    path.write_bytes(raw)
    with pytest.raises(Unreadable, match=r"x\.json") as refusal:
        open_reader([path], Options())
    assert said in str(refusal.value)


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        (b"\xef\xbb\xbf" + b'{"data":{"posts":[{"title":"caf\xc3\xa9"}]}}', "café"),
        ('{"data":{"posts":[{"title":"café"}]}}'.encode("utf-16"), "café"),
        (b'{"data":{"posts":[{"title":"caf\xe9"}]}}', "caf\ufffd"),
        (b'{"data":{"posts":[{"title":"a\x01b\tc"}]}}', "a\x01b\tc"),
        (b'{"data":{"posts":[{"title":"a\\ud800b \\ud83d\\ude00 \\\\ud800"}]}}', "a\ufffdb 😀 \\ud800"),
    ],
)
def test_odd_bytes_are_mended(raw, title):
    document = read_document(raw, "x.json")
    assert document.data["posts"][0]["title"] == title


def test_mending_is_said(ghost):
    path = ghost.folder / "blog.json"
    path.write_bytes(b'{"data":{"posts":[{"id":1,"title":"caf\xe9","slug":"c"}]}}')
    items = ghost.read(path)
    assert any(isinstance(item, Warned) and "not quite JSON" in item.message for item in items)
    assert any(isinstance(item, Entry) for item in items)


def test_matches_never_raises(tmp_path):
    broken = tmp_path / "x.zip"
    broken.write_bytes(b"PK\x03\x04 not a zip")
    assert not matches([tmp_path / "absent", broken, tmp_path])


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        (b'{"db":[{"meta":{"exported_on":1,"version":"5"},"data":{"posts":[]}}]}', True),
        (b'\n { "data" : { "users": [] } }', True),
        ('{"data":{"posts":[]}}'.encode("utf-16"), True),
        (b'{"name":"package","data":{"x":1}}', False),
        (b'[{"from":"/a","to":"/b"}]', False),
        (b"---\ntitle: x\n---\n", False),
    ],
)
def test_matches_by_the_first_bytes(raw, seen, tmp_path):
    path = tmp_path / "x.json"
    path.write_bytes(raw)
    assert matches([path]) is seen
