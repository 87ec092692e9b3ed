"""What lies behind a password, as readers meet it."""

from dataclasses import replace

import pytest

from app.errors import Conflict
from app.services.sessions.service import MOST_FAILURES
from tests.services.making import id_of
from tests.web.content import CANARY, own_draft
from tests.web.world import Client, World, open_world

PROTECTED, DRAFT, PUBLIC, PATHLESS = id_of("protected"), id_of("draft"), id_of("files"), id_of("pathless")
PATH = "/protected/"
PASSWORD = "open sesame"


@pytest.fixture
def locked(world: World) -> World:
    world.services.protection.protect(PROTECTED, PASSWORD, "Europe/Berlin")
    return world


def unlock(client: Client, password: str = PASSWORD, draft_id: str = PROTECTED) -> int:
    return client.post(f"/unlock/{draft_id}", data={"password": password}).status_code


def test_without_the_password_nothing_is_told(locked: World) -> None:
    client = locked.client()
    answer = client.get(PATH)
    assert answer.status_code == 200
    assert "asks for a password" in answer.text
    assert CANARY not in answer.text + str(answer.headers)
    assert '<meta name="robots" content="noindex">' in answer.text
    assert "no-store" in answer.headers["cache-control"]
    assert "etag" not in answer.headers
    for path in ("/", "/feed.xml", "/sitemap.xml", "/archive/", f"/search?q={CANARY}", "/tag/maps/", "/feed.json"):
        assert PATH not in client.get(path).text, path
    assert client.get(f"/-/oembed?url=http://blog.test{PATH}").status_code == 404
    assert client.get(PATH.rstrip("/")).headers["location"] == PATH


