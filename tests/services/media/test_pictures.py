"""Pictures: made and kept before anybody hears of it, shown in their sizes, collected when nothing needs them."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from app.content import render_html, render_markdown
from app.db import Database
from app.errors import Invalid, NotFound, Unavailable
from app.services.media import Media, MediaService, Picture, Variant, Wanted
from app.services.media.names import is_named_otherwise, named
from app.services.media.responsive import responsive
from app.store import Store, open_store
from tests.imaging import pictures

NOW = datetime.now(UTC)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"file://{tmp_path}/store", make_root=True)


@pytest.fixture
def media(open_database: Callable[[str], Database], store: Store, tmp_path: Path) -> Iterator[MediaService]:
    service = MediaService(open_database("Media"), store, tmp_path / "cache")
    yield service
    service.close()


def send(media: MediaService, content: bytes, name: str, **options: str) -> Picture:
    incoming = media.incoming()
    try:
        incoming.write(content)
        return media.receive(incoming, name, by="alice", **options)
    finally:
        incoming.discard()


def objects(store: Store) -> set[str]:
    return {entry.name.rpartition("/")[2] for entry in store.list_entries("media")}


def test_everything_is_in_the_store_and_what_was_sent_is_not(media: MediaService, store: Store) -> None:
    picture = send(media, pictures.photo(1300, 90), "a.jpg", alt="Hills")
    kept = {picture.media.object_id, *(variant.object_id for variant in picture.variants)}
    assert objects(store) == kept
    assert picture.media.id not in kept
    assert media.get(picture.media.id) == picture
    assert [kind for kind, _ in picture.sources] == ["image/avif", "image/webp"]
    for mark in picture.marks:
        found = media.find_file(mark, "")
        assert found is not None
        assert media.read_object(found.object_id).stat().st_size == found.size_bytes


def test_a_store_that_forgets(media: MediaService, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other bytes than were put: nothing is acknowledged, and Media.db does not know of it."""
    put = store.put
    monkeypatch.setattr(store, "put", lambda name, content: put(name, b"other"))
    with pytest.raises(Unavailable, match="other bytes"):
        send(media, pictures.flat(50, 50), "a.png")
    assert media.list_media(Wanted(), 1, 10).total == 0


def test_what_an_import_brought_is_made_later(media: MediaService, store: Store) -> None:
    photo = media.add(io.BytesIO(pictures.with_place()), "old.JPG", addresses=["/a.jpg"])
    broken = media.add(io.BytesIO(pictures.photo(600, 400)[:9_000]), "cut.jpg")
    media.add(io.BytesIO(b"%PDF-1.4 " + b"%" * 50), "a.pdf")
    assert (photo.state, media.count_waiting()) == ("waiting", 2)
    found = media.find_file(photo.id[:20], photo.path)
    assert found is not None
    assert not found.is_final
    done = {picture.media.id: picture for picture in media.make_waiting(10)}
    assert media.make_waiting(10) == []
    assert media.count_waiting() == 0
    made = done[photo.id]
    assert (made.media.path, made.media.state) == (photo.path, "made")
    assert pictures.BERLIN not in media.read(made.media).read_bytes()
    assert made.variants
    assert (done[broken.id].media.state, "damaged" in done[broken.id].media.note) == ("kept", True)
    assert media.by_address(["/a.jpg"])["/a.jpg"].object_id == made.media.object_id


def test_the_focal_point_cuts_anew(media: MediaService) -> None:
    picture = send(media, pictures.photo(610, 1000), "tall.jpg")
    before = picture.social
    moved = media.describe(picture.media.id, name="", alt="  A  tower ", decorative=True, focal=(50, 0))
    assert (moved.media.alt, moved.media.decorative, moved.media.name) == ("A tower", False, "tall.jpg")
    assert before is not None
    assert moved.social is not None
    assert moved.social.object_id != before.object_id
    assert (moved.social.width, moved.social.height) == (610, 320)
    assert len(moved.variants) == len(picture.variants)
    with pytest.raises(Invalid, match="0 and 100"):
        media.describe(picture.media.id, name="", alt="", decorative=False, focal=(50, 101))
    with pytest.raises(NotFound):
        media.describe("0" * 64, name="", alt="", decorative=False, focal=(50, 50))


