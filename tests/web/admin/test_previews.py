"""Links that show an item before it is public, and the view of those at the desk."""

import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest

from app.services.drafts import previews as statements
from tests.services.making import id_of
from tests.web.content import CANARY, own_draft
from tests.web.world import ORIGIN, Client, World

DRAFT, PRIVATE, PUBLIC, PATHLESS = id_of("draft"), id_of("private"), id_of("files"), id_of("pathless")


def address(draft_id: str) -> str:
    return f"/admin/posts/{draft_id}/preview-links"


def made(client: Client, draft_id: str, **data: str) -> str:
    """The path of a new link."""
    assert client.post(address(draft_id), data=data).headers["location"] == address(draft_id)
    page = client.get(address(draft_id)).text
    return page.split(f'value="{ORIGIN}/preview/')[1].split('"')[0].join(("/preview/", ""))


def expire(world: World) -> None:
    found = world.services.sharing.list_previews(DRAFT)[0]
    with closing(sqlite3.connect(world.databases["drafts"].path)) as conn:
        conn.execute("UPDATE previews SET expires_at = ? WHERE id = ?", ("2020-01-01T00:00:00.000000Z", found.id))
        conn.commit()


def test_a_link_shows_the_draft_to_anybody_who_has_it(world: World, bob: Client, stranger: Client) -> None:
    path = made(bob, DRAFT)
    answer = stranger.get(path)
    assert answer.status_code == 200
    assert f"Secret {CANARY}" in answer.text
    assert "Marginal Notes" in answer.text, "it has the site's own theme"
    assert '<meta name="robots" content="noindex">' in answer.text
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "no-store" in answer.headers["cache-control"]
    assert "etag" not in answer.headers
    assert "set-cookie" not in answer.headers
    assert "oembed" not in answer.text
    assert made(bob, DRAFT) != path, "every link is another one"
    assert path in bob.get(address(DRAFT)).text, "it can be copied again"
    event = world.services.audit.latest(1)[0]
    assert (event.action, event.target_id) == ("made a preview link", DRAFT)


def test_it_shows_what_is_there_now(world: World, bob: Client, stranger: Client) -> None:
    path = made(bob, PATHLESS)
    assert "No address yet" in stranger.get(path).text
    world.services.lifecycle.make_private(PATHLESS)
    assert stranger.get(path).status_code == 200
    world.services.lifecycle.trash(PATHLESS)
    assert stranger.get(path).status_code == 410
    world.services.lifecycle.restore(PATHLESS)
    assert stranger.get(path).status_code == 200
    world.services.drafts.delete(PATHLESS)
    assert stranger.get(path).status_code == 410


def test_revoked_expired_and_forged_say_the_same(world: World, bob: Client, stranger: Client) -> None:
    path = made(bob, DRAFT)
    (link,) = world.services.sharing.list_previews(DRAFT)
    assert bob.post(f"{address(DRAFT)}/{link.id}/delete").status_code == 303
    assert "Revoked" in bob.get(address(DRAFT)).text
    revoked = stranger.get(path)
    path = made(bob, DRAFT)
    expire(world)
    expired, again = stranger.get(path), bob.get(address(DRAFT)).text
    assert "There is no preview link yet" in again
    forged = stranger.get(path[:-1] + ("0" if path[-1] != "0" else "1"))
    assert (revoked.status_code, expired.status_code, forged.status_code) == (410, 410, 404)
    assert revoked.text == expired.text == forged.text.replace("404", "410")
    assert "Ask whoever sent it to you" in forged.text
    assert CANARY not in forged.text
    assert {a.headers["x-robots-tag"] for a in (revoked, expired, forged)} == {"noindex"}
    assert bob.post(f"{address(DRAFT)}/{link.id}/delete").status_code == 404


@pytest.mark.parametrize("token", ["x", "é", "a" * 40, "a" * 56, "%00", "a/b"])
def test_no_token_at_all(shared: World, token: str) -> None:
    assert shared.client().get(f"/preview/{token}").status_code == 404


def test_the_file_alone_holds_no_link(world: World, bob: Client, stranger: Client) -> None:
    path = made(bob, DRAFT)
    (link,) = world.services.sharing.list_previews(DRAFT)
    assert stranger.get(f"/preview/{link.id}").status_code == 404
    assert path.removeprefix(f"/preview/{link.id}").encode() not in world.databases["drafts"].path.read_bytes()
    assert {"id", "draft_id", "made_by", "made_at", "expires_at"} == set(statements.Preview.__dataclass_fields__)


def test_it_lasts_as_long_as_was_chosen(world: World, bob: Client) -> None:
    for given in ("", "8", "-1", "x", "999"):
        answer = bob.post(address(DRAFT), data={"days": given})
        assert answer.status_code == 422, given
        assert "1, 7, 30 days" in answer.text
    assert not world.services.sharing.list_previews(DRAFT)
    for data, days in (({}, 7), ({"days": "1"}, 1), ({"days": "30"}, 30)):
        assert bob.post(address(DRAFT), data=data).status_code == 303
        found = world.services.sharing.list_previews(DRAFT)[0]
        assert found.expires_at - found.made_at == timedelta(days=days)


def test_who_may_not(world: World, alice: Client, carl: Client, stranger: Client) -> None:
    for client in (alice, carl):
        assert client.get(address(DRAFT)).status_code == 403
        assert client.post(address(DRAFT)).status_code == 403
        assert client.post(f"{address(DRAFT)}/x/delete").status_code == 403
        assert client.get(f"/admin/posts/{DRAFT}/view").status_code == 403
    assert stranger.post(address(DRAFT)).status_code == 401
    assert stranger.get(f"/admin/posts/{DRAFT}/view").status_code == 303
    user = world.services.users.find_by_email("alice@blog.test")
    assert user is not None
    own = own_draft(world.services, user)
    path = made(alice, own)
    assert "Hers." in stranger.get(path).text
    assert world.services.sharing.list_previews(DRAFT) == []


def test_nothing_of_that_name_and_wrong_methods(bob: Client) -> None:
    assert bob.get(address("nothing")).status_code == 404
    assert bob.post(address("nothing")).status_code == 404
    assert bob.get("/admin/posts/nothing/view").status_code == 404

    assert bob.request("DELETE", address(DRAFT)).status_code == 405
    assert bob.post("/preview/x").status_code == 405
    assert bob.post(f"/admin/posts/{DRAFT}/view").status_code == 405


def test_no_link_for_the_trash(world: World, bob: Client) -> None:
    world.services.lifecycle.trash(DRAFT)
    assert bob.post(address(DRAFT)).status_code == 409
    assert "restore it to make a link" in bob.get(address(DRAFT)).text


def test_the_view_of_those_at_the_desk(shared: World) -> None:
    client = shared.client()
    client.sign_in("bob@blog.test")
    answer = client.get(f"/admin/posts/{PRIVATE}/view")
    assert answer.status_code == 200
    assert f"Private {CANARY}" in answer.text
    assert "Only people at the desk see this page: it is private." in answer.text
    assert "no-store" in answer.headers["cache-control"]
    assert answer.headers["x-robots-tag"] == "noindex"
    assert "Only people at the desk" not in client.get(f"/admin/posts/{PUBLIC}/view").text
    about = client.get(f"/admin/posts/{id_of('about')}/view")
    assert "I walk and write" in about.text
    assert shared.client().get("/private/").status_code == 404
