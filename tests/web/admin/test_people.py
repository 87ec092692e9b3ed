"""People: roles, invitations, new passwords; and the log of it."""

import pytest

from app.services.users import User
from tests.web.admin.conftest import signed_in
from tests.web.world import Client, World

NEW = "another good password"


def user_of(world: World, name: str) -> User:
    user = world.services.users.find_by_email(f"{name}@blog.test")
    assert user
    return user


def link_in(html: str) -> str:
    return html.split('value="http://blog.test')[1].split('"')[0]


@pytest.fixture
def anna(world: World) -> Client:
    """An admin."""
    world.services.users.create(name="Anna", email="anna@blog.test", role="admin", password="correct horse battery")
    return signed_in(world, "anna")


def test_invitation(world: World, olga: Client, stranger: Client) -> None:
    answer = olga.post("/admin/people/invitations", data={"email": "dora@blog.test", "role": "editor"})
    assert answer.status_code == 200
    link = link_in(answer.text)
    assert "dora@blog.test" in stranger.get(link).text
    form = {"token": link.split("token=")[1], "name": "Dora", "password": NEW}
    wrong = stranger.post("/admin/invitation", data={**form, "password": "short"})
    assert wrong.status_code == 422
    assert 'value="Dora"' in wrong.text
    assert stranger.post("/admin/invitation", data=form).headers["location"] == "/admin/"
    assert stranger.get("/admin/comments/").status_code == 200
    assert user_of(world, "dora").role == "editor"
    assert world.client().post("/admin/invitation", data=form).status_code == 404
    assert link_in(answer.text) not in olga.get("/admin/people").text


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ({"email": "dora", "role": "editor"}, "is not an e-mail address"),
        ({"email": "bob@blog.test", "role": "editor"}, "can sign in already"),
        ({"email": "dora@blog.test", "role": "king"}, "A role is one of"),
        ({}, "A role is one of"),
    ],
)
def test_invitation_refused(olga: Client, form: dict[str, str], says: str) -> None:
    answer = olga.post("/admin/people/invitations", data=form)
    assert answer.status_code == 422
    assert says in answer.text
    assert f'value="{form.get("email", "")}"' in answer.text


def test_role(world: World, olga: Client, alice: Client) -> None:
    assert alice.get("/admin/comments/").status_code == 403
    address = f"/admin/people/{user_of(world, 'alice').id}/role"
    assert olga.post(address, data={"role": "editor"}).status_code == 303
    assert "The role is changed." in olga.get("/admin/people").text
    assert alice.get("/admin/comments/").status_code == 200
    assert olga.post(address, data={"role": "king"}).status_code == 422


def test_removed(world: World, olga: Client, alice: Client) -> None:
    user = user_of(world, "alice")
    assert olga.post(f"/admin/people/{user.id}/delete").status_code == 303
    assert alice.get("/admin/").status_code == 303
    assert world.client().sign_in("alice@blog.test").status_code == 422
    kept = world.services.users.find_by_id(user.id)
    assert kept
    assert (kept.name, kept.can_sign_in) == ("Alice Author", False)


def test_the_last_owner_stays(world: World, olga: Client) -> None:
    address = f"/admin/people/{user_of(world, 'olga').id}"
    assert olga.post(f"{address}/delete").status_code == 422
    assert "last owner" in olga.post(f"{address}/role", data={"role": "author"}).text
    assert world.services.users.count_owners() == 1


def test_admins_do_not_touch_owners(world: World, anna: Client) -> None:
    owner, own = user_of(world, "olga"), user_of(world, "anna")
    assert anna.post(f"/admin/people/{owner.id}/delete").status_code == 403
    assert anna.post(f"/admin/people/{owner.id}/reset").status_code == 403
    assert anna.post(f"/admin/people/{owner.id}/role", data={"role": "author"}).status_code == 403
    assert anna.post(f"/admin/people/{own.id}/role", data={"role": "owner"}).status_code == 403
    form = {"email": "x@blog.test", "role": "owner"}
    assert anna.post("/admin/people/invitations", data=form).status_code == 403
    assert world.services.users.count_owners() == 1


def test_new_password(world: World, olga: Client, alice: Client, stranger: Client) -> None:
    link = link_in(olga.post(f"/admin/people/{user_of(world, 'alice').id}/reset").text)
    assert stranger.get(link).status_code == 200
    form = {"token": link.split("token=")[1], "password": NEW}
    assert stranger.post("/admin/reset", data={**form, "password": "12345678"}).status_code == 422
    assert alice.get("/admin/").status_code == 200
    assert stranger.post("/admin/reset", data=form).headers["location"] == "/admin/sign-in"
    assert alice.get("/admin/").status_code == 303
    assert stranger.post("/admin/reset", data=form).status_code == 404
    assert stranger.get("/admin/").status_code == 303  # the second step, where there is one, is still ahead
    assert stranger.sign_in("alice@blog.test", NEW).status_code == 303


@pytest.mark.parametrize("page", ["/admin/invitation", "/admin/reset"])
@pytest.mark.parametrize("token", ["", "x", "é"])
def test_a_made_up_link(stranger: Client, page: str, token: str) -> None:
    assert stranger.get(page, params={"token": token}).status_code == 404
    assert stranger.post(page, data={"token": token, "name": "X", "password": NEW}).status_code == 404


def test_links_grow_old_and_are_kept_as_hashes(world: World, olga: Client, stranger: Client) -> None:
    link = link_in(olga.post(f"/admin/people/{user_of(world, 'alice').id}/reset").text)
    token = link.split("token=")[1]
    for path in world.folder.glob("Users.db*"):
        assert token.encode() not in path.read_bytes()
    past = "2020-01-01T00:00:00.000000Z"
    world.databases["users"].write(lambda conn: conn.raw.execute("UPDATE links SET expires_at = ?", (past,)))
    assert stranger.post("/admin/reset", data={"token": token, "password": NEW}).status_code == 404


@pytest.mark.parametrize("user_id", ["x", "0" * 24])
def test_bad_id(olga: Client, user_id: str) -> None:
    for action in ("reset", "delete"):
        assert olga.post(f"/admin/people/{user_id}/{action}").status_code == 404
    assert olga.post(f"/admin/people/{user_id}/role", data={"role": "author"}).status_code == 404


def test_wrong_method(olga: Client) -> None:
    for path in ("/admin/people/x/role", "/admin/people/x/reset", "/admin/people/x/delete"):
        assert olga.get(path).status_code == 405
    for path in ("/admin/people", "/admin/audit"):
        assert olga.post(path).status_code == 405


def test_the_log(world: World, olga: Client) -> None:
    world.client().sign_in("bob@blog.test", "wrong")
    olga.post("/admin/people/invitations", data={"email": "dora@blog.test", "role": "editor"})
    html = olga.get("/admin/audit").text
    for said in ("invited", "dora@blog.test", "sign-in failed: Bob", "signed in"):
        assert said in html
    for number in range(60):
        world.services.audit.record(None, f"did {number}.", "site", "")
    first = olga.get("/admin/audit").text
    assert "did 59." in first
    assert "did 5." not in first
    older = first.split('rel="next" href="')[1].split('"')[0]
    assert "did 5." in olga.get(older).text
    assert olga.get("/admin/audit?before=x").status_code == 200