def test_found_by_words_kind_and_what_is_lacking(media: MediaService) -> None:
    send(media, pictures.flat(40, 40), "Müller.png", alt="Ein Haus")
    send(media, pictures.flat(41, 41), "plain.png")
    send(media, b"ID3\x03" + bytes(300), "talk.mp3")

    def names(wanted: Wanted) -> list[str]:
        return [one.media.name for one in media.list_media(wanted, 1, 10).entries]

    assert names(Wanted()) == ["talk.mp3", "plain.png", "Müller.png"]
    assert names(Wanted("MÜLLER haus")) == ["Müller.png"]
    assert names(Wanted("%")) == []
    assert names(Wanted(kind="audio")) == ["talk.mp3"]
    assert names(Wanted(only="no alt text")) == ["plain.png"]
    used = media.list_media(Wanted("plain"), 1, 1).entries[0]
    assert names(Wanted(only="unused", used=[used.media.id[:20]])) == ["talk.mp3", "Müller.png"]
    media.delete(used.media.id)
    assert names(Wanted(only="deleted")) == ["plain.png"]
    assert names(Wanted()) == ["talk.mp3", "Müller.png"]
    page = media.list_media(Wanted(), 2, 1)
    assert (page.number, page.pages, page.total, len(page.entries)) == (2, 2, 2, 1)


def test_deleted_and_brought_back(media: MediaService) -> None:
    picture = send(media, pictures.photo(360, 240), "a.jpg")
    media.delete(picture.media.id)
    assert media.find_file(picture.media.id[:20], picture.media.path) is None
    assert media.find_file(picture.variants[0].object_id[:20], "") is None
    assert media.pictures_in(f'<img src="{picture.media.path}">') == {}
    media.restore(picture.media.id)
    assert media.get(picture.media.id) == picture
    for action in (media.delete, media.restore):
        with pytest.raises(NotFound):
            action("0" * 64)


def test_collected_after_thirty_days_and_not_before(media: MediaService, store: Store) -> None:
    gone = send(media, pictures.photo(360, 240), "a.jpg")
    stays = send(media, pictures.flat(300, 200), "b.png")
    imported = media.add(io.BytesIO(pictures.with_place()), "c.jpg")
    media.make_waiting(1)
    store.put("media/aa/" + "a" * 64, b"from an upload that was cut off")
    media.delete(gone.media.id)
    all_of_them = objects(store)
    assert media.collect(NOW) == 0
    assert media.collect(NOW + timedelta(days=29)) == 0
    assert objects(store) == all_of_them
    media.collect(NOW + timedelta(days=31))
    left = objects(store)
    assert imported.id not in left  # what was taken out of it is not needed any more
    assert "a" * 64 not in left
    assert {stays.media.object_id, *(v.object_id for v in stays.variants)} <= left
    with pytest.raises(NotFound):
        media.restore(gone.media.id)
    assert gone.media.object_id in left  # forgotten just now
    media.collect(NOW + timedelta(days=62))
    assert gone.media.object_id not in objects(store)
    assert media.read(stays.media).is_file()


def test_what_is_named_again_is_not_collected(media: MediaService, store: Store) -> None:
    picture = send(media, pictures.flat(300, 200), "b.png")
    media.delete(picture.media.id)
    media.collect(NOW + timedelta(days=31))
    media.collect(NOW + timedelta(days=40))
    send(media, pictures.flat(300, 200), "b.png")
    media.collect(NOW + timedelta(days=90))
    assert picture.media.object_id in objects(store)


@pytest.mark.parametrize(
    ("name", "kind", "result"),
    [
        ("a.JPEG", "image/jpeg", "a.jpeg"),
        ("a.png", "image/jpeg", "a.jpg"),
        ("../../etc/passwd", "image/png", "etc-passwd.png"),
        ("report.docx", "application/zip", "report.docx"),
        ("no ending", "video/mp4", "no-ending.mp4"),
    ],
)
def test_names_end_as_their_content(name: str, kind: str, result: str) -> None:
    assert named(name, kind) == result


def test_names_that_lie() -> None:
    assert is_named_otherwise("photo.jpg", "application/zip")
    assert is_named_otherwise("a.pdf", "image/png")
    assert not is_named_otherwise("a.png", "image/jpeg")
    assert not is_named_otherwise("a.mp4", "audio/mp4")
    assert not is_named_otherwise("a.unknown", "application/zip")


