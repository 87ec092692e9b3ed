"""Asking once more who somebody is, before what lets them in is changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.di import NamedDependency, Provide

from app.errors import Invalid
from app.services.sessions import SessionService
from app.services.users import UserService
from app.settings import Settings
from app.web.admin.auth import Visit
from app.web.admin.entry import known_device
from app.web.client import counted_address

AnyRequest = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Confirm:
    """`confirm(data)` passes who signed in a moment ago, or sends the right password as "current"."""

    visit: Visit
    counted: tuple[str, str, str]
    users: UserService
    sessions: SessionService

    def __call__(self, data: Mapping[str, str], *, always: bool = False) -> None:
        """Raises: Invalid: the password is missing or wrong. TooMany: it was wrong too often."""
        if self.visit.is_fresh and not always:
            return
        given = data.get("current", "")
        if not given:
            raise Invalid("give your current password too, so that we know it is you")
        self.sessions.check_attempts(*self.counted)
        if self.users.verify(self.counted[0], given) is None:
            self.sessions.count_failure(*self.counted)
            raise Invalid("your current password is another one")
        self.sessions.verify(self.visit.token)


def _confirm(
    request: AnyRequest,
    visit: NamedDependency[Visit],
    users: NamedDependency[UserService],
    sessions: NamedDependency[SessionService],
    settings: NamedDependency[Settings],
) -> Confirm:
    email = visit.user.email or ""
    counted = (email, counted_address(request, settings), known_device(request, settings, email))
    return Confirm(visit, counted, users, sessions)


DEPENDENCIES = {"confirm": Provide(_confirm, sync_to_thread=False)}
