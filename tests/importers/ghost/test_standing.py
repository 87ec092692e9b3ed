"""Who may read what: only what was public in Ghost is published."""

import pytest

from app.importers.items import Warned


@pytest.mark.parametrize(
    ("values", "status", "reason"),
    [
        ({}, "published", ""),
        ({"visibility": None}, "published", ""),
        ({"visibility": "members"}, "restricted", "members only"),
        ({"visibility": "paid"}, "restricted", "paid members only"),
        ({"visibility": "tiers"}, "restricted", "paid members only"),
        ({"visibility": "product:gold"}, "restricted", "only certain members"),
        ({"status": "sent"}, "restricted", "e-mail only"),
        ({"status": "draft"}, "draft", ""),
        ({"status": "draft", "visibility": "paid"}, "draft", "paid members only"),
        ({"status": "scheduled", "published_at": "2999-01-01 00:00:00"}, "scheduled", ""),
        ({"status": "scheduled", "published_at": "2999-01-01 00:00:00", "visibility": "paid"},
            "restricted", "paid members only"),
        ({"status": "scheduled", "published_at": "2001-01-01 00:00:00"}, "draft", ""),
        ({"status": "scheduled", "published_at": None}, "draft", ""),
        ({"status": None}, "draft", ""),
        ({"status": "odd"}, "draft", ""),
    ],
)  # fmt: skip
def test_standing(ghost, values, status, reason):
    entry = ghost.entry(**values)
    assert (entry.status, entry.reason) == (status, reason)


def test_email_only_stands_in_another_table(ghost):
    entry = ghost.entry(tables={"posts_meta": [{"post_id": "p1", "email_only": 1}]})
    assert (entry.status, entry.reason) == ("restricted", "e-mail only")
    assert entry.path == "/email/0067e07a-0324-486f-ab4c-5551a273090d/"


def test_nothing_of_a_private_blog_is_published(ghost):
    entry = ghost.entry(tables={"settings": [{"key": "is_private", "value": "true"}]})
    assert (entry.status, entry.reason) == ("private", "the whole blog was private")


def test_a_schedule_that_has_passed_is_said(ghost):
    assert any("has passed" in said for said in ghost.warnings(status="scheduled", published_at="2001-01-01 00:00:00"))


def test_a_preview_before_a_paywall_is_said(ghost, make):
    items = ghost.read_tables(posts=[make.post(visibility="paid", html="<p>a</p><!--members-only--><p>b</p>")])
    assert [item.message for item in items if isinstance(item, Warned)] == [
        "what stands before its paywall was public in Ghost; here all of it is held back"
    ]
