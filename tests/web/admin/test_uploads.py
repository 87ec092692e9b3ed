"""Uploading: several files at once, as JSON and as pages; what is refused is refused with a reason."""

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.media import service as media_service
from tests.imaging import pictures
from tests.web.world import Client, World

PART = b'--x\r\nContent-Disposition: form-data; name="f"'
JSON = {"accept": "application/json"}
Files = list[tuple[str, tuple[str, bytes]]]


def files(*pairs: tuple[str, bytes]) -> Files:
    return [("files", pair) for pair in pairs]


def send(client: Client, *pairs: tuple[str, bytes], **options: Any) -> Any:
    return client.post("/admin/media", files=files(*pairs), headers=JSON, **options)


def left_over(world: World) -> list[Path]:
    return list(world.folder.parent.glob("cache/incoming/*"))


def test_works(carl: Client, world: World) -> None:
    """A contributor needs pictures in drafts, so everybody may upload."""
    answer = send(carl, ("My photo!.JPG", pictures.with_place()), data={"alt": "Red [and] blue"})
    assert answer.status_code == 201
    ((kept,), refused) = answer.json().values()
    assert refused == []
    assert (kept["name"], kept["type"], kept["width"], kept["height"]) == ("My-photo.jpg", "image/jpeg", 400, 200)
    assert kept["markdown"] == f"![Red \\[and\\] blue]({kept['path']})"
    assert kept["url"] == "http://blog.test" + kept["path"]
    assert re.fullmatch(r"/media/[0-9a-f]{20}/My-photo-320.webp 320w, /media/\S+ 400w", kept["srcset"])
    assert kept["edit"] == f"/admin/media/{kept['id']}"
    shown = carl.get(kept["path"])
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert "immutable" in shown.headers["cache-control"]
    assert pictures.BERLIN not in shown.content
    for address in re.findall(r"/media/\S+", kept["srcset"]):
        small = world.client().get(address)
        assert (small.status_code, small.headers["content-type"]) == (200, "image/webp")
        assert "sandbox" in small.headers["content-security-policy"]
    (event,) = [event for event in world.services.audit.latest(10) if event.action == "uploaded"]
    assert event.target_id == kept["id"]


def test_the_same_file_twice_is_one(alice: Client, bob: Client) -> None:
    content = pictures.flat(300, 200)
    one, two = send(alice, ("a.png", content)).json(), send(bob, ("b.png", content)).json()
    assert one["files"][0]["id"] == two["files"][0]["id"]
    assert two["files"][0]["name"] == "a.png"


def test_several_at_once(alice: Client) -> None:
    answer = send(
        alice,
        ("a.png", pictures.flat(40, 40)),
        ("virus.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("talk.mp3", b"ID3\x03" + bytes(2_000_000)),
        ("b.pdf", b"%PDF-1.4\n" + b"%" * 100),
    )
    assert answer.status_code == 201
    assert [file["name"] for file in answer.json()["files"]] == ["a.png", "talk.mp3", "b.pdf"]
    assert answer.json()["files"][1]["markdown"].startswith("[talk.mp3](/media/")
    ((refused),) = answer.json()["refused"]
    assert refused["name"] == "virus.png"
    assert "HTML or SVG" in refused["reason"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.png", pictures.bomb(8_200, 5_000), "41 megapixels (8200 × 5000), and at most 40"),
        ("a.png", pictures.bomb(), "3600 megapixels"),
        ("a.jpg", pictures.photo(600, 400)[:9_000], "damaged or cut off"),
        ("a.png", b"PK\x03\x04" + b"\0" * 100, "another kind of file than it is (application/zip)"),
        ("a.svg", b"<svg/>", "HTML or SVG"),
        ("a.jpg", b"  <!doctype html><script>1</script>", "HTML or SVG"),
        ("a.pdf", b"%PDF-1.4\n<script>alert(1)</script>", "two things at once"),
        ("a.mp3", b"ID3\x03" + bytes(500) + b"PK\x05\x06" + bytes(18), "two things at once"),
        ("a.heic", b"\0\0\0\x18ftypheic" + bytes(50), "save it as JPEG"),
        ("a.png", b"", "it is empty"),
        ("a.txt", b"just words", "not an image, audio, video, PDF or zip"),
        ("big.mp4", b"\0\0\0\x18ftypisom" + bytes(21_000_000), "larger than 20 MB; make it smaller"),
    ],
)
def test_bad_files(alice: Client, world: World, name: str, content: bytes, says: str) -> None:
    before = {path for path in world.folder.parent.rglob("data-store/media/**/*") if path.is_file()}
    answer = send(alice, (name, content))
    assert answer.status_code == 422
    assert answer.json()["files"] == []
    assert says in answer.json()["refused"][0]["reason"]
    assert {path for path in world.folder.parent.rglob("data-store/media/**/*") if path.is_file()} == before
    assert left_over(world) == []


def test_a_script_in_a_gif_is_taken_out(alice: Client) -> None:
    path = send(alice, ("a.gif", pictures.gif_and_script())).json()["files"][0]["path"]
    answer = alice.get(path)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert b"alert" not in answer.content


