"""Renders the desk's pages: with the navigation a role has, and the notice of what was just done."""

import secrets
from typing import Any

from litestar import Request, Response

from app.services.users import User
from app.web.admin.auth import ADMINS, EDITORS
from app.web.admin.notices import notice_of, undo_of, without_notice
from app.web.answers import page
from app.web.dates import calendar
from app.web.theme import Theme

AnyRequest = Request[Any, Any, Any]


def desk_page(
    request: AnyRequest, theme: Theme, user: User, template: str, title: str, *, status_code: int = 200, **values: Any
) -> Response[bytes]:
    info = theme.site()
    notice = notice_of(request)
    body = theme.templates.bare(
        template,
        site=info,
        user=user,
        is_admin=user.role in ADMINS,
        is_editor=user.role in EDITORS,
        title=title,
        notice=notice,
        begin_key=secrets.token_urlsafe(12),
        undo_ids=undo_of(request),
        dates=calendar(info.language, info.timezone),
        **values,
    )
    answer = page(body, status_code)
    return without_notice(answer) if notice else answer
