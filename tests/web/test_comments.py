"""Commenting: what is sent, what becomes of it, and that nobody's page changes by it."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app.web.commenters import time_mark
from tests.services.making import id_of
from tests.web.admin.conftest import signed_in
from tests.web.conftest import copy_of
from tests.web.content import Sample
from tests.web.world import Client, World, open_world

ESSAY, CLOSED = id_of("essay"), id_of("files")
PAGE = "/2015/02/the-map-is-a-promise/"
SEND = f"/comments/{ESSAY}"
FORM = {"name": "Rosa", "email": "rosa@mail.test", "website": "", "comment": "I *walked* there.", "parent": ""}


@pytest.fixture
def world(tmp_path: Path, sample_folder: tuple[Path, Sample]) -> Iterator[World]:
    """The sample site behind a proxy that says whose request it is."""
    opened = open_world(copy_of(sample_folder[0], tmp_path), WAYPOST_TRUSTED_PROXIES="127.0.0.1")
    yield opened
    opened.close()


@pytest.fixture
def reader(world: World) -> Client:
    return world.client()


def send(client: Client, post: str = ESSAY, **changes: Any) -> Any:
    return client.post(f"/comments/{post}", data=FORM | changes, headers={"x-forwarded-for": "198.51.100.7"})


def waiting(world: World) -> list[str]:
    return [one.body for one in world.services.inbox.list_submissions("pending")]


def test_sent_waits_and_appears_when_approved(world: World, reader: Client) -> None:
    answer = send(reader)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{SEND}/sent")
    thanks = reader.get(answer.headers["location"])
    assert "Your comment is kept" in thanks.text
    assert PAGE in thanks.text
    kept = world.services.inbox.list_submissions("pending")[0]
    assert (kept.author_name, kept.email, kept.network) == ("Rosa", "rosa@mail.test", "198.51.100.7")
    assert "<em>walked</em>" not in reader.get(PAGE).text
    world.services.inbox.decide([kept.id], "approved")
    assert "<p>I <em>walked</em> there.</p>" in reader.get(PAGE).text


def test_only_the_inbox_is_written(world: World, reader: Client) -> None:
    def revisions() -> dict[str, Any]:
        return {name: database.revision() for name, database in world.databases.items()}

    before = revisions()
    for number in range(20):
        assert send(reader, comment=f"Buy {number}", subject="x").status_code == 303
    after = revisions()
    assert after.pop("inbox") > before.pop("inbox")
    assert after == before
    assert world.services.inbox.counts()["spam"] == 21


def test_the_page_is_the_same_for_everybody_and_stays_kept(world: World) -> None:
    first, second = world.client(), world.client()
    before = first.get(PAGE)
    assert send(first).status_code == 303
    again, other = first.get(PAGE), second.get(PAGE)
    assert before.content == again.content == other.content
    assert before.headers["etag"] == again.headers["etag"]
    assert "set-cookie" not in again.headers
    assert "private" not in again.headers["cache-control"]


def test_known_people_appear_at_once(world: World, reader: Client) -> None:
    send(reader)
    world.services.inbox.decide([world.services.inbox.list_submissions("pending")[0].id], "approved")
    answer = send(reader, comment="Once more.")
    shown = re.fullmatch(re.escape(PAGE) + "#(wp-comment-[0-9a-f]{24})", answer.headers["location"])
    assert shown
    assert f'id="{shown[1]}"' in reader.get(PAGE).text
    assert send(world.client(), comment="In her name.").headers["location"].endswith("/sent")
    forged = world.client()
    forged.cookies.set("waypost_commenter", "0" * 32 + "." + "0" * 40, domain="blog.test", path="/comments")
    assert send(forged, comment="Forged.").headers["location"].endswith("/sent")


def test_the_cookie_goes_with_comments_only(reader: Client) -> None:
    cookie = send(reader).headers["set-cookie"]
    assert cookie.startswith("waypost_commenter=")
    assert {"HttpOnly", "Path=/comments", "SameSite=lax"} <= set(cookie.split("; "))
    assert reader.cookies.get("waypost_commenter")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": " "}, "Please give a name"),
        ({"name": "x" * 81}, "Please give a name"),
        ({"comment": "\u202e\n"}, "Please write something"),
        ({"comment": "x" * 10_001}, "Please write something"),
        ({"email": "nobody"}, "This e-mail is no address"),
        ({"website": "javascript:alert(1)"}, "This website is no address"),
    ],
)
def test_what_was_typed_stays_in_the_form(world: World, reader: Client, changes: dict[str, str], says: str) -> None:
    answer = send(reader, **({"comment": "Kept <text>"} | changes))
    assert answer.status_code == 422
    assert says in answer.text
    assert "comment" in changes or "Kept &lt;text&gt;" in answer.text
    assert "name" in changes or 'value="Rosa"' in answer.text
    assert len(waiting(world)) == 1


def test_sent_twice_is_one(world: World, reader: Client) -> None:
    first, second = send(reader), send(reader)
    assert first.headers["location"] == second.headers["location"]
    assert len(waiting(world)) == 2


def test_an_answer_without_a_script(world: World, reader: Client) -> None:
    answered = id_of("comment 1")
    assert f'href="{SEND}?reply={answered}"' in reader.get(PAGE).text
    form = reader.get(f"{SEND}?reply={answered}")
    assert "no-store" in form.headers["cache-control"]
    assert "The 1912 sheets are wonderful" in form.text
    assert f'name="parent" value="{answered}"' in form.text
    send(reader, parent=answered)
    assert world.services.inbox.list_submissions("pending")[0].parent_id == answered


@pytest.mark.parametrize("reply", ["x", id_of("comment 31"), id_of("comment 33"), "%00", "'"])
def test_an_answer_to_nothing_is_a_comment(reader: Client, reply: str) -> None:
    """A waiting comment's text in particular is not shown."""
    form = reader.get(f"{SEND}?reply={reply}")
    assert form.status_code == 200
    assert 'name="parent" value=""' in form.text
    assert "<blockquote" not in form.text


