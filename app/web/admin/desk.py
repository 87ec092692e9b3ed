"""The first page after signing in: what waits for somebody, how the node is, and how the site grows."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.services.audit import AuditService
from app.services.comments import CommentService
from app.services.drafts import DraftService, LifecycleService, Wanted
from app.services.inbox import InboxService
from app.services.jobs import JobService
from app.services.posts import PostService
from app.services.users import User
from app.web.admin.attention import Concern, concerns
from app.web.admin.auth import ADMINS, EDITORS
from app.web.admin.charts import Chart, bar_chart, size_text
from app.web.admin.notices import done
from app.web.admin.pages import desk_page
from app.web.dates import Calendar, calendar
from app.web.node import Node
from app.web.theme import Theme

RECENT = 8
MONTHS = 24

AnyRequest = Request[Any, Any, Any]


@get("/admin", sync_to_thread=True)
def show_desk(
    request: AnyRequest,
    user: NamedDependency[User],
    drafts: NamedDependency[DraftService],
    lifecycle: NamedDependency[LifecycleService],
    inbox: NamedDependency[InboxService],
    posts: NamedDependency[PostService],
    comments: NamedDependency[CommentService],
    jobs: NamedDependency[JobService],
    node: NamedDependency[Node],
    file_sizes: NamedDependency[Callable[[], Mapping[str, int]]],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """Comments are only shown to whoever may decide them: they carry e-mail addresses. How the node is, to admins."""
    is_admin, is_editor = user.role in ADMINS, user.role in EDITORS
    info = theme.site()
    months = _Months(calendar(info.language, info.timezone))
    charts = [
        months.chart(
            "posts", "Posts a month", ("Month", "Posts"), [(m.year, m.month, m.posts) for m in posts.months()]
        ),
        months.chart("talk", "Comments a month", ("Month", "Comments"), comments.months(months.first)),
    ]
    if is_admin:
        charts.append(_sizes(file_sizes()))
    found: list[Concern] = concerns(node.status(), jobs.given_up()) if is_admin else []
    return desk_page(
        request,
        theme,
        user,
        "admin/desk.html",
        "Desk",
        counts=drafts.count_by_status(),
        comments=inbox.counts(),
        pending=inbox.list_submissions("pending", 1, 3) if is_editor else [],
        recent=lifecycle.list(Wanted(status="draft", reader_id="" if is_editor else user.id), 1, RECENT).entries,
        concerns=found,
        charts=charts if is_editor else charts[:1],
    )


@post("/admin/jobs/{job_id:int}/attempt", sync_to_thread=True, status_code=303)
def try_job_again(
    job_id: FromPath[int],
    admin: NamedDependency[User],
    jobs: NamedDependency[JobService],
    audit: NamedDependency[AuditService],
) -> Response[bytes]:
    jobs.try_again(job_id)
    audit.record(admin.id, "tried again", "job", str(job_id))
    return done("/admin/", "job-again")


class _Months:
    """The last months, this one included, by the site's calendar."""

    def __init__(self, dates: Calendar) -> None:
        now = datetime.now(dates.zone)
        last = now.year * 12 + now.month - 1
        self._months = [divmod(number, 12) for number in range(last - MONTHS + 1, last + 1)]
        self._dates = dates

    @property
    def first(self) -> str:
        """YYYY-MM."""
        year, month = self._months[0]
        return f"{year:04}-{month + 1:02}"

    def chart(self, key: str, title: str, columns: tuple[str, str], counts: Sequence[tuple[int, int, int]]) -> Chart:
        """`counts`: (year, month, number); months without any may be left out."""
        known = {(year, month): number for year, month, number in counts}
        values = [(self._dates.month(year, at + 1), float(known.get((year, at + 1), 0))) for year, at in self._months]
        return bar_chart(key, title, columns, values)


def _sizes(sizes: Mapping[str, int]) -> Chart:
    values = [(name, float(size_bytes)) for name, size_bytes in sizes.items()]
    return bar_chart("sizes", "Size of each file", ("File", "Size"), values, size_text)


HANDLERS = [show_desk, try_job_again]
