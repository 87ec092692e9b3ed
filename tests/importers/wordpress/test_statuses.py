"""Statuses, dates and what is held back."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.importers.items import Entry

ZERO = "0000-00-00 00:00:00"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("publish", "published"),
        ("draft", "draft"),
        ("pending", "review"),
        ("private", "private"),
        ("trash", "trash"),
    ],
)
def test_statuses(exports: Any, item: Any, status: str, expected: str) -> None:
    assert exports.read(item(status=status)).entry.status == expected


@pytest.mark.parametrize("status", ["publish", "future"])
def test_password_means_protected(exports: Any, item: Any, status: str) -> None:
    entry = exports.read(item(status=status, post_password="s3cret", post_date_gmt="2030-01-01 00:00:00")).entry
    assert (entry.status, entry.password) == ("protected", "s3cret")


@pytest.mark.parametrize("status", ["draft", "private", "trash"])
def test_password_of_what_is_held_back_anyway(exports: Any, item: Any, status: str) -> None:
    entry = exports.read(item(status=status, post_password="s3cret")).entry
    assert entry.status == status
    assert entry.password == "s3cret"


def test_future_post_waits_for_its_date(exports: Any, item: Any) -> None:
    dates = {"post_date": "2024-07-01 10:00:00", "post_date_gmt": "2024-07-01 08:00:00"}
    stream = exports.read(item(status="future", **dates))
    assert stream.entry.status == "scheduled"
    assert stream.entry.published_at == datetime(2024, 7, 1, 8, tzinfo=UTC)


def test_future_post_whose_date_has_passed_is_a_draft(exports: Any, item: Any) -> None:
    stream = exports.read(item(status="future"))
    assert stream.entry.status == "draft"
    assert "has passed" in stream.warnings[0]


@pytest.mark.parametrize(("status", "says"), [("pitch", "unknown"), ("", "no status")])
def test_unknown_status_is_never_public(exports: Any, item: Any, status: str, says: str) -> None:
    stream = exports.read(item(status=status))
    assert stream.entry.status == "draft"
    assert says in stream.warnings[0]


def test_dates_are_utc_and_the_day_is_local(exports: Any, item: Any) -> None:
    entry = exports.read(item(post_date="2024-05-07 01:30:00", post_date_gmt="2024-05-06 23:30:00")).entry
    assert entry.published_at == datetime(2024, 5, 6, 23, 30, tzinfo=UTC)
    assert entry.local_date == "2024-05-07"


def test_draft_has_no_date_but_was_saved_once(exports: Any, item: Any) -> None:
    stream = exports.read(item(), item(post_id="2", status="draft", post_date_gmt=ZERO, title="D", post_name=""))
    entry = stream.all(Entry)[1]
    assert entry.published_at is None
    assert entry.local_date is None
    assert entry.updated_at == datetime(2024, 5, 6, 7, tzinfo=UTC)


def test_missing_utc_is_made_from_the_usual_offset(exports: Any, item: Any) -> None:
    stream = exports.read(item(post_id="2", post_name="b"), item(post_date_gmt=ZERO, post_name="late"))
    late = next(one for one in stream if getattr(one, "slug", "") == "late")
    assert late.published_at == datetime(2024, 5, 6, 7, tzinfo=UTC)


def test_date_of_the_feed_where_there_is_no_other(exports: Any, item: Any) -> None:
    fields = {"post_date": "", "post_date_gmt": "", "pubDate": "Sat, 27 May 2017 23:33:38 +0200"}
    entry = exports.read(item(**fields)).entry
    assert entry.published_at == datetime(2017, 5, 27, 21, 33, 38, tzinfo=UTC)
    assert exports.read(item(**{**fields, "pubDate": "Tue, 30 Nov 1999 00:00:00 +0000"})).entry.published_at is None


@pytest.mark.parametrize("date", ["nonsense", ZERO, "2024-13-45 99:99:99", "", "-0001-11-30 00:00:00"])
def test_nonsense_is_no_date(exports: Any, item: Any, date: str) -> None:
    entry = exports.read(item(post_date=date, post_date_gmt=date)).entry
    assert (entry.published_at, entry.local_date) == (None, None)


def test_modification_date(exports: Any, item: Any) -> None:
    entry = exports.read(item(post_modified_gmt="2024-05-08 10:00:00")).entry
    assert entry.updated_at == datetime(2024, 5, 8, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("local", "zone"),
    [("2024-05-06 07:00:00", "UTC"), ("2024-05-06 12:30:00", "+05:30"), ("2024-05-06 02:59:59", "-04:00")],
)
def test_zone_from_the_difference(exports: Any, item: Any, local: str, zone: str) -> None:
    assert exports.read(item(post_date=local)).site.timezone == zone


def test_zone_is_that_of_most_posts_and_summer_time_is_said(exports: Any, item: Any) -> None:
    winter = [
        item(post_id=str(n), post_name=f"p{n}", post_date="2024-01-01 08:00:00", post_date_gmt="2024-01-01 07:00:00")
        for n in (2, 3)
    ]
    stream = exports.read(item(), *winter)
    assert stream.site.timezone == "+01:00"
    assert any("by its name" in warning for warning in stream.warnings)


def test_sticky_order_and_openness(exports: Any, item: Any) -> None:
    entry = exports.read(item(is_sticky="1", menu_order="7", comment_status="open")).entry
    assert (entry.pinned, entry.position, entry.comments_open) == (True, 7, True)
    assert not exports.read(item(comment_status="closed")).entry.comments_open
