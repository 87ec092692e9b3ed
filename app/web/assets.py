"""The theme's files over HTTP."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.errors import NotFound
from app.web.encodings import negotiate
from app.web.static import StaticFile, StaticFiles

FOR_GOOD = "public, max-age=31536000, immutable"

AnyRequest = Request[Any, Any, Any]


@get("/static/{digest:str}/{name:str}", sync_to_thread=False)
def show_static(
    request: AnyRequest, digest: FromPath[str], name: FromPath[str], static: NamedDependency[StaticFiles]
) -> Response[bytes]:
    """A page from before an upgrade may name an older digest: it gets the file as it is now, and not for good."""
    file = static.find(name)
    if file is None:
        raise NotFound("There is no such file")
    return _file(request, file, FOR_GOOD if digest == file.digest else "public, max-age=60")


@get(["/favicon.ico", "/apple-touch-icon.png"], sync_to_thread=False)
def show_icon(request: AnyRequest, static: NamedDependency[StaticFiles]) -> Response[bytes]:
    file = static.find(request.scope["path"].strip("/"))
    if file is None:
        raise NotFound("There is no such file")
    return _file(request, file, "public, max-age=86400")


def _file(request: AnyRequest, file: StaticFile, control: str) -> Response[bytes]:
    encoding = negotiate(request.headers.get("accept-encoding", "").encode("latin-1"))
    etag = f'"{file.digest}{"-" + encoding if encoding and file.is_text else ""}"'
    headers = {"cache-control": control, "etag": etag, "vary": "Accept-Encoding"}
    if request.headers.get("if-none-match", "").removeprefix("W/") == etag:
        return Response(b"", status_code=304, media_type=file.type, headers=headers)
    if encoding and file.is_text:
        headers["content-encoding"] = encoding
    return Response(file.encoded(encoding), media_type=file.type, headers=headers)


HANDLERS = [show_static, show_icon]
