"""What was typed, as readers would see it."""

import pytest

from tests.web.admin.editor.forms import BAD_IDS, DRAFT, opened
from tests.web.world import Client, World

ADDRESS = f"/admin/posts/{DRAFT}/preview"


def test_works(world: World, bob: Client) -> None:
    before = world.databases["drafts"].revision()
    source = "Some *words*.\n\nhttps://www.youtube.com/watch?v=dQw4w9WgXcQ\n\n<script>alert(1)</script>"
    answer = bob.post(ADDRESS, data=opened(bob, DRAFT) | {"title": "As readers see it", "source": source})
    assert answer.status_code == 200
    assert '<h1 class="p-name">As readers see it</h1>' in answer.text
    assert "Some <em>words</em>." in answer.text
    assert 'data-embed="https://www.youtube-nocookie.com/' in answer.text
    assert "waypost.css" in answer.text
    assert "alert(1)" not in answer.text
    assert answer.headers["cache-control"] == "private, no-store"
    assert world.databases["drafts"].revision() == before


def test_bad_input_still_shows_the_words(bob: Client) -> None:
    form = opened(bob, DRAFT)
    answer = bob.post(ADDRESS, data=form | {"canonical_url": "half", "source": "Words."})
    assert (answer.status_code, "<p>Words.</p>" in answer.text) == (200, True)
    assert bob.post(ADDRESS, data=form | {"version": "x"}).status_code == 422


def test_who_may_not(stranger: Client, alice: Client, carl: Client) -> None:
    assert stranger.post(ADDRESS, data={"source": "x"}).status_code == 401
    assert alice.post(ADDRESS, data={"source": "x"}).status_code == 403
    assert carl.post(ADDRESS, data={"source": "x"}).status_code == 403


@pytest.mark.parametrize("draft_id", BAD_IDS)
def test_bad_id(bob: Client, draft_id: str) -> None:
    assert bob.post(f"/admin/posts/{draft_id}/preview", data={"source": "x"}).status_code == 404


def test_wrong_method(bob: Client) -> None:
    assert bob.get(ADDRESS).status_code == 405
