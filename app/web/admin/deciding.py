"""Words and small parts that the pages about comments share: what may be decided, why something waits, and the undo."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie

from app.services.inbox import Decision, Reason
from app.web.addresses import with_query

ADDRESS = "/admin/comments/"
SHOWN: tuple[Decision, ...] = ("pending", "approved", "rejected", "spam")
UNDO_COOKIE = "waypost_undo"
UNDO_S = 300
MOST_UNDONE = 60

REASONS: Mapping[Reason, str] = {
    "trap": "filled in the field people don’t see",
    "blocked": "holds something from the list of what is blocked",
    "fast": "was sent faster than anybody types",
    "links": "holds many links",
    "repeated": "the same text was sent before",
    "rate": "many came from the same network",
    "surge": "many came for this post, and no script ran",
}

AnyRequest = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the queue somebody is, so that they come back to it."""

    decision: Decision
    page: int = 1
    query: str = ""

    @property
    def address(self) -> str:
        decision = None if self.decision == "pending" else self.decision
        return with_query(ADDRESS, decision=decision, q=self.query, page=self.page if self.page > 1 else None)


@dataclass(frozen=True, slots=True)
class Undo:
    """What takes a decision back: the ids, and what each of them was."""

    decision: Decision
    ids: tuple[str, ...]


def place_of(values: Mapping[str, Any]) -> Place:
    """From the parameters of an address, or the hidden fields of a form; what makes no sense is the queue's front."""
    page = str(values.get("page", ""))
    return Place(
        decision_named(values.get("shown")) or "pending",
        max(int(page[:5]), 1) if page.isascii() and page.isdecimal() else 1,
        str(values.get("q", "")).strip()[:200],
    )


def decision_named(text: object) -> Decision | None:
    return next((known for known in SHOWN if known == text), None)


def reasons_of(text: str) -> list[str]:
    return [said for reason, said in REASONS.items() if reason in text.split()]


def back_to(place: Place, notice: str, before: Mapping[Decision, Collection[str]] | None = None) -> Response[bytes]:
    """Send the browser on to the queue. `before`: what the changed ones were, for an undo there."""
    answer = Response(b"", status_code=303, media_type="text/plain", headers={"location": place.address})
    answer.set_cookie(
        Cookie(key="waypost_notice", value=notice, max_age=60, path="/admin", httponly=True, samesite="lax")
    )
    if before:
        groups = [f"{decision}:{'.'.join(list(ids)[:MOST_UNDONE])}" for decision, ids in before.items()]
        answer.set_cookie(_undo_cookie("/".join(groups)))
    return answer


def undo_of(request: AnyRequest) -> Sequence[Undo]:
    """What the last change of this browser can be taken back with; it is a form's content, and checked like one."""
    found = []
    for group in request.cookies.get(UNDO_COOKIE, "").split("/"):
        name, _, ids = group.partition(":")
        decision = decision_named(name)
        if decision and ids:
            found.append(Undo(decision, tuple(ids.split(".")[:MOST_UNDONE])))
    return found


def without_undo(answer: Response[bytes]) -> Response[bytes]:
    answer.set_cookie(_undo_cookie(""))
    return answer


def _undo_cookie(value: str) -> Cookie:
    life = UNDO_S if value else 0
    return Cookie(key=UNDO_COOKIE, value=value, max_age=life, path="/admin/comments", httponly=True, samesite="lax")