def test_strangers_send_nothing(stranger: Client, world: World) -> None:
    assert send(stranger, ("a.png", pictures.flat(40, 40))).status_code == 401
    assert left_over(world) == []


def test_wrong_method(alice: Client) -> None:
    assert alice.request("PUT", "/admin/media").status_code == 405


def test_from_a_page_without_script(alice: Client) -> None:
    answer = alice.post("/admin/media", files=files(("a.png", pictures.flat(40, 40))))
    assert answer.status_code == 303
    assert "Say in words" in alice.get(answer.headers["location"]).text
    answer = alice.post("/admin/media", files=files(("b.png", pictures.flat(41, 41)), ("c.png", pictures.flat(42, 42))))
    assert answer.headers["location"] == "/admin/media/"
    answer = alice.post("/admin/media", files=files(("d.png", pictures.flat(43, 43)), ("e.svg", b"<svg/>")))
    assert answer.status_code == 422
    assert "<strong>e.svg</strong>: it is HTML or SVG" in answer.text
    assert "d.png" in answer.text
    answer = alice.post("/admin/media", files=files(("", b"")))
    assert (answer.status_code, "no file was chosen" in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"a=b"),
        ("multipart/form-data", b"--x"),
        ("multipart/form-data; boundary=x", b""),
        (
            "multipart/form-data; boundary=x",
            PART + b'; filename="a.png"\r\n\r\nGIF',
        ),
        ("multipart/form-data; boundary=x", PART + b"\r\n\r\n" + b"a" * 9000),
    ],
)
def test_bad_forms(alice: Client, world: World, kind: str, body: bytes) -> None:
    answer = alice.post("/admin/media", content=body, headers={"content-type": kind, **JSON})
    assert answer.status_code == 422
    assert answer.json()["refused"][0]["reason"]
    assert alice.post("/admin/media", content=body, headers={"content-type": kind}).status_code == 422
    assert left_over(world) == []


def test_too_much_at_once(alice: Client) -> None:
    answer = alice.post(
        "/admin/media",
        content=b"",
        headers={"content-length": "300000000", "content-type": "multipart/form-data; boundary=x"},
    )
    assert answer.status_code == 413


def test_a_store_that_takes_nothing(alice: Client, world: World) -> None:
    """Nothing is acknowledged that is not kept, and trying again is right."""
    store = world.folder.with_name("data-store")
    store.rename(store.with_name("away"))
    answer = send(alice, ("a.png", pictures.flat(50, 50)))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert "data-store is gone" in answer.json()["refused"][0]["reason"]
    store.with_name("away").rename(store)
    assert send(alice, ("a.png", pictures.flat(50, 50))).status_code == 201


def test_a_process_that_dies(alice: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.imaging.workshop._COMMAND", ("/bin/false",))
    answer = send(alice, ("a.png", pictures.flat(51, 51)))
    assert answer.status_code == 503
    assert "try again" in answer.json()["refused"][0]["reason"]
    monkeypatch.undo()
    assert send(alice, ("a.png", pictures.flat(51, 51))).status_code == 201


def test_a_deleted_file_comes_back_with_its_upload(olga: Client, world: World) -> None:
    content = pictures.flat(60, 60)
    kept = send(olga, ("a.png", content)).json()["files"][0]
    world.services.media.delete(kept["id"])
    assert olga.get(kept["path"]).status_code == 404
    assert send(olga, ("a.png", content)).json()["files"][0]["path"] == kept["path"]
    assert olga.get(kept["path"]).status_code == 200


def test_a_picture_an_import_brought_is_made_when_uploaded(alice: Client, world: World) -> None:
    content = pictures.with_place()
    brought = world.services.media.add(io.BytesIO(content), "old.jpg")
    kept = send(alice, ("new.jpg", content)).json()["files"][0]
    assert kept["id"] == brought.id
    assert pictures.BERLIN not in alice.get(kept["path"]).content


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=40), max_size=6), st.integers(1, 50))
def test_forms_in_any_pieces(alice: Client, contents: list[bytes], size: int) -> None:
    """However a form is cut into pieces on its way, the same comes of it."""
    body = (
        b"".join(
            b'--b\r\nContent-Disposition: form-data; name="files"; filename="%d.bin"\r\n\r\n%s\r\n' % (number, content)
            for number, content in enumerate(contents)
        )
        + b"--b--\r\n"
    )

    async def pieces() -> Any:
        for at in range(0, len(body), size):
            yield body[at : at + size]

    headers = {"content-type": "multipart/form-data; boundary=b", **JSON}
    answer = alice.post("/admin/media", content=pieces(), headers=headers)
    said = answer.json()
    assert len(said["files"]) + len(said["refused"]) == len(contents)
    assert all(one["reason"] for one in said["refused"])


def test_limit_is_said_in_the_form(alice: Client) -> None:
    assert f"Up to {media_service.MOST_UPLOADED_BYTES // 1_000_000} MB each" in alice.get("/admin/media/").text
    assert json.dumps(alice.get("/admin/media/").text).count("multipart/form-data") == 1
