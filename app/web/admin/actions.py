"""What can be done with items of the list, one or many at once, each as often as its rules allow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from app.errors import Forbidden, Invalid, NotFound, WaypostError
from app.services.audit import AuditService
from app.services.drafts import Draft, DraftService, LifecycleService
from app.services.users import User, UserService
from app.web.admin.auth import EDITORS
from app.web.admin.editor.rights import byline_of, is_own, may_publish, require_writer
from app.web.dates import zone_of


@dataclass(frozen=True, slots=True)
class Desk:
    """Who acts, and with what."""

    user: User
    users: UserService
    drafts: DraftService
    lifecycle: LifecycleService
    audit: AuditService
    timezone: str


Run = Callable[[Desk, Draft, Mapping[str, str]], None]


@dataclass(frozen=True, slots=True)
class Action:
    """`done` is the name of its notice and, for many, completes "3 …". `run` gets the fields of the form."""

    done: str
    many: str
    require: Callable[[User, Draft], None]
    run: Run


@dataclass(frozen=True, slots=True)
class Refused:
    """`title` may be ""."""

    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Result:
    """`ids`: those it was done with."""

    ids: tuple[str, ...]
    refused: tuple[Refused, ...]


def carry_out(desk: Desk, action: Action, ids: list[str], form: Mapping[str, str]) -> Result:
    """Item by item: what can't be done with one is no reason to leave the others. Raises: Invalid: a field."""
    done: list[str] = []
    refused: list[Refused] = []
    known = desk.drafts.drafts_by_id(ids)
    for draft_id in dict.fromkeys(ids):
        draft = known.get(draft_id)
        try:
            if draft is None:
                raise NotFound("It is not there any more")
            action.require(desk.user, draft)
            action.run(desk, draft, form)
        except WaypostError as error:
            refused.append(Refused(draft.title if draft else "", str(error)))
            if len(ids) == 1:
                raise
        else:
            done.append(draft_id)
            desk.audit.record(desk.user.id, action.many, draft.kind, draft_id, {"title": draft.title})
    return Result(tuple(done), tuple(refused))


# Who may


def _publisher(user: User, draft: Draft) -> None:
    if not may_publish(user, draft):
        raise Forbidden("You may not publish this; ask an editor")


def _editor(user: User, _draft: Draft) -> None:
    if user.role not in EDITORS:
        raise Forbidden("Only owners, admins and editors may do this; ask one of them")


def _owner_of_trash(user: User, draft: Draft) -> None:
    """Out of the trash, or out of it for good: whoever could have put it there."""
    if user.role not in EDITORS and not is_own(user, draft):
        raise Forbidden("This is somebody else's text; ask them or an editor")
    if draft.status_before in ("published", "scheduled", "private", "protected") and not may_publish(user, draft):
        raise Forbidden("This was taken from you as it is; ask an editor")


# What is done


def _schedule(desk: Desk, draft: Draft, form: Mapping[str, str]) -> None:
    desk.lifecycle.schedule(draft.id, local_moment(form.get("at", ""), desk.timezone), desk.timezone)


def _retag(desk: Desk, draft: Draft, form: Mapping[str, str]) -> None:
    if not form.get("tag", "").strip():
        raise Invalid("Say which tag: type its name")
    desk.lifecycle.retag(draft.id, add=form["tag"])


def _untag(desk: Desk, draft: Draft, form: Mapping[str, str]) -> None:
    name = form.get("tag", "").strip().casefold()
    slug = next((tag.slug for tag in draft.tags if name in (tag.name.casefold(), tag.slug)), None)
    if slug is None:
        raise Invalid("It has no such tag" if name else "Say which tag: type its name")
    desk.lifecycle.retag(draft.id, remove=slug)


def _give(desk: Desk, draft: Draft, form: Mapping[str, str]) -> None:
    author = desk.users.find_by_id(form.get("author", ""))
    if author is None:
        raise Invalid("There is no such author; choose one from the list")
    desk.lifecycle.give_to(draft.id, byline_of(author))


def _delete(desk: Desk, draft: Draft, _form: Mapping[str, str]) -> None:
    if draft.status != "trash":
        raise Invalid("Only what is in the trash is deleted for good; put it there first")
    desk.lifecycle.empty_trash(ids=[draft.id])


def _publish(desk: Desk, draft: Draft, _form: Mapping[str, str]) -> None:
    desk.drafts.publish(draft.id, timezone=desk.timezone)


def _unpublish(desk: Desk, draft: Draft, _form: Mapping[str, str]) -> None:
    desk.drafts.unpublish(draft.id)


def _send_back(desk: Desk, draft: Draft, form: Mapping[str, str]) -> None:
    desk.lifecycle.send_back(draft.id, form.get("note", ""))


def _undo(desk: Desk, draft: Draft, _form: Mapping[str, str]) -> None:
    desk.lifecycle.restore(draft.id, exactly=True)


def _copy(desk: Desk, draft: Draft, _form: Mapping[str, str]) -> None:
    desk.lifecycle.duplicate(draft.id, byline_of(desk.user))


def _by_service(name: str) -> Run:
    """What LifecycleService calls the same and takes no more than the id for."""

    def run(desk: Desk, draft: Draft, _form: Mapping[str, str]) -> None:
        getattr(desk.lifecycle, name)(draft.id)

    return run


ACTIONS: Mapping[str, Action] = {
    "publish": Action("published", "published", _publisher, _publish),
    "unpublish": Action("unpublished", "taken back", _publisher, _unpublish),
    "submit": Action("submitted", "submitted for review", require_writer, _by_service("submit")),
    "send-back": Action("sent-back", "sent back", _editor, _send_back),
    "schedule": Action("scheduled", "scheduled", _publisher, _schedule),
    "unschedule": Action("unscheduled", "taken off the schedule", _publisher, _by_service("unschedule")),
    "private": Action("private", "made private", _publisher, _by_service("make_private")),
    "trash": Action("trashed", "put into the trash", require_writer, _by_service("trash")),
    "undo": Action("back", "brought back", _owner_of_trash, _undo),
    "restore": Action("back", "restored", _owner_of_trash, _by_service("restore")),
    "delete": Action("deleted", "deleted for good", _owner_of_trash, _delete),
    "copy": Action("copied", "copied", _owner_of_trash, _copy),
    "tag": Action("tagged", "tagged", require_writer, _retag),
    "untag": Action("tagged", "freed of the tag", require_writer, _untag),
    "give": Action("given", "given to their new author", _editor, _give),
}


def local_moment(text: str, timezone: str) -> datetime:
    """A moment typed as the site's clocks show it ("2026-12-24T18:00").

    Raises: Invalid: no time, or one that is left out when the clocks go forward. The first of two that are shown twice.
    """
    try:
        wall = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Invalid("That is no date and time; give both, like 2026-12-24 18:00") from None
    zone = zone_of(timezone)
    at = wall.replace(tzinfo=zone).astimezone(UTC) if wall.tzinfo is None else wall.astimezone(UTC)
    if wall.tzinfo is None and isinstance(zone, ZoneInfo) and at.astimezone(zone).replace(tzinfo=None) != wall:
        raise Invalid(f"{text} does not exist in {timezone}: the clocks go forward over it; choose another time")
    return at
