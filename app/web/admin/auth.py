"""Who is asking: the session's cookie, and the roles. A handler that names `user` or `editor` is only for them.

There is no way to reach such a handler without the check: Litestar makes the argument before it calls.
"""

from typing import Any

from litestar import Request
from litestar.datastructures import Cookie
from litestar.di import NamedDependency, Provide

from app.errors import Forbidden, Unauthenticated
from app.services.sessions import SessionService
from app.services.users import Role, User, UserService

PLAIN_COOKIE = "waypost_session"
HOST_COOKIE = "__Host-waypost_session"  # browsers take it from https only, for this very host and no other
DAYS_90_S = 90 * 24 * 3600
EDITORS: frozenset[Role] = frozenset({"owner", "admin", "editor"})

AnyRequest = Request[Any, Any, Any]


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


def find_token(request: AnyRequest, origin: str) -> str | None:
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


def find_user(request: AnyRequest, sessions: SessionService, users: UserService, origin: str) -> User | None:
    token = find_token(request, origin)
    session = sessions.find(token) if token else None
    user = users.find_by_id(session.user_id) if session else None
    if user is None or session is None or not user.can_sign_in or session.auth_epoch != user.auth_epoch:
        return None
    return user


def _user(
    request: AnyRequest,
    sessions: NamedDependency[SessionService],
    users: NamedDependency[UserService],
    origin: NamedDependency[str],
) -> User:
    """Raises: Unauthenticated."""
    user = find_user(request, sessions, users, origin)
    if user is None:
        raise Unauthenticated("Nobody is signed in here; sign in and try again")
    return user


def _editor(user: NamedDependency[User]) -> User:
    """Raises: Forbidden: an author or contributor."""
    if user.role not in EDITORS:
        raise Forbidden("Only owners, admins and editors may do this; ask one of them")
    return user


DEPENDENCIES = {
    "user": Provide(_user, sync_to_thread=False),
    "editor": Provide(_editor, sync_to_thread=False),
}
