"""Setting a new site up by the address the terminal shows."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from app.commands.serve_app import greet
from app.errors import Conflict, NotFound
from tests.web.world import Client, World

GOOD = {"name": "Olga Owner", "email": "olga@blog.test", "password": "three quiet words"}


@pytest.fixture
def browser(empty: World) -> Client:
    return empty.client()


def token_of(world: World) -> str:
    token = world.services.users.renew_setup()
    assert token
    return token


def test_works_once(empty: World, browser: Client) -> None:
    token = token_of(empty)
    before = empty.databases["users"].revision()
    assert f'value="{token}"' in browser.get(f"/admin/setup?token={token}").text
    assert empty.databases["users"].revision() == before  # looking uses nothing up
    answer = browser.post("/admin/setup", data={**GOOD, "token": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "/admin/")
    assert "Olga Owner" in browser.get("/admin/").text
    assert empty.services.users.list_users()[0].role == "owner"
    assert empty.client().post("/admin/setup", data={**GOOD, "email": "x@blog.test", "token": token}).status_code == 404
    assert empty.client().get(f"/admin/setup?token={token}").status_code == 404
    assert empty.services.users.renew_setup() is None
    assert empty.services.audit.latest(1)[0].action == "set the site up"


def test_each_start_makes_another(empty: World, browser: Client) -> None:
    first, second = token_of(empty), token_of(empty)
    assert browser.get(f"/admin/setup?token={first}").status_code == 404
    assert browser.get(f"/admin/setup?token={second}").status_code == 200


@pytest.mark.parametrize("token", ["", "x", "%00", "é" * 300])
def test_a_made_up_token(empty: World, browser: Client, token: str) -> None:
    token_of(empty)
    assert browser.get("/admin/setup", params={"token": token}).status_code == 404
    assert browser.post("/admin/setup", data={**GOOD, "token": token}).status_code == 404
    assert empty.services.users.count_owners() == 0


def test_it_is_too_late_after_a_day(empty: World, browser: Client) -> None:
    token = token_of(empty)
    past = "2020-01-01T00:00:00.000000Z"
    empty.databases["users"].write(lambda conn: conn.raw.execute("UPDATE links SET expires_at = ?", (past,)))
    assert browser.post("/admin/setup", data={**GOOD, "token": token}).status_code == 404


def test_only_the_hash_is_kept(empty: World) -> None:
    token = token_of(empty)
    for path in empty.folder.glob("Users.db*"):
        assert token.encode() not in path.read_bytes()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": " "}, "The name is empty"),
        ({"email": "olga"}, "is not an e-mail address"),
        ({"password": "short"}, "8 to 256 are allowed"),
        ({"password": "password1"}, "anybody would guess"),
        ({"password": "aaaaaaaaaaaaaa"}, "anybody would guess"),
        ({"password": "olga@blog.test"}, "everybody knows"),
        ({"password": "OlgaOwner12"}, "everybody knows"),
    ],
)
def test_what_was_typed_stays(empty: World, browser: Client, changes: dict[str, str], says: str) -> None:
    typed = {**GOOD, "token": token_of(empty), **changes}
    answer = browser.post("/admin/setup", data=typed)
    assert answer.status_code == 422
    assert says in answer.text
    for name in ("token", "name", "email"):
        assert f'value="{typed[name]}"' in answer.text
    assert f'value="{typed["password"]}"' not in answer.text or changes.get("password") == typed["email"]
    assert browser.post("/admin/setup", data={**typed, **GOOD}).status_code == 303  # the token is still good


def test_two_at_once_make_one_owner(empty: World) -> None:
    token, users = token_of(empty), empty.services.users

    def set_up(name: str) -> bool:
        try:
            users.set_up(token, name=name, email=f"{name}@blog.test", password=GOOD["password"])
        except (NotFound, Conflict):
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(set_up, ["anna", "ben", "carla", "dan"])) == [False, False, False, True]
    assert users.count_owners() == 1


def test_where_an_owner_is_there(stranger: Client) -> None:
    assert stranger.get("/admin/setup?token=x").status_code == 404


def test_wrong_method(browser: Client) -> None:
    assert browser.request("PUT", "/admin/setup").status_code == 405


def test_from_another_site(empty: World, browser: Client) -> None:
    form = {**GOOD, "token": token_of(empty)}
    assert browser.post("/admin/setup", data=form, headers={"origin": "https://evil.example"}).status_code == 403


def test_the_terminal_shows_the_address(empty: World, browser: Client, capsys: pytest.CaptureFixture[str]) -> None:
    greet(empty.settings, empty.services, "replica")
    assert "setup" not in capsys.readouterr().out
    greet(empty.settings, empty.services, "primary")
    address = capsys.readouterr().out.split("Set up your site: http://blog.test")[1].split()[0]
    assert browser.get(address).status_code == 200