# Bodies


def known(**changes: object) -> Picture:
    fields = {"id": "a" * 64, "name": "hill.jpg", "type": "image/jpeg", "size_bytes": 9, "width": 2000, "height": 1000}
    rest = {"alt": "A “hill” & more", "created_at": NOW, "object_id": "b" * 64, "state": "made"}
    made = [Variant("a" * 64, "size", f"image/{kind}", w, w // 2, c * 64, 5) for kind, w, c in
            (("avif", 320, "c"), ("avif", 640, "d"), ("webp", 320, "e"), ("webp", 640, "f"))]  # fmt: skip
    made.append(Variant("a" * 64, "fallback", "image/jpeg", 1280, 640, "0" * 64, 7))
    return Picture(Media(**{**fields, **rest, **changes}), tuple(made))  # type: ignore[arg-type]


PATH = "/media/" + "a" * 20 + "/hill.jpg"


def dressed(html: str, picture: Picture | None = None, **options: bool) -> LexborHTMLParser:
    shown = responsive(html, {"a" * 20: picture or known()}, **options)
    return LexborHTMLParser(shown, is_fragment=True)


def test_a_picture_with_its_sizes() -> None:
    tree = dressed(render_markdown(f"Hello\n\n![]({PATH})\n\n![own > words]({PATH})").html)
    first, second = tree.css("picture")
    assert [source.attributes["type"] for source in first.css("source")] == ["image/avif", "image/webp"]
    srcset = first.css_first("source").attributes["srcset"]
    assert srcset == f"/media/{'c' * 20}/hill-320.avif 320w, /media/{'d' * 20}/hill-640.avif 640w"
    image = first.css_first("img").attributes
    assert image["src"] == f"/media/{'0' * 20}/hill-1280.jpg"
    assert (image["width"], image["height"], image["loading"]) == ("2000", "1000", "eager")
    assert image["alt"] == "A “hill” & more"
    image = second.css_first("img").attributes
    assert (image["alt"], image["loading"], image["decoding"]) == ("own > words", "lazy", "async")


def test_what_stands_above_comes_first() -> None:
    assert dressed(f'<img src="{PATH}">', has_lead=True).css_first("img").attributes["loading"] == "lazy"


def test_its_own_measure_is_kept() -> None:
    tree = dressed(render_html(f'<img src="{PATH}" width="300" class="alignleft" srcset="{PATH} 300w" title="t">').html)
    image = tree.css_first("img").attributes
    assert (image["width"], image["height"], image["class"], image["title"]) == ("300", "150", "alignleft", "t")
    assert tree.css_first("source").attributes["sizes"] == "(min-width: 300px) 300px, 100vw"
    assert "srcset" not in image


def test_decoration_and_what_was_not_made() -> None:
    assert dressed(f'<img src="{PATH}" alt="">', known(decorative=True)).css_first("img").attributes["alt"] == ""
    waiting = Picture(known().media)
    tree = dressed(f'<img src="{PATH}">', waiting)
    assert (tree.css("picture"), tree.css_first("img").attributes["width"]) == ([], "2000")


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://other.example/media/' + "a" * 20 + '/x.jpg">',
        f'<picture><source srcset="x"><img src="{PATH}"></picture>',
        f'<a href="{PATH}">hill</a>',
        f"<pre>&lt;img src=&quot;{PATH}&quot;&gt;</pre>",
        '<img src="/media/' + "9" * 20 + '/x.jpg">',
    ],
)
def test_everything_else_stays_as_it_is(html: str) -> None:
    assert responsive(html, {"a" * 20: known()}) == html


MARKUP = st.sampled_from(["<p>", "</p>", f"<img src='{PATH}'>", "<img>", ">", '"', "'"])


@given(st.lists(st.one_of(MARKUP, st.text()), max_size=12))
def test_any_body(pieces: list[str]) -> None:
    """Only pictures change, whatever stands around them; done twice it is the same."""
    html = render_html("".join(pieces)).html
    shown = responsive(html, {"a" * 20: known()})
    assert re.sub(r"</?picture>|<source[^>]*>|<img[^>]*>", "", shown) == re.sub(r"<img[^>]*>", "", html)
    assert responsive(shown, {"a" * 20: known()}) == shown
    assert render_html(shown).text == render_html(html).text
