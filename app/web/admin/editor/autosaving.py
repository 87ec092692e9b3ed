"""What the editor keeps by itself while somebody types. It changes no item, and nothing readers' pages come from."""

from typing import Any

from litestar import Request, Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.services.drafts import EditingService, Stale
from app.services.users import User, UserService
from app.web.admin.auth import EDITORS
from app.web.admin.editor.conflicts import conflict_sheet
from app.web.admin.editor.forms import Form, typed_of
from app.web.admin.editor.rights import bylines_for, require_writer
from app.web.admin.editor.sheets import names_of_others
from app.web.admin.notices import done
from app.web.answers import page
from app.web.dates import calendar
from app.web.theme import Theme

AnyRequest = Request[Any, Any, Any]


@post("/admin/posts/{draft_id:str}/autosave", sync_to_thread=True, status_code=200)
def autosave(
    draft_id: FromPath[str],
    data: Form,
    user: NamedDependency[User],
    users: NamedDependency[UserService],
    editing: NamedDependency[EditingService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """Answer with a fragment: when it was kept, or, with 409, both versions side by side."""
    opened = editing.open(draft_id, user.id)
    require_writer(user, opened.draft)
    is_editor = user.role in EDITORS
    typed = typed_of(data, opened.draft, bylines_for(user, users) if is_editor else {}, may_name=is_editor)
    info = theme.site()
    values: dict[str, Any] = {"dates": calendar(info.language, info.timezone), "kept": None}
    try:
        values["kept"], is_behind = editing.autosave(draft_id, typed, user.id)
    except Stale:
        is_behind = True
    if is_behind:
        values["sheet"] = conflict_sheet(editing.open(draft_id, user.id), typed, user, editing, users)
        return page(theme.templates.bare("admin/_editor_conflict.html", **values), 409)
    values["here"] = names_of_others(editing, users, draft_id, user)
    return page(theme.templates.bare("admin/_editor_kept.html", **values))


@post("/admin/posts/{draft_id:str}/autosave/delete", sync_to_thread=True, status_code=303)
def discard(
    draft_id: FromPath[str],
    data: Form,
    user: NamedDependency[User],
    editing: NamedDependency[EditingService],
) -> Response[bytes]:
    """The history keeps what is discarded."""
    require_writer(user, editing.open(draft_id, user.id).draft)
    editing.discard(draft_id, user.id, data.get("seen", ""))
    return done(f"/admin/posts/{draft_id}/edit", "set-aside")


HANDLERS = [autosave, discard]
