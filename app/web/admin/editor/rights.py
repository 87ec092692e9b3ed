"""Who may write what, and whose name may stand above it."""

from app.errors import Forbidden
from app.services.drafts import Draft
from app.services.posts import Byline
from app.services.users import User, UserService
from app.web.admin.auth import EDITORS

CONTRIBUTED = ("draft", "review")


def require_writer(user: User, draft: Draft) -> None:
    """Raises: Forbidden: it is somebody else's, or a contributor's text that has been taken."""
    if user.role in EDITORS:
        return
    if not is_own(user, draft):
        raise Forbidden("This is somebody else's text; ask them or an editor to change it")
    if user.role == "contributor" and draft.status not in CONTRIBUTED:
        raise Forbidden("Your text has been taken as it is; ask an editor to change it")


def may_publish(user: User, draft: Draft) -> bool:
    return user.role in EDITORS or (user.role == "author" and is_own(user, draft))


def is_own(user: User, draft: Draft) -> bool:
    return any(author.id == user.id for author in draft.authors)


def byline_of(user: User) -> Byline:
    return Byline(user.id, user.slug, user.name, user.bio, user.url, user.image)


def bylines_for(user: User, users: UserService) -> dict[str, Byline]:
    """Id -> those this person may name as authors: editors anybody, the others only themselves."""
    named = users.list_users() if user.role in EDITORS else [user]
    return {one.id: byline_of(one) for one in named}
