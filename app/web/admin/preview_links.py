"""An item as readers will see it: for those at the desk, and by links for somebody outside."""

from collections.abc import Mapping
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from app.db import reading
from app.errors import Forbidden
from app.services.audit import AuditService
from app.services.drafts import DEFAULT_DAYS, PREVIEW_DAYS, Draft, DraftService, SharingService
from app.services.media import MediaService
from app.services.users import User, UserService
from app.settings import Settings
from app.web.admin.auth import EDITORS
from app.web.admin.editor.rights import is_own, require_writer
from app.web.admin.notices import done
from app.web.admin.pages import desk_page
from app.web.previews import preview_path
from app.web.theme import Theme
from app.web.unlisted import unlisted_page

ADDRESS = "/admin/posts/{draft_id:str}/preview-links"

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get(ADDRESS, sync_to_thread=False)
def list_links(
    request: AnyRequest,
    draft_id: FromPath[str],
    user: NamedDependency[User],
    drafts: NamedDependency[DraftService],
    sharing: NamedDependency[SharingService],
    users: NamedDependency[UserService],
    settings: NamedDependency[Settings],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    draft = _writable(drafts, user, draft_id)
    found = sharing.list_previews(draft.id)
    names = users.users_by_id({preview.made_by for preview in found})
    links = [
        {
            "preview": preview,
            "address": settings.origin + preview_path(settings, preview),
            "made_by": names[preview.made_by].name if preview.made_by in names else "",
        }
        for preview in found
    ]
    return desk_page(
        request,
        theme,
        user,
        "admin/preview_links.html",
        "Preview links",
        draft=draft,
        links=links,
        days=PREVIEW_DAYS,
        default_days=DEFAULT_DAYS,
    )


@post(ADDRESS, sync_to_thread=True, status_code=303)
def make_link(
    draft_id: FromPath[str],
    data: Form,
    user: NamedDependency[User],
    drafts: NamedDependency[DraftService],
    sharing: NamedDependency[SharingService],
    audit: NamedDependency[AuditService],
) -> Response[bytes]:
    draft = _writable(drafts, user, draft_id)
    preview = sharing.share(draft.id, user.id, _days(data))
    details = {"title": draft.title, "until": preview.expires_at.date().isoformat()}
    audit.record(user.id, "made a preview link", draft.kind, draft.id, details)
    return done(f"/admin/posts/{draft.id}/preview-links", "preview-made")


@post(f"{ADDRESS}/{{preview_id:str}}/delete", sync_to_thread=True, status_code=303)
def revoke_link(
    draft_id: FromPath[str],
    preview_id: FromPath[str],
    user: NamedDependency[User],
    drafts: NamedDependency[DraftService],
    sharing: NamedDependency[SharingService],
    audit: NamedDependency[AuditService],
) -> Response[bytes]:
    draft = _writable(drafts, user, draft_id)
    sharing.revoke(draft.id, preview_id)
    audit.record(user.id, "revoked a preview link", draft.kind, draft.id, {"title": draft.title})
    return done(f"/admin/posts/{draft.id}/preview-links", "preview-revoked")


@get("/admin/posts/{draft_id:str}/view", sync_to_thread=False)
def view(
    draft_id: FromPath[str],
    user: NamedDependency[User],
    drafts: NamedDependency[DraftService],
    media: NamedDependency[MediaService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """With the theme of the site, whatever its status: how those at the desk read what is private."""
    with reading():
        draft = _readable(drafts, user, draft_id)
        info = theme.site()
        said = (
            ""
            if draft.status == "published"
            else f"Only people at the desk see this page: it is {WHERE[draft.status]}."
        )
        return unlisted_page(theme, info, drafts.shown(draft, info.timezone), media, said)


WHERE = {
    "draft": "a draft",
    "review": "in review",
    "scheduled": "scheduled",
    "private": "private",
    "protected": "protected by a password",
    "trash": "in the trash",
}


def _writable(drafts: DraftService, user: User, draft_id: str) -> Draft:
    """Raises: NotFound. Forbidden."""
    draft = drafts.get(draft_id)
    require_writer(user, draft)
    return draft


def _readable(drafts: DraftService, user: User, draft_id: str) -> Draft:
    """What they may see though it is not public. Raises: NotFound. Forbidden: it is somebody else's."""
    draft = drafts.get(draft_id)
    if user.role in EDITORS or is_own(user, draft):
        return draft
    raise Forbidden("This is somebody else's text; ask them or an editor to show it to you")


def _days(data: Mapping[str, str]) -> int:
    """0 for what is no number; the service refuses it."""
    given = data.get("days", str(DEFAULT_DAYS))
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 4 else 0


HANDLERS = [list_links, make_link, revoke_link, view]
