"""Two have written at the same item: what the second one gets, with nothing lost of either."""

from dataclasses import replace

from app.services.drafts import EditingService, Opened, Typed
from app.services.users import User, UserService
from app.web.admin.editor.differences import differing_fields
from app.web.admin.editor.forms import LABELS, Conflict, Sheet


def conflict_sheet(opened: Opened, typed: Typed, user: User, editing: EditingService, users: UserService) -> Sheet:
    """One's own words in the form, which now carries the version of the other; and the other's beside them."""
    conflict, seen = _conflict(opened, typed, user, editing, users), typed.seen
    if opened.autosave is not None and opened.autosave.tab != typed.tab:
        seen = opened.autosave.mark
    return Sheet(opened.draft, typed.fields, opened.draft.version, seen=seen, tab=typed.tab, conflict=conflict)


def _conflict(opened: Opened, typed: Typed, user: User, editing: EditingService, users: UserService) -> Conflict:
    """The other is what was saved since; where nothing was, what the same person has typed in another tab."""
    if typed.version == opened.draft.version and opened.autosave is not None and opened.autosave.tab != typed.tab:
        other, who = opened.autosave.fields, "Your other tab"
    else:
        other, who = opened.fields, _who_saved(opened, user, editing, users)
    return Conflict(who, differing_fields(typed.fields, replace(other), LABELS))


def _who_saved(opened: Opened, user: User, editing: EditingService, users: UserService) -> str:
    latest = next((entry for entry in editing.list_versions(opened.draft.id) if entry.kind != "set aside"), None)
    if latest is None or latest.user_id is None:
        return "Somebody else"
    if latest.user_id == user.id:
        return "Your other tab"
    found = users.find_by_id(latest.user_id)
    return found.name if found else "Somebody else"
