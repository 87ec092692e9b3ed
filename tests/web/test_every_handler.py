"""What holds for every handler there is, and for those that will be."""

from collections.abc import AsyncIterator

import pytest

from tests.web.admin.conftest import signed_in
from tests.web.routes import SAFE, filled, handlers_of, limits_of
from tests.web.world import Client, World

MOST_BYTES = 10 * 2**20
STRANGERS_BYTES = 2**18
UPLOADS = {"/admin/import", "/admin/media"}  # handlers that take more than a text, and say so


@pytest.fixture(scope="module")
def olga(shared: World) -> Client:
    return signed_in(shared, "olga")


def unsafe(world: World) -> list[tuple[str, str]]:
    found = [(method, path) for method, path in handlers_of(world.app) if method not in SAFE]
    assert len(found) > 20
    return found


def test_no_change_is_asked_for_by_another_site(shared: World, olga: Client) -> None:
    before = {name: database.revision() for name, database in shared.databases.items()}
    for method, path in unsafe(shared):
        for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}):
            answer = olga.request(method, filled(path), headers=headers, data={"email": "x"})
            assert answer.status_code == 403, path
            assert "another site" in answer.text, path
    assert {name: database.revision() for name, database in shared.databases.items()} == before


def test_no_body_is_without_a_limit(shared: World, olga: Client) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    for path, largest in limits_of(shared.app):
        assert largest <= MOST_BYTES or path in UPLOADS, path
        if path in UPLOADS:
            continue
        if path == "/admin/sign-out":
            continue  # it would
        answer = olga.request("POST", filled(path), content=b"x" * (MOST_BYTES + 1), headers=form)
        assert answer.status_code in (413, 303, 404), path  # but for 413: it takes no body, and reads none


@pytest.mark.parametrize("path", ["/admin/sign-in", "/admin/setup", "/admin/forgotten", "/admin/account/password"])
def test_small_forms_have_a_small_one(shared: World, olga: Client, path: str) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = olga.request("POST", path, content=b"x" * 70_000, headers=form)
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_headers_of_every_answer(shared: World, olga: Client) -> None:
    for method, path in handlers_of(shared.app):
        for client in (shared.client(), olga) if method == "GET" else (shared.client(),):
            headers = client.request(method, filled(path)).headers
            assert "default-src 'none'" in headers["content-security-policy"], path
            assert headers["x-content-type-options"] == "nosniff", path
            assert headers["x-frame-options"] == "DENY", path
            assert headers["cross-origin-opener-policy"] == "same-origin", path
            assert headers["referrer-policy"], path
            assert headers["permissions-policy"], path
            expected = "cross-origin" if path.startswith(("/media/", "/static/")) else "same-origin"
            assert headers["cross-origin-resource-policy"] == expected, path
            assert "strict-transport-security" not in headers, "this site has no https"


def test_nobody_reads_a_strangers_upload(shared: World) -> None:
    """It is refused at the first byte, not after four gigabytes."""
    strangers_too = [(path, largest) for path, largest in limits_of(shared.app) if not path.startswith("/admin")]
    assert all(largest <= STRANGERS_BYTES for _, largest in strangers_too), strangers_too
    limits = [(path, largest) for path, largest in limits_of(shared.app) if largest > STRANGERS_BYTES]
    assert len(limits) > 10
    head = {"content-type": "multipart/form-data; boundary=x"}
    for path, _ in limits:
        stranger, read = shared.client(), []

        async def body(read: list[int] = read) -> AsyncIterator[bytes]:
            for number in range(100):
                read.append(number)
                yield b"x" * 65_536

        answer = stranger.request("POST", filled(path), content=body(), headers=head)
        assert answer.status_code == 401, path
        assert len(read) <= 1, path
