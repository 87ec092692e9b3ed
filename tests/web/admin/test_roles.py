"""docs/roles.md says who may do what; every handler of the desk is asked as every role."""

import re
from pathlib import Path

import pytest

from app.services.users import ROLES, Role
from app.web import admin
from tests.services.making import id_of
from tests.web.admin.conftest import signed_in
from tests.web.content import PASSWORD
from tests.web.world import Client, World

TABLE = Path(__file__).parents[3] / "docs" / "roles.md"
ROW = re.compile(r"\| .+? \| `(GET|POST) (/admin\S*)` \|" + r" (yes|own|–) \|" * len(ROLES))
IDS = {
    "draft_id": id_of("files"),
    "number": "1",
    "comment_id": id_of("comment 31"),
    "user_id": "0" * 24,
    "session_id": "0" * 16,
    "passkey_id": "x",
    "job_id": "0",
    "key_id": "0",
    "export_id": "0",
    "import_id": "0",
    "preview_id": "0",
    "slug": "maps",
    "media_id": "",  # the sample's picture, which an import brought
}
FOR_ANYBODY = {
    "/admin/sign-in",
    "/admin/sign-in/code",
    "/admin/sign-in/passkey",
    "/admin/sign-out",
    "/admin/setup",
    "/admin/invitation",
    "/admin/reset",
    "/admin/forgotten",
}


def table() -> dict[tuple[str, str], dict[Role, str]]:
    """(method, path) → role → "yes", "own" or "–"."""
    found = (ROW.fullmatch(line) for line in TABLE.read_text(encoding="utf-8").splitlines())
    return {(row[1], row[2]): dict(zip(ROLES, row.groups()[2:], strict=True)) for row in found if row}


def handlers() -> set[tuple[str, str]]:
    return {
        (method, path)
        for handler in admin.HANDLERS
        for path in handler.paths
        if path not in FOR_ANYBODY
        for method in handler.http_methods
        if method in ("GET", "POST")
    }


@pytest.fixture(scope="module")
def people(shared: World) -> dict[Role, Client]:
    picture = shared.services.media.find_by_prefix(shared.sample.picture.split("/")[2]) if shared.sample else None
    assert picture is not None
    IDS["media_id"] = picture.id
    shared.services.users.create(name="Anna", email="anna@blog.test", role="admin", password=PASSWORD)
    names: dict[Role, str] = {"owner": "olga", "admin": "anna", "editor": "bob", "author": "alice"}
    return {role: signed_in(shared, names.get(role, "carl")) for role in ROLES}


def test_the_table_names_every_handler() -> None:
    assert set(table()) == handlers()


@pytest.mark.parametrize(("method", "path"), sorted(table()))
def test_everybody_may_what_the_table_says(people: dict[Role, Client], method: str, path: str) -> None:
    """Of somebody else's: where a role may only do it with its own, it is refused."""
    address = re.sub(r"\{(\w+):(?:str|int)\}", lambda found: IDS[found[1]], path)
    for role in reversed(ROLES):  # those who may not first
        answer = people[role].request(method, address, data={} if method == "POST" else None)
        assert answer.status_code < 500, role
        assert (answer.status_code != 403) == (table()[method, path][role] == "yes"), role


def test_strangers_may_nothing(shared: World) -> None:
    stranger = shared.client()
    for method, path in handlers():
        answer = stranger.request(method, re.sub(r"\{(\w+):(?:str|int)\}", lambda found: IDS[found[1]], path), data={})
        assert answer.status_code == (303 if method == "GET" else 401), path
        if method == "GET":
            assert answer.headers["location"].startswith("/admin/sign-in")
