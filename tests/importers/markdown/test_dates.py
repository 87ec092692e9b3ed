"""Dates as people write them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.markdown.dates import find_zone, name_date, path_date, read_date

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        ("2020-01-02", "2020-01-02T05:00"),
        ("2020-07-02", "2020-07-02T04:00"),
        ("2020-01-02 10:00", "2020-01-02T15:00"),
        ("2020-01-02 10:00:00 -0500", "2020-01-02T15:00"),
        ("2020-01-02 10:00:00 -5", "2020-01-02T15:00"),
        ("2020-01-02T10:00:00.123Z", "2020-01-02T10:00:00.123"),
        ("2020-01-02T10:00:00+05:30", "2020-01-02T04:30"),
        ("2020/1/2 7:08 PM", "2020-01-03T00:08"),
        ("2020-01-02 10:00 PST", "2020-01-02T18:00"),
        ("2020-01-02 10:00 Europe/Paris", "2020-01-02T09:00"),
        ("2020-01-02 10:00:00 2020 -0800", "2020-01-02T18:00"),
        ("January 2, 2020", "2020-01-02T05:00"),
        ("2nd Jan 2020 3:04 pm", "2020-01-02T20:04"),
        ("Thu, 02 Jan 2020 10:00:00 GMT", "2020-01-02T10:00"),
        ("20200102", "2020-01-02T05:00"),
        ("1577959200", "2020-01-02T10:00"),
    ],
)
def test_dates_of_new_york(written: str, utc: str) -> None:
    found = read_date(written, NEW_YORK)
    assert found is not None
    assert found.at == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_toml_dates_are_dates_too() -> None:
    assert read_date(date(2020, 1, 2), UTC) == read_date("2020-01-02", UTC)
    assert read_date(datetime(2020, 1, 2, 3, 4, tzinfo=UTC), UTC) == read_date("2020-01-02T03:04:00Z", UTC)


def test_a_time_without_a_zone_may_be_in_another_than_the_sites() -> None:
    found = read_date("2020-01-02 03:00", NEW_YORK, UTC)
    assert found is not None
    assert found.at == datetime(2020, 1, 2, 3, tzinfo=UTC)
    assert found.written == date(2020, 1, 2)


@pytest.mark.parametrize(
    "written", ["", "soon", "2020-13-01", "2019-02-30", "2020-01-01T25:00", "0001-01-01T00:00:00Z", True, None, 7, []]
)
def test_no_dates(written: object) -> None:
    assert read_date(written, UTC) is None


@given(st.one_of(st.text(), st.from_regex(r"\d{4}-\d\d-\d\d.{0,12}")))
def test_reading_never_raises(written: str) -> None:
    read_date(written, NEW_YORK)


@pytest.mark.parametrize(
    ("stem", "day", "rest"),
    [
        ("2019-01-02-hello", date(2019, 1, 2), "hello"),
        ("2019-1-2_hello", date(2019, 1, 2), "hello"),
        ("2019-01-02", date(2019, 1, 2), ""),
        ("2019-13-02-hello", None, "2019-13-02-hello"),
        ("hello-2019-01-02", None, "hello-2019-01-02"),
    ],
)
def test_dates_of_file_names(stem: str, day: date | None, rest: str) -> None:
    assert name_date(stem) == (day, rest)


def test_dates_of_paths() -> None:
    assert path_date("inside/2020/02/11/x") == date(2020, 2, 11)
    assert path_date("2020-02-11-x") == date(2020, 2, 11)
    assert path_date("a/2020/02/x") is None
    assert path_date("a/2020/02/31/x") is None


@pytest.mark.parametrize(("name", "hours"), [("+05:30", 5.5), ("UTC", 0), ("", 0), ("Nowhere/Land", 0), ("../etc", 0)])
def test_zones(name: str, hours: float) -> None:
    offset = datetime(2020, 1, 1, tzinfo=find_zone(name)).utcoffset()
    assert offset is not None
    assert offset.total_seconds() == hours * 3600
