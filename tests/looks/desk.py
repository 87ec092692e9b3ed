"""Every page of the desk, found in the handlers themselves: a new one is looked at too, or the tests fail."""

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from playwright.sync_api import Page

from app.content import render_comment
from app.importers.uploaded import Asked
from app.main import Parts
from app.services.drafts import ImportedItem
from app.services.inbox import ImportedSubmission, Submission
from app.services.media import Wanted
from app.web import admin
from tests.looks.matrix import LOCKED, Look
from tests.services.making import draft, id_of

EMAIL, PASSWORD = "olga@blog.example", "correct horse battery staple"
_PLACE = re.compile(r"\{(\w+):\w+\}")
# What an address needs beside its path to show what it is for.
_QUERIES = {"/admin/invitation": "token={invitation}", "/admin/reset": "token={reset}"}


@dataclass(frozen=True)
class Desk:
    """`values`: what the places of addresses ({draft_id}) and queries stand for on this site."""

    values: Mapping[str, str]

    def looks(self) -> list[Look]:
        """Raises: KeyError: a handler has a place nobody has filled in here."""
        paths = sorted({path for one in admin.HANDLERS for path in one.paths if "GET" in one.http_methods})
        return [Look("desk", path.removeprefix("/admin").strip("/") or "desk", self._address(path)) for path in paths]

    def _address(self, path: str) -> str:
        query = _QUERIES.get(path, "").format(**self.values)
        return _PLACE.sub(lambda place: self.values[place[1]], path) + (f"?{query}" if query else "")


def furnish(parts: Parts) -> Desk:
    """Give the site an owner, something to write on, and something to decide."""
    services = parts.services
    owner = services.users.create(name="Olga Ferriter", email=EMAIL, role="owner", password=PASSWORD)
    written = draft(900, title="On the patience of rivers", status="draft", path="")
    locked = draft(901, title="For members", status="protected", path=LOCKED, password="heron")
    services.drafts.import_items([ImportedItem(written, "1"), ImportedItem(locked, "1")])
    parts.worker.drain(parts.databases["drafts"])
    post = services.posts.find_by_path("/2026/05/the-map-is-a-promise/")
    assert post is not None
    services.inbox.import_items([ImportedSubmission(_waiting(post.id), "waiting")])
    return Desk(
        {
            "draft_id": written.id,
            "slug": services.editing.tags()[0].tag.slug,
            "comment_id": id_of("waiting"),
            "invitation": services.users.invite(owner, "new@blog.example", "editor"),
            "reset": services.users.new_reset(owner.id, owner.id),
            "media_id": services.media.list_media(Wanted(), 1, 1).entries[0].media.id,
            "export_id": parts.exports.begin("drafts").id,
            "import_id": parts.uploaded.receive(Asked(), [("blog", "blog.xml", io.BytesIO(b"<rss/>"))]).id,
        }
    )


def sign_in(page: Page, origin: str) -> None:
    page.goto(f"{origin}/admin/sign-in")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Sign out").wait_for()


def _waiting(post_id: str) -> Submission:
    said = "Is the ferry at Güstebieser Loose still running? See https://example.org/ferry"
    return Submission(
        id=id_of("waiting"),
        post_id=post_id,
        parent_id=None,
        kind="comment",
        author_name="A walker",
        email="walker@example.org",
        url="https://example.org/",
        address="192.0.2.1",
        body=said,
        html=render_comment(said).html,
        decision="pending",
        created_at=datetime(2026, 5, 20, 9, tzinfo=UTC),
        version=1,
    )
