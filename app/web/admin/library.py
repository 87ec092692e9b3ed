"""The library: every file of the site, found by name and description, and where it is used."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, get_args

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from app.errors import Forbidden, Invalid
from app.services.audit import AuditService
from app.services.drafts import DraftService
from app.services.media import Kind, Media, MediaService, Only, Picture, Wanted
from app.services.users import User
from app.web.addresses import href, with_query
from app.web.admin.auth import EDITORS
from app.web.admin.entry import sentence
from app.web.admin.notices import done
from app.web.admin.pages import desk_page
from app.web.answers import page_number
from app.web.exchange import exchange_of
from app.web.theme import Theme

ADDRESS = "/admin/media"
PER_PAGE = 48
MOST_USES = 100
KINDS: tuple[Kind, ...] = get_args(Kind)
ONLY: tuple[Only, ...] = get_args(Only)

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get(ADDRESS, sync_to_thread=False)
def list_media(
    request: AnyRequest,
    user: NamedDependency[User],
    media: NamedDependency[MediaService],
    drafts: NamedDependency[DraftService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    return library_page(request, theme, user, media, drafts)


@get(f"{ADDRESS}/{{media_id:str}}", sync_to_thread=False)
def show_file(
    request: AnyRequest,
    media_id: FromPath[str],
    user: NamedDependency[User],
    media: NamedDependency[MediaService],
    drafts: NamedDependency[DraftService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    return _file_page(request, theme, user, media.get(media_id), drafts)


@post(f"{ADDRESS}/{{media_id:str}}", sync_to_thread=True, status_code=303)
def describe(
    request: AnyRequest,
    media_id: FromPath[str],
    data: Form,
    user: NamedDependency[User],
    media: NamedDependency[MediaService],
    drafts: NamedDependency[DraftService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """What is said of a file shows at once wherever it is used."""
    before = _get_changeable(media, user, media_id)
    try:
        after = media.describe(
            media_id,
            name=data.get("name", ""),
            alt=data.get("alt", ""),
            decorative=bool(data.get("decorative")),
            focal=(_percent(data, "focal_x"), _percent(data, "focal_y")),
        )
    except Invalid as error:
        return _file_page(request, theme, user, before, drafts, problem=sentence(error), status_code=422)
    drafts.refresh_users(before.marks)
    audit.record(user.id, "described", "media", media_id, {"name": after.media.name})
    return done(address_of(after.media), "saved")


@get(f"{ADDRESS}/{{media_id:str}}/delete", sync_to_thread=False)
def ask_before_deleting(
    request: AnyRequest,
    media_id: FromPath[str],
    user: NamedDependency[User],
    media: NamedDependency[MediaService],
    drafts: NamedDependency[DraftService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """Name every place that would break."""
    picture = _get_changeable(media, user, media_id)
    uses = drafts.users_of(picture.marks, MOST_USES)
    return desk_page(
        request, theme, user, "admin/media_delete.html", "Delete a file", picture=picture, uses=uses, most=MOST_USES
    )


@post(f"{ADDRESS}/{{media_id:str}}/delete", sync_to_thread=True, status_code=303)
def delete(
    media_id: FromPath[str],
    user: NamedDependency[User],
    media: NamedDependency[MediaService],
    audit: NamedDependency[AuditService],
) -> Response[bytes]:
    picture = _get_changeable(media, user, media_id)
    media.delete(media_id)
    audit.record(user.id, "deleted", "media", media_id, {"name": picture.media.name})
    return done(address_of(picture.media), "media-deleted")


@post(f"{ADDRESS}/{{media_id:str}}/restore", sync_to_thread=True, status_code=303)
def restore(
    media_id: FromPath[str],
    user: NamedDependency[User],
    media: NamedDependency[MediaService],
    audit: NamedDependency[AuditService],
) -> Response[bytes]:
    picture = _get_changeable(media, user, media_id)
    media.restore(media_id)
    audit.record(user.id, "restored", "media", media_id, {"name": picture.media.name})
    return done(address_of(picture.media), "media-restored")


def address_of(media: Media) -> str:
    return f"{ADDRESS}/{media.id}"


def library_page(
    request: AnyRequest,
    theme: Theme,
    user: User,
    media: MediaService,
    drafts: DraftService,
    *,
    problems: Sequence[tuple[str, str]] = (),
    status_code: int = 200,
) -> Response[bytes]:
    """`problems`: (file name, why it was not taken)."""
    exchange = exchange_of(request.scope)
    words = " ".join(exchange.parameter("q").split())[:100]
    kind = next((known for known in KINDS if known == exchange.parameter("type")), None)
    only = next((known for known in ONLY if known == exchange.parameter("only")), None)
    used = drafts.used_marks() if only == "unused" else ()
    shown = media.list_media(Wanted(words, kind, only, used), page_number(exchange), PER_PAGE)

    def at(**changes: Any) -> str:
        return with_query(f"{ADDRESS}/", **({"q": words, "type": kind, "only": only} | changes))

    return desk_page(
        request,
        theme,
        user,
        "admin/media.html",
        "Media",
        status_code=status_code,
        list=shown,
        problems=problems,
        waiting=media.count_waiting(),
        words=words,
        kind=kind,
        only=only,
        kinds=KINDS,
        onlys=ONLY,
        at=at,
        size=size_text,
        newer=at(page=shown.number - 1) if shown.number > 1 else "",
        older=at(page=shown.number + 1) if shown.number < shown.pages else "",
    )


def _file_page(
    request: AnyRequest,
    theme: Theme,
    user: User,
    picture: Picture,
    drafts: DraftService,
    *,
    problem: str = "",
    status_code: int = 200,
) -> Response[bytes]:
    return desk_page(
        request,
        theme,
        user,
        "admin/media_file.html",
        picture.media.name,
        status_code=status_code,
        picture=picture,
        markdown=markdown_of(picture),
        uses=drafts.users_of(picture.marks, MOST_USES),
        most=MOST_USES,
        may_change=may_change(user, picture.media),
        problem=problem,
        size=size_text,
    )


def may_change(user: User, media: Media) -> bool:
    """Editors may change any file, others what they have brought themselves."""
    return user.role in EDITORS or media.uploaded_by == user.id


def _get_changeable(media: MediaService, user: User, media_id: str) -> Picture:
    """Raises: NotFound. Forbidden: somebody else has brought it."""
    picture = media.get(media_id)
    if not may_change(user, picture.media):
        raise Forbidden("You may only change files you have uploaded yourself; ask an editor")
    return picture


def _percent(data: Mapping[str, str], name: str) -> int:
    """Raises: Invalid: it is no number."""
    text = data.get(name, "").strip() or "50"
    if not (text.isascii() and text.isdecimal() and len(text) <= 3):
        raise Invalid("the point that stays in view is a number of percent, 0 to 100, from the left and from the top")
    return int(text)


def markdown_of(picture: Picture) -> str:
    """Return what a writer puts into a text to show the file."""
    media = picture.media
    shown = media.alt if media.is_image else media.name
    escaped = "".join("\\" + sign if sign in "\\[]" else sign for sign in " ".join(shown.split()))
    return f"{'!' if media.is_image else ''}[{escaped}]({href(media.path)})"


def size_text(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:.1f} MB" if size_bytes >= 1_000_000 else f"{max(size_bytes // 1000, 1)} KB"


HANDLERS = [list_media, show_file, describe, ask_before_deleting, delete, restore]
