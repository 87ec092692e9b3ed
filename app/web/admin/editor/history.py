"""What an item has been: a list, the difference between any two entries, and the way back."""

from typing import Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.errors import Invalid, NotFound
from app.services.audit import AuditService
from app.services.drafts import Draft, EditingService, Typed, Version
from app.services.users import User, UserService
from app.web.admin.editor.differences import differing_fields
from app.web.admin.editor.forms import LABELS, LONGEST_WORD, Form, new_key
from app.web.admin.editor.rights import bylines_for, require_writer
from app.web.admin.notices import done
from app.web.admin.pages import desk_page
from app.web.exchange import exchange_of
from app.web.theme import Theme

SAID = {
    "imported": "As it was written in the old blog",
    "before": "As it was before it was edited here",
    "saved": "Saved",
    "published": "Published",
    "restored": "Restored",
    "set aside": "Set aside, not taken",
}

AnyRequest = Request[Any, Any, Any]


@get("/admin/posts/{draft_id:str}/history", sync_to_thread=True)
def show_history(
    request: AnyRequest,
    draft_id: FromPath[str],
    user: NamedDependency[User],
    users: NamedDependency[UserService],
    editing: NamedDependency[EditingService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """With ?from= and ?to= the difference between these two entries; without, from the newest but one to the newest."""
    draft = editing.open(draft_id, user.id).draft
    require_writer(user, draft)
    entries = editing.list_versions(draft_id)
    right, left = _wanted(request, "to", entries[:1]), _wanted(request, "from", entries[1:2] or entries[:1])
    newer = editing.get_version(draft_id, right) if right is not None else None
    older = editing.get_version(draft_id, left) if left is not None else None
    return desk_page(
        request,
        theme,
        user,
        "admin/history.html",
        "History",
        draft=draft,
        entries=entries,
        said=SAID,
        people=users.users_by_id({entry.user_id for entry in entries if entry.user_id}),
        older=older,
        newer=newer,
        differences=differing_fields(older.fields, newer.fields, LABELS) if older and newer else [],
        key=new_key(),
    )


@post("/admin/posts/{draft_id:str}/history/{number:str}/restoration", sync_to_thread=True, status_code=303)
def restore(
    draft_id: FromPath[str],
    number: FromPath[str],
    data: Form,
    user: NamedDependency[User],
    users: NamedDependency[UserService],
    editing: NamedDependency[EditingService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """A save like any other: what was there stays in the history."""
    draft = editing.open(draft_id, user.id).draft
    require_writer(user, draft)
    typed = _typed(data, editing.get_version(draft_id, _number(number)), draft)
    zone = theme.site().timezone
    editing.save(draft_id, typed, user.id, bylines_for(user, users), kind="restored", timezone=zone)
    audit.record(user.id, "restored", draft.kind, draft.id, {"title": draft.title, "entry": number})
    return done(f"/admin/posts/{draft_id}/edit", "restored")


def _typed(data: dict[str, str], version: Version, draft: Draft) -> Typed:
    """Raises: Invalid: the form is not the one of the history's page."""
    key, read = data.get("key", ""), data.get("version", "")
    if not 0 < len(key) <= LONGEST_WORD or not read.isdecimal() or len(read) > 9:
        raise Invalid("This form is not complete; open the history again and restore from there")
    return Typed(version.fields, int(read), tab=key, key=key)


def _wanted(request: AnyRequest, name: str, otherwise: Any) -> int | None:
    asked = exchange_of(request.scope).parameter(name)
    if asked:
        return _number(asked)
    return otherwise[0].number if otherwise else None


def _number(text: str) -> int:
    """Raises: NotFound."""
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise NotFound("The history of this item has no such entry")
    return int(text)


HANDLERS = [show_history, restore]
