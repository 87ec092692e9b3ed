"""The whole site by a button: made as a job, shown, downloaded, deleted; for owners and admins."""

import io
import zipfile
from datetime import UTC, datetime, timedelta

import pytest

from app.exporters.kept import MAKE, KeptExports
from tests.web.admin.conftest import signed_in
from tests.web.world import Client, World


def kept(world: World) -> KeptExports:
    return KeptExports(world.folder / "exports", world.folder, world.services.jobs)


def test_make_download_and_delete(world: World, olga: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYPOST_REPLICA_URL", f"file://{world.folder}-store")
    assert olga.post("/admin/export", data={"include": "private"}).status_code == 303
    (one,) = kept(world).newest_first()
    event = world.services.audit.latest(1)[0]
    assert (event.target_id, event.detail) == (one.id, {"include": "private"})
    page = olga.get("/admin/export").text
    assert "is being made" in page
    assert "<progress" in page
    assert olga.get(f"/admin/export/{one.id}/site.zip").status_code == 404
    (job,) = world.services.jobs.claim(datetime.now(UTC) + timedelta(seconds=5), [MAKE])
    kept(world).carry_out(job)
    assert kept(world).get(one.id).failed == 0
    assert f"/admin/export/{one.id}/site.zip" in olga.get("/admin/export").text
    answer = olga.get(f"/admin/export/{one.id}/site.zip")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/zip"
    assert "blog.test" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert "private/data/comments.json" in archive.namelist()
    assert olga.post(f"/admin/export/{one.id}/delete").status_code == 303
    assert olga.get(f"/admin/export/{one.id}/site.zip").status_code == 404


def test_a_choice_nobody_offers(olga: Client, world: World) -> None:
    answer = olga.post("/admin/export", data={"include": "secrets"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert kept(world).newest_first() == []


def test_two_at_once(olga: Client) -> None:
    olga.post("/admin/export", data={})
    assert "made already" in olga.post("/admin/export", data={}).text


@pytest.mark.parametrize("who", ["bob", "alice", "carl"])
def test_not_for_others(world: World, who: str) -> None:
    one = kept(world).begin("drafts")
    client = signed_in(world, who)
    for path in ("/admin/export", f"/admin/export/{one.id}/site.zip"):
        assert client.get(path).status_code == 403
    assert client.post(f"/admin/export/{one.id}/delete").status_code == 403
    assert kept(world).get(one.id)


def test_not_for_strangers(world: World) -> None:
    one = kept(world).begin("drafts")
    assert world.client().get(f"/admin/export/{one.id}/site.zip").status_code == 303
    assert world.client().post("/admin/export", data={}).status_code == 401


def test_other_methods(olga: Client) -> None:
    assert olga.request("PUT", "/admin/export").status_code == 405
