"""The tags of the site: renamed, merged, described, deleted. For editors."""

from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from app.errors import Conflict, Invalid, WaypostError
from app.services.audit import AuditService
from app.services.drafts import TagService
from app.services.posts import TagCount
from app.services.users import User
from app.web.addresses import href
from app.web.admin.notices import done
from app.web.admin.pages import desk_page
from app.web.errors import status_of
from app.web.theme import Theme

ADDRESS = "/admin/tags"
ONE = "/admin/tags/{slug:str}"

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get(ADDRESS, sync_to_thread=True)
def list_tags(
    request: AnyRequest,
    editor: NamedDependency[User],
    tagging: NamedDependency[TagService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    return desk_page(
        request, theme, editor, "admin/tags.html", "Tags", tags=tagging.list_tags(), changes=tagging.changes()
    )


@get(ONE, sync_to_thread=True)
def show_tag(
    request: AnyRequest,
    slug: FromPath[str],
    editor: NamedDependency[User],
    tagging: NamedDependency[TagService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    return _page(request, theme, editor, tagging, tagging.get(slug))


@post(ONE, sync_to_thread=True, status_code=303)
def change_tag(
    request: AnyRequest,
    slug: FromPath[str],
    data: Form,
    editor: NamedDependency[User],
    tagging: NamedDependency[TagService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    before = tagging.get(slug)
    typed = {name: data.get(name, "") for name in ("name", "description")}
    try:
        internal = data.get("internal") == "yes"
        tag = tagging.change(slug, **typed, new_slug=data.get("slug", ""), internal=internal)
    except (Invalid, Conflict) as error:
        return _page(request, theme, editor, tagging, before, error, typed | {"slug": data.get("slug", "")})
    audit.record(editor.id, "changed a tag", "tag", tag.slug, {"name": tag.name, "was": before.tag.name})
    return done(f"{ADDRESS}/", "tag-changed")


@post(f"{ONE}/merge", sync_to_thread=True, status_code=303)
def merge_tag(
    request: AnyRequest,
    slug: FromPath[str],
    data: Form,
    editor: NamedDependency[User],
    tagging: NamedDependency[TagService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """Asks first: it says how many items move, and is sent again with "confirmed"."""
    found, into = tagging.get(slug), data.get("into", "")
    if into == slug or not into:
        error = Invalid("Choose another tag to merge it into")
        return _page(request, theme, editor, tagging, found, error)
    target = tagging.get(into)
    if data.get("confirmed") != "yes":
        return _confirm(request, theme, editor, found, target)
    tagging.merge(slug, into)
    details = {"into": target.tag.name, "name": found.tag.name, "items": str(found.posts)}
    audit.record(editor.id, "merged a tag", "tag", slug, details)
    return done(f"{ADDRESS}/", "tag-merged")


@post(f"{ONE}/delete", sync_to_thread=True, status_code=303)
def delete_tag(
    request: AnyRequest,
    slug: FromPath[str],
    data: Form,
    editor: NamedDependency[User],
    tagging: NamedDependency[TagService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """Asks first, as `merge_tag` does."""
    found = tagging.get(slug)
    if data.get("confirmed") != "yes":
        return _confirm(request, theme, editor, found, None)
    tagging.delete(slug)
    audit.record(editor.id, "deleted a tag", "tag", slug, {"name": found.tag.name, "items": str(found.posts)})
    return done(f"{ADDRESS}/", "tag-deleted")


def _confirm(
    request: AnyRequest, theme: Theme, editor: User, found: TagCount, target: TagCount | None
) -> Response[bytes]:
    title = "Merge tags" if target else "Delete a tag"
    return desk_page(
        request, theme, editor, "admin/tag_confirm.html", title, found=found, target=target, address=_address(found)
    )


def _page(
    request: AnyRequest,
    theme: Theme,
    editor: User,
    tagging: TagService,
    found: TagCount,
    error: WaypostError | None = None,
    typed: dict[str, str] | None = None,
) -> Response[bytes]:
    tag = found.tag
    return desk_page(
        request,
        theme,
        editor,
        "admin/tag.html",
        f"Tag: {tag.name}",
        status_code=status_of(error) if error else 200,
        found=found,
        address=_address(found),
        typed=typed or {"name": tag.name, "slug": tag.slug, "description": tag.description},
        others=sorted((known for known in tagging.list_tags() if known.tag.slug != tag.slug), key=_by_name),
        problem=str(error) if error else "",
    )


def _by_name(known: TagCount) -> str:
    return known.tag.name.casefold()


def _address(found: TagCount) -> str:
    return href(f"{ADDRESS}/{found.tag.slug}")


HANDLERS = [list_tags, show_tag, change_tag, merge_tag, delete_tag]
