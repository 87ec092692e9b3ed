"""The list of everything being written, and what is done from it."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, get_args

from litestar import Request, Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from app.errors import Invalid
from app.services.audit import AuditService
from app.services.drafts import DraftService, LifecycleService, Sort, Status, Wanted
from app.services.posts import PostKind, PostService
from app.services.users import User, UserService
from app.web.addresses import with_query
from app.web.admin.actions import ACTIONS, Desk, Result, carry_out
from app.web.admin.auth import EDITORS
from app.web.admin.notices import done, done_with_undo
from app.web.admin.pages import desk_page
from app.web.answers import page_number
from app.web.exchange import Exchange, exchange_of
from app.web.theme import Theme

PER_PAGE = 50
MOST_AT_ONCE = 500
STATUSES: tuple[Status, ...] = get_args(Status)
KINDS: tuple[PostKind, ...] = get_args(PostKind)
SORTS: Mapping[Sort, str] = {"changed": "last changed", "published": "last published", "title": "by title"}
HOME = "/admin/posts/"
_BACK = re.compile(r"/admin/posts/(\?[\w=&%.+~-]*|[0-9a-f]{24}/edit)?")

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get("/admin/posts")
async def list_posts(
    request: AnyRequest,
    user: NamedDependency[User],
    users: NamedDependency[UserService],
    drafts: NamedDependency[DraftService],
    posts: NamedDependency[PostService],
    lifecycle: NamedDependency[LifecycleService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """In a thread by hand: Litestar 2.25 puts a handler there twice whose path has a second method."""

    def answer() -> Response[bytes]:
        asked = _asked(exchange_of(request.scope))
        wanted = _wanted(asked, user)
        shown = lifecycle.list(wanted, page_number(exchange_of(request.scope)), PER_PAGE)
        counts = drafts.count_by_status()
        return desk_page(
            request,
            theme,
            user,
            "admin/posts.html",
            "Posts and pages",
            list=shown,
            asked=asked,
            here=_address(asked, shown.number),
            is_filtered=any(value for name, value in asked.items() if name not in ("sort", "status")),
            statuses=[known for known in STATUSES if counts.get(known) or known == wanted.status],
            counts=counts,
            kinds=KINDS,
            sorts=SORTS,
            people=users.list_users() if user.role in EDITORS else [],
            tags=posts.tags(),
            newer=_address(asked, shown.number - 1) if shown.number > 1 else "",
            older=_address(asked, shown.number + 1) if shown.number < shown.pages else "",
        )

    return await sync_to_thread(answer)


@post("/admin/posts/actions", sync_to_thread=True, status_code=303)
def act(
    request: AnyRequest,
    data: Form,
    user: NamedDependency[User],
    users: NamedDependency[UserService],
    drafts: NamedDependency[DraftService],
    lifecycle: NamedDependency[LifecycleService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """Do one thing with one item or many; what could not be done with some of many is said of each."""
    action = ACTIONS.get(str(data.get("action", "")))
    if action is None:
        raise Invalid(f"An action is one of {', '.join(ACTIONS)}; choose one of these")
    given = data.get("id", [])
    ids = [str(one) for one in given] if isinstance(given, list) else [str(given)]
    if not ids or len(ids) > MOST_AT_ONCE:
        raise Invalid(f"Choose 1 to {MOST_AT_ONCE} items first: tick them in the list")
    desk = Desk(user, users, drafts, lifecycle, audit, theme.site().timezone)
    fields = {name: value for name, value in data.items() if isinstance(value, str)}
    result = carry_out(desk, action, ids, fields)
    back = _back(fields.get("next", ""), gone=action.done in ("trashed", "deleted"))
    if result.refused:
        return _said(request, theme, user, action.many, result, back)
    return done_with_undo(back, action.done, result.ids) if action.done == "trashed" else done(back, action.done)


@post("/admin/posts/{draft_id:str}/publication", sync_to_thread=True, status_code=303)
def publish(
    draft_id: FromPath[str],
    user: NamedDependency[User],
    users: NamedDependency[UserService],
    drafts: NamedDependency[DraftService],
    lifecycle: NamedDependency[LifecycleService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    desk = Desk(user, users, drafts, lifecycle, audit, theme.site().timezone)
    carry_out(desk, ACTIONS["publish"], [draft_id], {})
    return done("/admin/posts/?status=published", "published")


@post("/admin/posts/{draft_id:str}/publication/delete", sync_to_thread=True, status_code=303)
def unpublish(
    draft_id: FromPath[str],
    user: NamedDependency[User],
    users: NamedDependency[UserService],
    drafts: NamedDependency[DraftService],
    lifecycle: NamedDependency[LifecycleService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    desk = Desk(user, users, drafts, lifecycle, audit, theme.site().timezone)
    carry_out(desk, ACTIONS["unpublish"], [draft_id], {})
    return done("/admin/posts/?status=draft", "unpublished")


def _asked(exchange: Exchange) -> dict[str, str]:
    """The filters as they stand in the address, with what nobody knows left out."""
    status, kind, sort = (exchange.parameter(name) for name in ("status", "kind", "sort"))
    return {
        "q": " ".join(exchange.parameter("q").split())[:200],
        "status": status if status in STATUSES else "",
        "kind": kind if kind in KINDS else "",
        "author": exchange.parameter("author")[:64],
        "tag": exchange.parameter("tag")[:200],
        "sort": sort if sort in SORTS and sort != "changed" else "",
    }


def _wanted(asked: Mapping[str, str], user: User) -> Wanted:
    """Those who edit nothing of others see what is public, and their own."""
    return Wanted(
        status=next((known for known in STATUSES if known == asked["status"]), None),
        kind=next((known for known in KINDS if known == asked["kind"]), None),
        author_id=user.id if asked["author"] == "me" else asked["author"],
        tag_slug=asked["tag"],
        text=asked["q"],
        reader_id="" if user.role in EDITORS else user.id,
        sort=next((known for known in SORTS if known == asked["sort"]), "changed"),
    )


def _address(asked: Mapping[str, str], number: int) -> str:
    kept = {name: value or None for name, value in asked.items()}
    return with_query(HOME, **kept, page=number if number > 1 else None)


def _back(asked: str, *, gone: bool) -> str:
    """Where the person was, if it is the list or an editor that still has something to show."""
    if not _BACK.fullmatch(asked) or (gone and asked.endswith("/edit")):
        return HOME
    return asked


def _said(request: AnyRequest, theme: Theme, user: User, many: str, result: Result, back: str) -> Response[bytes]:
    return desk_page(
        request,
        theme,
        user,
        "admin/actions.html",
        "Not everything",
        status_code=409,
        many=many,
        result=result,
        back=back,
    )


HANDLERS = [list_posts, act, publish, unpublish]
