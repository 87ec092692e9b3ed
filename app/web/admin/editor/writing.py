"""Beginning a post or page, and the form in which it is written."""

from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.errors import Conflict as Taken
from app.errors import Forbidden, Invalid, WaypostError
from app.services.audit import AuditService
from app.services.drafts import Draft, EditingService, InvalidFields, Opened, Stale, Typed, VersionKind
from app.services.posts import PostKind
from app.services.users import User, UserService
from app.web.admin.auth import EDITORS
from app.web.admin.editor.conflicts import conflict_sheet
from app.web.admin.editor.forms import LONGEST_WORD, Form, Sheet, new_key, typed_of
from app.web.admin.editor.rights import byline_of, bylines_for, may_publish, require_writer
from app.web.admin.editor.sheets import sheet_page
from app.web.admin.notices import done
from app.web.answers import page
from app.web.exchange import exchange_of
from app.web.theme import Theme

KINDS: tuple[PostKind, ...] = ("post", "page")
ACTIONS = ("save", "publish", "compare")

AnyRequest = Request[Any, Any, Any]


@post("/admin/posts", sync_to_thread=True, status_code=303)
def begin(
    data: Form,
    user: NamedDependency[User],
    editing: NamedDependency[EditingService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """Make an empty draft, once for each key."""
    kind = next((known for known in KINDS if known == data.get("kind")), None)
    key = data.get("key", "")
    if kind is None or not 0 < len(key) <= LONGEST_WORD:
        raise Invalid("Say what is to be written, a post or a page: use the button at the desk")
    draft_id = editing.create(kind, byline_of(user), key, comments_open=theme.site().comments_for_new)
    audit.record(user.id, "began", kind, draft_id)
    return Response(b"", status_code=303, media_type="text/plain", headers={"location": address(draft_id)})


@get("/admin/posts/{draft_id:str}/edit")
async def show_editor(
    request: AnyRequest,
    draft_id: FromPath[str],
    user: NamedDependency[User],
    users: NamedDependency[UserService],
    editing: NamedDependency[EditingService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """In a thread by hand: Litestar 2.25 puts a handler there twice whose path has a second method."""

    def answer() -> Response[bytes]:
        opened = editing.open(draft_id, user.id)
        require_writer(user, opened.draft)
        wants = exchange_of(request.scope).parameter("autosave")
        return sheet_page(request, theme, user, users, editing, _opened_sheet(opened, wants, user, users, editing))

    return await sync_to_thread(answer)


@post("/admin/posts/{draft_id:str}/edit", sync_to_thread=True, status_code=303)
def save(
    request: AnyRequest,
    draft_id: FromPath[str],
    data: Form,
    user: NamedDependency[User],
    users: NamedDependency[UserService],
    editing: NamedDependency[EditingService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """What can't be saved is shown again as it was typed, with the reason and the same key."""
    opened = editing.open(draft_id, user.id)
    require_writer(user, opened.draft)
    bylines = bylines_for(user, users)
    typed = typed_of(data, opened.draft, bylines, may_name=user.role in EDITORS)
    action = data.get("action", "save")
    if action not in ACTIONS:
        raise Invalid(f"The editor can {', '.join(ACTIONS)}; choose one of these")
    if action == "publish" and not may_publish(user, opened.draft):
        raise Forbidden("You may not publish this; ask an editor")
    kind: VersionKind = "published" if action == "publish" else "saved"
    try:
        if action == "compare":
            raise Stale("These are both versions")
        zone = theme.site().timezone
        saved = editing.save(draft_id, typed, user.id, bylines, kind=kind, timezone=zone)
    except Stale:
        sheet = conflict_sheet(editing.open(draft_id, user.id), typed, user, editing, users)
        return sheet_page(request, theme, user, users, editing, sheet, 409)
    except (Invalid, Taken) as error:
        return _refused(request, theme, user, users, editing, opened, typed, error)
    _record(audit, user, opened.draft, saved)
    return _saved(request, theme, saved, opened.draft)


def address(draft_id: str) -> str:
    return f"/admin/posts/{draft_id}/edit"


def _opened_sheet(opened: Opened, wants: str, user: User, users: UserService, editing: EditingService) -> Sheet:
    """With ?autosave=MARK the autosave of that mark is in the form; if the item has moved on since, both are."""
    draft, kept = opened.draft, opened.autosave
    if kept is None or kept.fields == opened.fields:
        return Sheet(draft, opened.fields, draft.version, seen=kept.mark if kept else "")
    if wants != kept.mark:
        return Sheet(draft, opened.fields, draft.version, autosave=kept)
    sheet = Sheet(draft, kept.fields, draft.version, seen=kept.mark, restored=True)
    if kept.version == draft.version:
        return sheet
    typed = Typed(kept.fields, kept.version, kept.tab, kept.mark)
    return replace(conflict_sheet(opened, typed, user, editing, users), tab=sheet.tab, seen=kept.mark)


def _refused(
    request: AnyRequest,
    theme: Theme,
    user: User,
    users: UserService,
    editing: EditingService,
    opened: Opened,
    typed: Typed,
    error: WaypostError,
) -> Response[bytes]:
    problems = error.problems if isinstance(error, InvalidFields) else {}
    sheet = Sheet(
        opened.draft,
        typed.fields,
        typed.version,
        seen=typed.seen,
        key=typed.key,
        tab=typed.tab,
        problems=problems,
        problem="" if problems else str(error),
    )
    return sheet_page(request, theme, user, users, editing, sheet, 422)


def _record(audit: AuditService, user: User, before: Draft, saved: Draft) -> None:
    if saved.status == "published" and saved.version != before.version:
        action = "changed" if before.status == "published" else "published"
        audit.record(user.id, action, saved.kind, saved.id, {"title": saved.title})


def _saved(request: AnyRequest, theme: Theme, saved: Draft, before: Draft) -> Response[bytes]:
    """A page that saves by itself goes on with the new version; a browser opens the editor again."""
    is_new = saved.status == "published" and before.status != "published"
    if request.headers.get("hx-request") and not is_new:
        return page(theme.templates.bare("admin/_editor_state.html", version=saved.version, key=new_key(), seen=""))
    return done(address(saved.id), "published" if is_new else "saved")


HANDLERS = [begin, show_editor, save]