def test_with_it_the_item_is_shown_and_kept_by_nobody(locked: World) -> None:
    reader, other = locked.client(), locked.client()
    answer = reader.post(f"/unlock/{PROTECTED}", data={"password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, PATH)
    cookie = answer.headers["set-cookie"]
    assert f"Path={PATH}" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie, "this site has no https"
    for _ in range(2):
        shown = reader.get(PATH)
        assert f"Protected {CANARY}" in shown.text
        assert "no-store" in shown.headers["cache-control"]
        assert shown.headers["x-robots-tag"] == "noindex"
        assert CANARY not in other.get(PATH).text
    together = other.together(PATH, PATH, PATH)
    assert all(CANARY not in one.text for one in together)
    assert "waypost_unlock" not in str(reader.get("/").request.headers)


def test_a_wrong_password(locked: World) -> None:
    client = locked.client()
    answer = client.post(f"/unlock/{PROTECTED}", data={"password": "open barley"})
    assert answer.status_code == 403
    assert "That is not the password" in answer.text
    assert CANARY not in answer.text
    assert "set-cookie" not in answer.headers
    unknown = client.post(f"/unlock/{DRAFT}", data={"password": "open barley"})
    assert unknown.text.replace(DRAFT, PROTECTED) == answer.text, "a draft is told apart from nothing"
    assert unlock(client, "", "x") == 403
    assert client.post(f"/unlock/{PROTECTED}").status_code == 403
    assert client.get(f"/unlock/{PROTECTED}").status_code == 405


def test_guessing_is_throttled_by_item_and_address(locked: World) -> None:
    client = locked.client()
    for _ in range(MOST_FAILURES):
        assert unlock(client, "wrong") == 403
    answer = client.post(f"/unlock/{PROTECTED}", data={"password": PASSWORD})
    assert answer.status_code == 429
    assert "retry-after" in answer.headers
    assert client.sign_in("bob@blog.test").status_code == 303, "signing in is counted apart"


def test_a_new_password_asks_everybody_again(locked: World) -> None:
    reader = locked.client()
    unlock(reader)
    locked.services.protection.protect(PROTECTED, "another one", "UTC")
    assert CANARY not in reader.get(PATH).text
    assert unlock(reader) == 403
    assert unlock(reader, "another one") == 303
    assert CANARY in reader.get(PATH).text


def test_a_cookie_of_another_item_or_made_up(locked: World) -> None:
    reader = locked.client()
    unlock(reader)
    (cookie,) = [cookie for cookie in reader.cookies.jar if cookie.name.startswith("waypost_unlock")]
    locked.services.protection.protect(DRAFT, PASSWORD, "UTC")
    value = cookie.value or ""
    until, _, mark = value.partition(".")
    for item, path, made_up in (
        (DRAFT, "/secret/", value),
        (PROTECTED, PATH, f"{int(until) + 1}.{mark}"),
        (PROTECTED, PATH, f"1.{mark}"),
        (PROTECTED, PATH, f"{until}.é"),
        (PROTECTED, PATH, "x"),
    ):
        headers = {"cookie": f"waypost_unlock_{item}={made_up}".encode()}
        answer = locked.client().get(path, headers=headers)
        assert "asks for a password" in answer.text
        assert CANARY not in answer.text


def test_taken_away_published_trashed_and_back(locked: World) -> None:
    services, client = locked.services, locked.client()
    services.protection.remove(PROTECTED)
    assert client.get(PATH).status_code == 404
    assert services.drafts.get(PROTECTED).status == "draft"
    services.drafts.publish(PROTECTED)
    assert f"Protected {CANARY}" in client.get(PATH).text
    services.protection.protect(PROTECTED, PASSWORD, "UTC")
    assert "asks for a password" in client.get(PATH).text
    assert CANARY not in client.get(f"/search?q={CANARY}").text.replace(f'value="{CANARY}"', "").replace(
        f"“{CANARY}”", ""
    )
    services.lifecycle.trash(PROTECTED)
    assert client.get(PATH).status_code == 404
    services.lifecycle.restore(PROTECTED)
    assert "asks for a password" in client.get(PATH).text
    services.drafts.delete(PROTECTED)
    assert client.get(PATH).status_code == 404


def test_an_address_belongs_to_one(locked: World) -> None:
    services = locked.services
    taken = services.drafts.get(PUBLIC).path
    services.drafts.save(replace(services.drafts.get(DRAFT), path=taken))
    with pytest.raises(Conflict, match="something else has its address"):
        services.protection.protect(DRAFT, PASSWORD, "UTC")
    services.drafts.save(replace(services.drafts.get(DRAFT), path=PATH))
    with pytest.raises(Conflict, match="something else has its address"):
        services.protection.protect(DRAFT, PASSWORD, "UTC")
    services.drafts.publish(DRAFT)
    assert f"Secret {CANARY}" in locked.client().get(PATH).text, "what is public comes first"


def test_the_file_for_readers_holds_no_word_of_it(locked: World) -> None:
    locked.settle()
    for name in ("posts", "drafts"):
        data = b"".join(path.read_bytes() for path in locked.folder.glob(f"{name.capitalize()}.db*"))
        assert PASSWORD.encode() not in data
        if name == "posts":
            assert CANARY.encode() not in data
            assert PATH.encode() not in data, "an address may say as much as a title"


def test_writing_on_leaves_the_page_cache_alone(locked: World) -> None:
    before = locked.databases["posts"].revision()
    draft = locked.services.drafts.get(PROTECTED)
    locked.services.drafts.save(replace(draft, title="Another"))
    locked.settle()
    assert locked.databases["posts"].revision() == before


def test_over_https_the_cookie_is_secure(locked: World) -> None:
    locked.close()
    opened = open_world(locked.folder, WAYPOST_URL="https://blog.test")
    try:
        answer = opened.client().post(f"/unlock/{PROTECTED}", data={"password": PASSWORD})
        assert "Secure" in answer.headers["set-cookie"]
    finally:
        opened.close()


# At the desk


def address(draft_id: str, *, delete: bool = False) -> str:
    return f"/admin/posts/{draft_id}/protection" + ("/delete" if delete else "")


def test_set_changed_and_taken_away(world: World) -> None:
    bob, reader = world.client(), world.client()
    bob.sign_in("bob@blog.test")
    assert "Set a password" in bob.get(address(DRAFT)).text
    answer = bob.post(address(DRAFT), data={"password": PASSWORD})
    assert (answer.status_code, answer.headers["location"]) == (303, address(DRAFT))
    page = bob.get(address(DRAFT)).text
    assert "Change the password" in page
    assert PASSWORD not in page
    assert world.services.audit.latest(1)[0].action == "protected"
    assert unlock(reader, PASSWORD, DRAFT) == 303
    assert f"Secret {CANARY}" in reader.get("/secret/").text
    bob.post(address(DRAFT), data={"password": "another one"})
    assert world.services.audit.latest(1)[0].action == "changed the password of"
    assert CANARY not in reader.get("/secret/").text
    assert bob.post(address(DRAFT, delete=True)).status_code == 303
    assert world.services.audit.latest(1)[0].action == "took the password from"
    assert reader.get("/secret/").status_code == 404
    assert world.services.drafts.get(DRAFT).password is None
    # what can't be
    for given in ("", "short", "x" * 257):
        answer = bob.post(address(DRAFT), data={"password": given})
        assert answer.status_code == 422
        assert "6 to 256 are allowed" in answer.text
    assert bob.post(address(DRAFT, delete=True)).status_code == 409
    assert bob.post(address(PATHLESS), data={"password": PASSWORD}).status_code == 422
    assert "no address yet" in bob.get(address(PATHLESS)).text
    assert bob.post(address("nothing"), data={"password": PASSWORD}).status_code == 404
    assert bob.request("DELETE", address(DRAFT)).status_code == 405
    world.services.lifecycle.trash(DRAFT)
    assert bob.post(address(DRAFT), data={"password": PASSWORD}).status_code == 409


def test_who_may_not(world: World) -> None:
    alice, carl, stranger = world.client(), world.client(), world.client()
    alice.sign_in("alice@blog.test")
    carl.sign_in("carl@blog.test")
    for client in (alice, carl):
        assert client.get(address(DRAFT)).status_code == 403
        assert client.post(address(DRAFT), data={"password": PASSWORD}).status_code == 403
        assert client.post(address(DRAFT, delete=True)).status_code == 403
    assert stranger.post(address(DRAFT), data={"password": PASSWORD}).status_code == 401
    user = world.services.users.find_by_email("alice@blog.test")
    assert user is not None
    own = own_draft(world.services, user)
    assert alice.post(address(own), data={"password": PASSWORD}).status_code == 303
    assert "asks for a password" in stranger.get("/own/").text