def test_closed(world: World, reader: Client) -> None:
    closed = reader.get("/2015/01/small-files/").text
    assert 'class="say"' not in closed
    answer = send(reader, CLOSED, comment="Too late?")
    assert answer.status_code == 422
    assert "Comments are closed." in answer.text
    assert "Too late?" in answer.text
    world.services.site.update(comments=False)
    page = reader.get(PAGE).text
    assert "The 1912 sheets are wonderful" in page
    assert 'class="say"' not in page
    assert "data-reply" not in page
    assert send(reader).status_code == 422
    assert len(waiting(world)) == 1


def test_closed_after_days(world: World, reader: Client) -> None:
    site = world.services.site
    site.update(comments_close_after_days=30)
    site.close_old_comments(datetime(2015, 3, 1, tzinfo=UTC))
    assert 'class="say"' in reader.get(PAGE).text
    revision = world.databases["site"].revision()
    site.close_old_comments(datetime(2015, 3, 1, 12, tzinfo=UTC))
    assert world.databases["site"].revision() == revision
    site.close_old_comments(datetime(2015, 4, 1, tzinfo=UTC))
    assert 'class="say"' not in reader.get(PAGE).text
    assert send(reader).status_code == 422
    site.update(comments_close_after_days=None)
    site.close_old_comments(datetime(2015, 4, 1, tzinfo=UTC))
    assert 'class="say"' in reader.get(PAGE).text


@pytest.mark.parametrize("post", [id_of("draft"), id_of("private"), id_of("protected"), "0" * 24, "x", "%00"])
def test_no_such_post(world: World, reader: Client, post: str) -> None:
    """What is not public is not there."""
    assert send(reader, post).status_code == 404
    assert reader.get(f"/comments/{post}").status_code == 404
    assert reader.get(f"/comments/{post}/sent").status_code == 404
    assert len(waiting(world)) == 1


