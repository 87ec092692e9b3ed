"""The library: found, described, deleted with a warning, brought back."""

import pytest

from app.content import render_markdown
from app.services.drafts import Draft
from tests.imaging import pictures
from tests.services.making import draft
from tests.web.admin.test_uploads import send
from tests.web.world import Client, World

EMPTY = {"name": "", "alt": "", "focal_x": "50", "focal_y": "50"}


def uploaded(client: Client, content: bytes = b"", name: str = "hill.jpg") -> dict[str, str]:
    found: dict[str, str] = send(client, (name, content or pictures.photo(360, 240))).json()["files"][0]
    return found


def publish(world: World, number: int, body: str, **changes: object) -> Draft:
    html = render_markdown(body).html
    return world.services.drafts.save(draft(number, version=0, source=body, html=html, **changes))


def test_list(olga: Client, world: World) -> None:
    kept = uploaded(olga)
    page = olga.get("/admin/media/")
    assert page.status_code == 200
    assert f'<a href="/admin/media/{kept["id"]}">' in page.text
    assert "No description" in page.text
    assert "hill.jpg" in olga.get("/admin/media/?q=HILL&type=image&only=no+alt+text").text
    assert "hill.jpg" not in olga.get("/admin/media/?type=document").text
    assert "No file is like that" in olga.get("/admin/media/?q=nothing+like+it").text
    assert olga.get("/admin/media/?type=nonsense&only=nonsense&page=abc").status_code == 200


def test_an_empty_library_says_what_to_do(empty: World) -> None:
    empty.services.users.create(name="Olga", email="olga@blog.test", role="owner", password="correct horse battery")
    client = empty.client()
    client.sign_in("olga@blog.test")
    assert "Add the first one above" in client.get("/admin/media/").text


def test_unused(olga: Client, world: World) -> None:
    kept = uploaded(olga)
    assert "hill.jpg" in olga.get("/admin/media/?only=unused").text
    publish(world, 900, kept["markdown"])
    assert "hill.jpg" not in olga.get("/admin/media/?only=unused").text
    page = olga.get(kept["edit"]).text
    assert '<a href="/post-900/">Post 900</a> <small>post, published</small>' in page
    world.services.drafts.delete(draft(900).id)
    assert "No post or page names it" in olga.get(kept["edit"]).text


def test_by_a_smaller_size_or_as_lead(olga: Client, world: World) -> None:
    from_srcset = uploaded(olga)["srcset"].split()[0]
    publish(world, 901, f"![]({from_srcset})", status="draft")
    assert "Post 901 <small>post, draft</small>" in olga.get(uploaded(olga)["edit"]).text


def test_a_description_shows_wherever_the_file_is_used(olga: Client, world: World) -> None:
    kept = uploaded(olga)
    publish(world, 902, f"![]({kept['path']})")
    assert 'alt=""' in world.client().get("/post-902/").text
    answer = olga.post(kept["edit"], data={**EMPTY, "alt": "A green hill"})
    assert (answer.status_code, answer.headers["location"]) == (303, kept["edit"])
    world.settle()
    page = world.client().get("/post-902/").text
    assert 'alt="A green hill"' in page
    assert '<source type="image/avif" srcset="/media/' in page
    assert 'width="360" height="240"' in page
    assert "A green hill" in olga.get(kept["edit"]).text


def test_decoration(olga: Client) -> None:
    kept = uploaded(olga)
    olga.post(kept["edit"], data={**EMPTY, "decorative": "yes"})
    assert "It has no description yet" not in olga.get(kept["edit"]).text


@pytest.mark.parametrize("field", [{"focal_x": "101"}, {"focal_y": "-1"}, {"focal_x": "left"}])
def test_bad_points(olga: Client, field: dict[str, str]) -> None:
    kept = uploaded(olga)
    answer = olga.post(kept["edit"], data={**EMPTY, **field})
    assert answer.status_code == 422
    assert "to 100" in answer.text or "0 and 100" in answer.text


def test_own_and_others(alice: Client, carl: Client, bob: Client) -> None:
    kept = uploaded(carl)
    assert carl.post(kept["edit"], data={**EMPTY, "alt": "Mine"}).status_code == 303
    assert alice.post(kept["edit"], data=EMPTY).status_code == 403
    assert alice.get(kept["edit"] + "/delete").status_code == 403
    assert alice.post(kept["edit"] + "/delete").status_code == 403
    assert "Whoever uploaded it" in alice.get(kept["edit"]).text
    assert bob.post(kept["edit"], data={**EMPTY, "alt": "Better"}).status_code == 303
    assert carl.post(kept["edit"] + "/delete").status_code == 303


def test_deleting_warns_and_can_be_taken_back(olga: Client, world: World) -> None:
    kept = uploaded(olga)
    publish(world, 903, kept["markdown"])
    warning = olga.get(kept["edit"] + "/delete").text
    assert "It will be missing here" in warning
    assert "Post 903" in warning
    assert world.client().get(kept["path"]).status_code == 200  # only asked
    answer = olga.post(kept["edit"] + "/delete")
    assert (answer.status_code, answer.headers["location"]) == (303, kept["edit"])
    assert "Bring it back" in olga.get(kept["edit"]).text
    assert world.client().get(kept["path"]).status_code == 404
    assert "hill.jpg" in olga.get("/admin/media/?only=deleted").text
    assert olga.post(kept["edit"] + "/restore").status_code == 303
    assert world.client().get(kept["path"]).status_code == 200
    actions = [event.action for event in world.services.audit.latest(4)]
    assert actions == ["restored", "deleted", "uploaded", "signed in"] or actions[:3] == [
        "restored",
        "deleted",
        "uploaded",
    ]


@pytest.mark.parametrize("path", ["", "/delete", "/restore"])
def test_unknown_files_strangers_and_wrong_methods(olga: Client, stranger: Client, path: str) -> None:
    address = f"/admin/media/{'0' * 64}{path}"
    if path != "/restore":
        assert olga.get(address).status_code == 404
        assert stranger.get(address).status_code == 303
    assert olga.post(address, data=EMPTY).status_code == 404
    assert stranger.post(address, data=EMPTY).status_code == 401
    assert olga.request("PUT", address).status_code == 405


def test_files_that_are_no_pictures(olga: Client) -> None:
    page = olga.get(uploaded(olga, b"ID3\x03" + bytes(500), "talk.mp3")["edit"]).text
    assert "<audio controls" in page
    assert "What it shows" not in page
    assert "Open a.pdf" in olga.get(uploaded(olga, b"%PDF-1.4" + bytes(90), "a.pdf")["edit"]).text
