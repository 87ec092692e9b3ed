"""Comments of a dump that has them."""

from datetime import UTC, datetime

from app.importers.items import Comment, Entry, Failed, Skipped


def test_comments_follow_their_post(ghost, make):
    rows = [
        {"id": "c1", "post_id": "p1", "member_id": "m", "status": "published", "html": "<p>Hi</p>",
         "created_at": "2024-01-01 00:00:00"},
        {"id": "c2", "post_id": "p1", "parent_id": "c1", "status": "hidden", "html": "<p>Spam?</p>"},
        {"id": "c3", "post_id": "p1", "status": "deleted", "html": "<p>Gone</p>"},
        {"id": "c4", "post_id": "p9", "status": "published", "html": "<p>Lost</p>"},
        None,
    ]  # fmt: skip
    members = [{"id": "m", "name": "Mia", "email": "mia@example.org"}]
    items = ghost.read_tables(posts=[make.post()], comments=rows, members=members)
    at = next(n for n, item in enumerate(items) if isinstance(item, Entry))
    assert items[at + 1 : at + 4] == [
        Comment("c1", "p1", "Mia", datetime(2024, 1, 1, tzinfo=UTC), "<p>Hi</p>", "approved", email="mia@example.org"),
        Comment("c2", "p1", "", None, "<p>Spam?</p>", "pending", parent_ref="c1"),
        Skipped("comments", "c3", "deleted in Ghost"),
    ]
    left = [item for item in items if isinstance(item, Skipped | Failed) and item.kind == "comments"]
    assert len(left) == 3
