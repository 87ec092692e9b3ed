"""Renders the editor's page."""

from typing import Any

from litestar import Request, Response

from app.content import reading_minutes
from app.services.drafts import EditingService, path_of
from app.services.users import User, UserService
from app.web.admin.auth import EDITORS
from app.web.admin.editor.forms import LABELS, Sheet, chosen_authors
from app.web.admin.editor.rights import may_publish
from app.web.admin.pages import desk_page
from app.web.theme import Theme

AnyRequest = Request[Any, Any, Any]


def sheet_page(
    request: AnyRequest,
    theme: Theme,
    user: User,
    users: UserService,
    editing: EditingService,
    sheet: Sheet,
    status_code: int = 200,
) -> Response[bytes]:
    draft = sheet.draft
    return desk_page(
        request,
        theme,
        user,
        "admin/editor.html",
        sheet.fields.title or ("Untitled page" if draft.kind == "page" else "Untitled post"),
        status_code=status_code,
        sheet=sheet,
        draft=draft,
        fields=sheet.fields,
        labels=LABELS,
        here=names_of_others(editing, users, draft.id, user),
        can_publish=may_publish(user, draft),
        people=_people(user, users, sheet),
        chosen=chosen_authors(sheet.fields),
        made_path=path_of(sheet.fields),
        minutes=reading_minutes(draft.text),
    )


def names_of_others(editing: EditingService, users: UserService, draft_id: str, user: User) -> list[str]:
    """Who else is at this item just now."""
    ids = editing.others_at(draft_id, user.id)
    return sorted(one.name for one in users.users_by_id(ids).values()) if ids else []


def _people(user: User, users: UserService, sheet: Sheet) -> list[tuple[str, str]]:
    """(id, name) of those an editor may name: first who is named, then by name. Nobody else may choose."""
    if user.role not in EDITORS:
        return []
    named = [(author.id, author.name) for author in sheet.draft.authors]
    others = sorted(((one.id, one.name) for one in users.list_users()), key=lambda pair: pair[1].casefold())
    return list(dict.fromkeys([*named, *(pair for pair in others if pair[0] not in {one for one, _ in named})]))
