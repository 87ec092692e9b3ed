"""The whole site to take away: made as a job, shown with its progress, kept for a day. For owners and admins."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Stream

from app.errors import Conflict, Invalid
from app.exporters.context import INCLUDES, Include
from app.exporters.kept import KeptExports
from app.services.audit import AuditService
from app.services.users import User
from app.web.admin.entry import sentence
from app.web.admin.notices import done
from app.web.admin.pages import desk_page
from app.web.theme import Theme

ADDRESS = "/admin/export"
CHUNK_BYTES = 1 << 18

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get(ADDRESS, sync_to_thread=False)
def list_exports(
    request: AnyRequest,
    admin: NamedDependency[User],
    exports: NamedDependency[KeptExports],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    return _page(request, theme, admin, exports)


@post(ADDRESS, sync_to_thread=True, status_code=303)
def begin_export(
    request: AnyRequest,
    data: Form,
    admin: NamedDependency[User],
    exports: NamedDependency[KeptExports],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    try:
        one = exports.begin(_include(data))
    except (Invalid, Conflict) as error:
        return _page(request, theme, admin, exports, problem=sentence(error))
    audit.record(admin.id, "began", "export", one.id, {"include": one.include})
    return Response(b"", status_code=303, media_type="text/plain", headers={"location": ADDRESS})


@get(f"{ADDRESS}/{{export_id:str}}/site.zip", sync_to_thread=True)
def download_export(
    export_id: FromPath[str],
    admin: NamedDependency[User],
    exports: NamedDependency[KeptExports],
    theme: NamedDependency[Theme],
) -> Stream:
    one, path = exports.get(export_id), exports.file(export_id)
    name = f"{theme.origin.partition('//')[2].replace(':', '-')}-{one.created_at[:10]}.zip"
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "content-length": str(path.stat().st_size),
        "cache-control": "no-store",
    }
    return Stream(_chunks(path), media_type="application/zip", headers=headers)


@post(f"{ADDRESS}/{{export_id:str}}/delete", sync_to_thread=True, status_code=303)
def delete_export(
    export_id: FromPath[str],
    admin: NamedDependency[User],
    exports: NamedDependency[KeptExports],
    audit: NamedDependency[AuditService],
) -> Response[bytes]:
    exports.delete(export_id)
    audit.record(admin.id, "deleted", "export", export_id)
    return done(ADDRESS, "export-gone")


async def _chunks(path: Path) -> AsyncIterator[bytes]:
    file = await asyncio.to_thread(path.open, "rb")
    try:
        while piece := await asyncio.to_thread(file.read, CHUNK_BYTES):
            yield piece
    finally:
        file.close()


def _include(data: dict[str, str]) -> Include:
    include: Include | None = next((known for known in INCLUDES if known == data.get("include", "drafts")), None)
    if include is None:
        raise Invalid(f"an export includes {', '.join(INCLUDES)}; choose one of these")
    return include


def _page(
    request: AnyRequest, theme: Theme, admin: User, exports: KeptExports, *, problem: str = ""
) -> Response[bytes]:
    found = exports.newest_first()
    at_work = next((one for one in found if one.is_at_work), None)
    return desk_page(
        request,
        theme,
        admin,
        "admin/exports.html",
        "Export",
        status_code=422 if problem else 200,
        problem=problem,
        exports=[one for one in found if not one.is_at_work],
        at_work=at_work,
        progress=exports.progress(at_work.id) if at_work else None,
    )


HANDLERS = [list_exports, begin_export, download_export, delete_export]