def test_wrong_method(reader: Client) -> None:
    assert reader.request("PUT", SEND).status_code == 405
    assert reader.post(f"{SEND}/sent").status_code == 405


def test_from_another_site(world: World, reader: Client) -> None:
    answer = reader.post(SEND, data=FORM, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert len(waiting(world)) == 1


def test_too_large(reader: Client) -> None:
    assert send(reader, comment="x" * 300_000).status_code == 413


def test_no_form(reader: Client) -> None:
    assert reader.post(SEND, content=b"{}", headers={"content-type": "application/json"}).status_code in (400, 415, 422)
    assert reader.post(SEND, content=b"\xff%%%=&&=").status_code in (400, 415, 422)


def test_machines(world: World, reader: Client) -> None:
    """They are told what everybody is told."""
    quick = time_mark(world.settings, ESSAY)
    for changes in ({"subject": "x"}, {"mark": quick, "comment": "Two"}):
        assert send(reader, **changes).headers["location"] == f"{SEND}/sent"
    reasons = [one.reasons for one in world.services.inbox.list_submissions("spam")]
    assert sorted(reasons) == ["", "fast", "trap"]


@pytest.mark.parametrize("mark", ["", "1", "1.x", "99999999999.0", f"{'9' * 30}.0", "١.x"])
def test_a_mark_nobody_gave(world: World, reader: Client, mark: str) -> None:
    send(reader, mark=mark)
    assert len(waiting(world)) == 2


def test_the_mark(reader: Client) -> None:
    answer = reader.get(f"{SEND}/mark")
    assert re.fullmatch(r"\d{10}\.[0-9a-f]{40}", answer.text)
    assert "no-store" in answer.headers["cache-control"]
    assert "set-cookie" not in answer.headers


def test_too_many_from_one_network(world: World, reader: Client) -> None:
    for number in range(40):
        assert send(reader, comment=f"Number {number}").status_code == 303
    answer = send(reader, comment="One more")
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "3600")
    assert "One more" in answer.text
    elsewhere = reader.post(SEND, data=FORM, headers={"x-forwarded-for": "198.51.100.7, 203.0.113.9"})
    assert elsewhere.status_code == 303  # the last one is whom the proxy has seen; what stands before it is made up


def test_people_of_the_site_write_as_themselves(world: World) -> None:
    alice = signed_in(world, "alice")
    page = alice.get(PAGE)
    assert "You write as Alice Author." in page.text
    assert "no-store" in page.headers["cache-control"]
    answer = alice.post(SEND, data={"comment": "Thank *you*.", "parent": id_of("comment 3"), "name": "Jane Ferriter"})
    assert answer.headers["location"].startswith(PAGE)
    assert "waypost_commenter" not in answer.headers.get("set-cookie", "")
    seen = world.client().get(PAGE).text
    assert "You write as" not in seen
    assert re.search(r'Alice Author</span>\s*<span class="badge">Marginal Notes</span>', seen)
    assert re.search(r'Jane Ferriter</span>\s*<span class="badge">Author</span>', seen)
    carl = signed_in(world, "carl")
    assert carl.post(SEND, data={"comment": "Mine"}).headers["location"].endswith("/sent")


def test_a_name_gives_no_badge(world: World, reader: Client) -> None:
    send(reader, name="Jane Ferriter", comment="Not her.")
    world.services.inbox.decide([world.services.inbox.list_submissions("pending")[0].id], "approved")
    said = reader.get(PAGE).text.partition("Not her.")[0]
    assert "badge" not in said[said.rindex("Jane Ferriter") :]


def test_counts_on_lists_do_not_hold_mentions(reader: Client) -> None:
    assert "Comments: 20" in reader.get("/").text


def test_robots_stay_out(reader: Client) -> None:
    assert "Disallow: /comments/" in reader.get("/robots.txt").text
    assert 'content="noindex"' in reader.get(SEND).text
