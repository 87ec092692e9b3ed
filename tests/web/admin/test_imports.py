"""The pages of an import by upload; the real import is in tests/journeys/test_uploading_a_blog.py."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.errors import Unavailable
from app.importers.uploaded import ImportFolders, UploadedImports
from tests.web.world import Client, World

EXPORT = ("blog.xml", b"<rss/>")


def folders(world: World) -> ImportFolders:
    return ImportFolders(world.folder / "imports")


def upload(client: Client, files: Any, **fields: str) -> str:
    answer = client.post("/admin/import", files=files, data=fields)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def test_an_upload_is_kept_and_becomes_a_job(world: World, olga: Client) -> None:
    files = [("blog", EXPORT), ("blog", EXPORT), ("media", ("../../up loads.zip", b"PK")), ("redirects", ("", b""))]
    address = upload(olga, files, format="wordpress", custom_types="as-posts", site_url="https://old.example")
    (one,) = folders(world).newest_first()
    assert address == f"/admin/import/{one.id}"
    assert one.files == {"blog": ["blog.xml", "2-blog.xml"], "media": ["up-loads.zip"]}
    assert (one.asked.format, one.asked.custom_types, one.asked.site_url) == (
        "wordpress",
        "as-posts",
        "https://old.example",
    )
    assert one.asked.dry_run, "nothing is written before it was looked at"
    assert (folders(world).path(one.id) / "blog" / "blog.xml").read_bytes() == b"<rss/>"
    (job,) = world.services.jobs.claim(job_time(), ["import"])
    assert job.key == one.id
    assert 'http-equiv="refresh"' in olga.get(address).text
    assert olga.get(f"{address}/report").status_code == 404
    assert olga.post(f"{address}/run").status_code == 409, "it is at work"


def job_time() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("files", "fields", "text"),
    [
        ([("media", ("a.zip", b"PK"))], {}, "No export was chosen"),
        ([("blog", EXPORT)], {"format": "blogger"}, "A format is auto"),
        ([("blog", EXPORT)], {"custom_types": "x"}, "Custom types are"),
        ([("blog", EXPORT)], {"site_url": "old.example"}, "begins with https://"),
    ],
)
def test_what_is_wrong_says_so_and_leaves_nothing(
    world: World, olga: Client, files: Any, fields: dict[str, str], text: str
) -> None:
    answer = olga.post("/admin/import", files=files, data=fields)
    assert answer.status_code == 422
    assert text in answer.text
    assert folders(world).newest_first() == []


def test_stop_and_begin_again(world: World, olga: Client) -> None:
    address = upload(olga, [("blog", EXPORT)], begin="now")
    assert olga.post(f"{address}/stop").status_code == 303
    assert "Stopped." in olga.get(address).text
    (one,) = folders(world).newest_first()
    assert one.state == "stopped"
    assert olga.post(f"{address}/run").status_code == 303
    assert folders(world).get(one.id).state == "waiting"


def test_a_server_that_stops_begins_no_import(world: World, olga: Client) -> None:
    upload(olga, [("blog", EXPORT)])
    stopping = UploadedImports(folders(world), world.folder, world.services.jobs)
    stopping.close()
    (job,) = world.services.jobs.claim(job_time(), ["import"])
    with pytest.raises(Unavailable):
        stopping.carry_out(job)
    (one,) = folders(world).newest_first()
    assert one.is_at_work, "it goes on after the next start"


@pytest.mark.parametrize("import_id", ["0", "..%2f..", "%2e%2e%2f", "a%00b", "é"])
def test_one_that_is_not_there(olga: Client, import_id: str) -> None:
    assert olga.get(f"/admin/import/{import_id}").status_code == 404
    assert olga.post(f"/admin/import/{import_id}/stop").status_code in (404, 405)


def test_only_for_owners_and_admins(world: World, bob: Client, stranger: Client) -> None:
    assert bob.get("/admin/import").status_code == 403
    assert bob.post("/admin/import", files=[("blog", EXPORT)]).status_code == 403
    assert stranger.post("/admin/import", files=[("blog", EXPORT)]).status_code == 401
    assert folders(world).newest_first() == []


def test_wrong_method(olga: Client) -> None:
    assert olga.request("DELETE", "/admin/import").status_code == 405
