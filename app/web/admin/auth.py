"""Who is asking: the session's cookie, and the roles. A handler that names `user` or `editor` is only for them.

There is no way to reach such a handler without the check: Litestar makes the argument before it calls.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.di import NamedDependency, Provide
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from app.errors import Forbidden, Unauthenticated
from app.services.sessions import Session, SessionService
from app.services.users import Role, User, UserService
from app.web.middleware.csrf import SAFE

PLAIN_COOKIE = "waypost_session"
HOST_COOKIE = "__Host-waypost_session"  # browsers take it from https only, for this very host and no other
DAYS_90_S = 90 * 24 * 3600
FRESH = timedelta(minutes=10)
ADMINS: frozenset[Role] = frozenset({"owner", "admin"})
NOBODY = "Nobody is signed in here; sign in and try again"
EDITORS: frozenset[Role] = frozenset({"owner", "admin", "editor"})

WRITERS: frozenset[Role] = frozenset({"owner", "admin", "editor", "author"})  # who publishes what they write

AnyRequest = Request[Any, Any, Any]
AnyConnection = ASGIConnection[Any, Any, Any, Any]


def session_cookie(origin: str, token: str) -> Cookie:
    """An empty token takes the cookie away."""
    secure = origin.startswith("https://")
    return Cookie(
        key=HOST_COOKIE if secure else PLAIN_COOKIE,
        value=token,
        max_age=DAYS_90_S if token else 0,
        httponly=True,
        secure=secure,
        samesite="lax",
        path="/",
    )


def find_token(request: AnyConnection, origin: str) -> str | None:
    """Read the one cookie straight from the header; an https site takes no cookie another host could have set."""
    wanted = HOST_COOKIE if origin.startswith("https://") else PLAIN_COOKIE
    for name, value in request.scope["headers"]:
        if name != b"cookie":
            continue
        for pair in value.decode("latin-1").split(";"):
            key, _, token = pair.strip().partition("=")
            if key == wanted and token:
                return token
    return None


@dataclass(frozen=True, slots=True)
class Visit:
    """Somebody signed in, in this browser."""

    user: User
    session: Session
    token: str

    @property
    def is_fresh(self) -> bool:
        """Whether they have shown who they are a moment ago; if not, a change of what lets them in asks again."""
        return datetime.now(UTC) - self.session.verified_at <= FRESH


def find_visit(request: AnyConnection, sessions: SessionService, users: UserService, origin: str) -> Visit | None:
    token = find_token(request, origin)
    session = sessions.find(token) if token else None
    user = users.find_by_id(session.user_id) if session else None
    if user is None or session is None or not user.can_sign_in or session.auth_epoch != user.auth_epoch:
        return None
    sessions.touch(session)
    return Visit(user, session, token or "")


def signed_in_first(sessions: SessionService, users: UserService, origin: str) -> Guard:
    """Make a guard that refuses a stranger's change before its body is read: the framework reads it before it asks
    for the arguments that check who it is. It raises Unauthenticated.
    """

    def guard(connection: AnyConnection, _handler: BaseRouteHandler) -> None:
        if connection.scope.get("method") not in SAFE and find_visit(connection, sessions, users, origin) is None:
            raise Unauthenticated(NOBODY)

    return guard


def _visit(
    request: AnyRequest,
    sessions: NamedDependency[SessionService],
    users: NamedDependency[UserService],
    origin: NamedDependency[str],
) -> Visit:
    """Raises: Unauthenticated."""
    visit = find_visit(request, sessions, users, origin)
    if visit is None:
        raise Unauthenticated(NOBODY)
    return visit


def _visitor(
    request: AnyRequest,
    sessions: NamedDependency[SessionService],
    users: NamedDependency[UserService],
    origin: NamedDependency[str],
) -> User | None:
    """Who is signed in; None for everybody else. Pages of those with a session are never kept."""
    visit = find_visit(request, sessions, users, origin)
    return None if visit is None else visit.user


def _user(visit: NamedDependency[Visit]) -> User:
    return visit.user


def _admin(user: NamedDependency[User]) -> User:
    """Raises: Forbidden: neither an owner nor an admin."""
    if user.role not in ADMINS:
        raise Forbidden("Only owners and admins may do this; ask one of them")
    return user


def _editor(user: NamedDependency[User]) -> User:
    """Raises: Forbidden: an author or contributor."""
    if user.role not in EDITORS:
        raise Forbidden("Only owners, admins and editors may do this; ask one of them")
    return user


DEPENDENCIES = {
    "visit": Provide(_visit, sync_to_thread=False),
    "admin": Provide(_admin, sync_to_thread=False),
    "visitor": Provide(_visitor, sync_to_thread=False),
    "user": Provide(_user, sync_to_thread=False),
    "editor": Provide(_editor, sync_to_thread=False),
}
