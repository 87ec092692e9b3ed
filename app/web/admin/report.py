"""How much everybody has written, and how much was said about it: read across files by one query."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

from litestar import Request, Response, get
from litestar.di import NamedDependency

from app.services.users import User
from app.web.admin.pages import desk_page
from app.web.theme import Theme

AnyRequest = Request[Any, Any, Any]


class AuthorRow(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def posts(self) -> int: ...

    @property
    def comments(self) -> int: ...


@get("/admin/report", sync_to_thread=True)
def show_report(
    request: AnyRequest,
    editor: NamedDependency[User],
    author_report: NamedDependency[Callable[[], Sequence[AuthorRow]]],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    rows = author_report()
    most = max((row.posts for row in rows), default=0)
    return desk_page(request, theme, editor, "admin/report.html", "Report", rows=rows, most=most)


HANDLERS = [show_report]
