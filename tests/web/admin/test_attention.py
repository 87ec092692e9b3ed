"""What an admin is told of the node, and the charts."""

from datetime import UTC, datetime
from typing import Any

import pytest

from app.services.jobs import Job
from app.web.admin.attention import concerns
from app.web.admin.charts import HEIGHT, WIDTH, bar_chart, size_text
from tests.web.world import Client, World

WELL = {
    "why": "",
    "unreplicated_s": 0.0,
    "max_unreplicated_s": 10.0,
    "same_disk": False,
    "sidecar": {"state": "running", "last_end": ""},
}


@pytest.mark.parametrize(
    ("change", "text", "is_bad"),
    [
        ({"why": "the disk is full"}, "takes no changes: the disk is full", True),
        ({"sidecar": {"state": "waiting", "last_end": "killed by signal 9"}}, "stopped (killed by signal 9)", True),
        ({"unreplicated_s": 6.0}, "6 s behind; at 10 s no change", True),
        ({"same_disk": True}, "not from a lost disk", False),
    ],
)
def test_what_is_wrong_is_said(change: dict[str, Any], text: str, is_bad: bool) -> None:
    (found,) = concerns({**WELL, **change}, [])
    assert text in found.text
    assert found.remedy
    assert found.is_bad == is_bad


def test_nothing_is_said_where_all_is_well() -> None:
    assert concerns(WELL, []) == []
    assert concerns({}, []) == []


def test_the_worst_comes_first(olga: Client) -> None:
    job = Job(7, "mail", "x", {}, datetime.now(UTC), 10, 1, "no answer", datetime.now(UTC))
    first, second = concerns({**WELL, "same_disk": True}, [job])
    assert first.job_id == 7
    assert "no answer" in first.text
    assert not second.is_bad


def test_a_job_that_was_given_up_can_be_tried_again(world: World, olga: Client, bob: Client) -> None:
    jobs = world.services.jobs
    jobs.put("mail", "x", datetime.now(UTC))
    for _ in range(10):
        (job,) = jobs.claim(datetime(2999, 1, 1, tzinfo=UTC), ["mail"])
        jobs.fail(job, "no answer", datetime.now(UTC))
    assert "no answer" in olga.get("/admin").text
    assert "no answer" not in bob.get("/admin").text, "an editor can do nothing about it"
    (job,) = jobs.given_up()
    assert bob.post(f"/admin/jobs/{job.id}/attempt").status_code == 403
    assert olga.post(f"/admin/jobs/{job.id}/attempt").status_code == 303
    assert jobs.given_up() == []
    assert "It is being tried again." in olga.get("/admin").text
    assert olga.post(f"/admin/jobs/{job.id}/attempt").status_code == 404
    assert olga.get(f"/admin/jobs/{job.id}/attempt").status_code == 405


def test_a_chart_has_every_value_in_its_table(olga: Client) -> None:
    html = olga.get("/admin").text
    assert html.count('<figure class="chart">') == 3
    assert "Posts.db</th>" in html
    assert "aria-labelledby" in html


def test_bars_stay_inside_the_drawing() -> None:
    chart = bar_chart("k", "Title", ("a", "b"), [("x", 0), ("y", 1), ("z", 100_000)])
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH and 0 <= bar.y <= HEIGHT for bar in chart.bars)
    assert [bar.height for bar in chart.bars] == [0, 1.5, HEIGHT], "one of many can still be seen"
    assert bar_chart("k", "T", ("a", "b"), []).is_empty
    assert bar_chart("k", "T", ("a", "b"), [("x", 0)]).is_empty


@pytest.mark.parametrize(
    ("size_bytes", "text"), [(0, "0 B"), (999, "999 B"), (1000, "1.0 KB"), (123_456, "123 KB"), (5.5e9, "5.5 GB")]
)
def test_sizes_as_people_read_them(size_bytes: float, text: str) -> None:
    assert size_text(size_bytes) == text
