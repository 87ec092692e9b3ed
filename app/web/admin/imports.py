"""An old blog by upload: looked at first, then brought in, with the progress and the report of the command line."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, BinaryIO, cast, get_args

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath

from app.errors import Invalid, NotFound, WaypostError
from app.importers.detect import FORMATS
from app.importers.grouping import grouped
from app.importers.items import KINDS
from app.importers.uploaded import Asked, Role, UploadedImports
from app.services.audit import AuditService
from app.services.users import User
from app.web.admin.entry import sentence
from app.web.admin.notices import done
from app.web.admin.pages import desk_page
from app.web.theme import Theme

ADDRESS = "/admin/import"
LARGEST_UPLOAD_BYTES = 4 << 30
CUSTOM_TYPES = ("skip", "as-posts", "as-pages")
ROLES: tuple[Role, ...] = get_args(Role)

AnyRequest = Request[Any, Any, Any]
Upload = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.MULTI_PART)]


@get(ADDRESS, sync_to_thread=False)
def list_imports(
    request: AnyRequest,
    admin: NamedDependency[User],
    uploaded: NamedDependency[UploadedImports],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    return _page(request, theme, admin, uploaded)


@post(ADDRESS, sync_to_thread=True, status_code=303, request_max_body_size=LARGEST_UPLOAD_BYTES)
def upload_blog(
    request: AnyRequest,
    data: Upload,
    admin: NamedDependency[User],
    uploaded: NamedDependency[UploadedImports],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    try:
        one = uploaded.receive(_asked(data), list(_files(data)))
    except WaypostError as error:
        return _page(request, theme, admin, uploaded, error=error)
    names = ", ".join(name for role in ROLES for name in one.files.get(role, []))
    audit.record(admin.id, "uploaded for import", "import", one.id, {"files": names[:500]})
    return _to(one.id)


@get(f"{ADDRESS}/{{import_id:str}}", sync_to_thread=False)
def show_import(
    request: AnyRequest,
    import_id: FromPath[str],
    admin: NamedDependency[User],
    uploaded: NamedDependency[UploadedImports],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    folders = uploaded.folders
    one = folders.get(import_id)
    report = None if one.is_at_work else folders.report(import_id)
    return desk_page(
        request,
        theme,
        admin,
        "admin/import.html",
        "Import",
        one=one,
        progress=folders.progress(import_id),
        report=report,
        rows=_rows(report) if report else [],
        left=[(title, grouped(_pairs(report, key))) for title, key in _LEFT] if report else [],
    )


@post(f"{ADDRESS}/{{import_id:str}}/run", sync_to_thread=True, status_code=303)
def run_import(
    import_id: FromPath[str],
    admin: NamedDependency[User],
    uploaded: NamedDependency[UploadedImports],
    audit: NamedDependency[AuditService],
) -> Response[bytes]:
    uploaded.begin_for_good(import_id)
    audit.record(admin.id, "brought in", "import", import_id)
    return _to(import_id)


@post(f"{ADDRESS}/{{import_id:str}}/stop", sync_to_thread=True, status_code=303)
def stop_import(
    import_id: FromPath[str],
    admin: NamedDependency[User],
    uploaded: NamedDependency[UploadedImports],
    audit: NamedDependency[AuditService],
) -> Response[bytes]:
    uploaded.stop(import_id)
    audit.record(admin.id, "stopped", "import", import_id)
    return done(f"{ADDRESS}/{import_id}", "import-stopped")


@get(f"{ADDRESS}/{{import_id:str}}/report", sync_to_thread=False)
def download_report(
    import_id: FromPath[str], admin: NamedDependency[User], uploaded: NamedDependency[UploadedImports]
) -> Response[bytes]:
    """What `waypost import --json` prints."""
    uploaded.folders.get(import_id)
    report = uploaded.folders.report(import_id)
    if report is None:
        raise NotFound("This import has no report yet; wait until it has ended")
    headers = {"content-disposition": 'attachment; filename="import-report.json"', "cache-control": "no-store"}
    body = msgspec.json.format(msgspec.json.encode(report), indent=2)
    return Response(body, media_type="application/json", headers=headers)


def _asked(data: Mapping[str, Any]) -> Asked:
    format_name, custom_types = data.get("format", "auto"), data.get("custom_types", "skip")
    if format_name not in ("auto", *FORMATS):
        raise Invalid(f"a format is auto, {', '.join(FORMATS)}; choose one of these")
    if custom_types not in CUSTOM_TYPES:
        raise Invalid(f"custom types are {', '.join(CUSTOM_TYPES)}; choose one of these")
    site_url = str(data.get("site_url", "")).strip()
    if site_url and not site_url.startswith(("https://", "http://")):
        raise Invalid("the old blog's address begins with https:// or http://; give it whole")
    return Asked(format_name, custom_types, site_url, dry_run=data.get("begin") != "now")


def _files(data: Mapping[str, Any]) -> Iterator[tuple[Role, str, BinaryIO]]:
    """A field left empty comes as a file without a name."""
    for role in ROLES:
        given = data.get(role, [])
        for file in given if isinstance(given, list) else [given]:
            if isinstance(file, UploadFile) and file.filename:
                yield role, file.filename, cast(BinaryIO, file.file)


_LEFT = (("Skipped", "skipped"), ("Failed", "failed"), ("To look at", "warnings"))


def _rows(report: Mapping[str, Any]) -> list[tuple[str, int, int, int, int]]:
    """(kind, read, imported, skipped, failed) of the kinds that were there."""
    kinds = (*KINDS, *(kind for kind in report["read"] if kind not in KINDS))

    def count(key: str, kind: str) -> int:
        return sum(left["kind"] == kind for left in report[key])

    return [
        (kind, report["read"][kind], report["imported"].get(kind, 0), count("skipped", kind), count("failed", kind))
        for kind in kinds
        if report["read"].get(kind)
    ]


def _pairs(report: Mapping[str, Any], key: str) -> Iterator[tuple[str, str]]:
    for left in report[key]:
        yield left["ref"], left["message"] if key == "warnings" else f"{left['kind']}: {left['reason']}"


def _to(import_id: str) -> Response[bytes]:
    headers = {"location": f"{ADDRESS}/{import_id}"}
    return Response(b"", status_code=303, media_type="text/plain", headers=headers)


def _page(
    request: AnyRequest, theme: Theme, admin: User, uploaded: UploadedImports, *, error: WaypostError | None = None
) -> Response[bytes]:
    return desk_page(
        request,
        theme,
        admin,
        "admin/imports.html",
        "Import",
        status_code=422 if error else 200,
        problem=sentence(error) if error else "",
        imports=uploaded.folders.newest_first(),
        formats=tuple(FORMATS),
    )


HANDLERS = [list_imports, upload_blog, show_import, run_import, stop_import, download_report]
