"""The bytes of pictures and files: whole or in ranges, kept by browsers for good, and never as a page of this site."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Stream

from app.errors import NotFound
from app.services.media import MediaService, StoredFile
from app.web.addresses import href
from app.web.answers import SeeElsewhere
from app.web.assets import FOR_GOOD
from app.web.exchange import exchange_of
from app.web.old_addresses import Moved
from app.web.ranges import Range, Unsatisfiable, read_range

CHUNK_BYTES = 256 * 1024
POLICY = "default-src 'none'; style-src 'unsafe-inline'; media-src 'self'; sandbox"
PDF_POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"  # in a sandbox, Chrome shows none
FOR_NOW = "public, max-age=300"  # a picture an import brought: it will be encoded anew
_SHOWN = ("image/", "audio/", "video/")  # anything else but PDF is offered for download

AnyRequest = Request[Any, Any, Any]


@get("/media/{mark:str}/{name:str}")
async def show_media(
    request: AnyRequest, mark: FromPath[str], name: FromPath[str], media: NamedDependency[MediaService]
) -> Response[bytes] | Stream:
    """`mark` is the beginning of a SHA-256: of the file as it came, or of one that was made of it."""
    exchange = exchange_of(request.scope)
    found = media.find_file(mark, exchange.path)
    if found is None:
        raise NotFound("There is no such file")
    if exchange.path != found.path:
        raise SeeElsewhere(Moved(href(found.path)))
    headers = _headers(found)
    if request.headers.get("if-none-match", "").removeprefix("W/") == headers["etag"]:
        return Response(b"", status_code=304, media_type=found.type, headers=headers)
    try:
        wanted = read_range(
            request.headers.get("range"), request.headers.get("if-range"), headers["etag"], found.size_bytes
        )
    except Unsatisfiable:
        headers["content-range"] = f"bytes */{found.size_bytes}"
        return Response(b"", status_code=416, media_type=found.type, headers=headers)
    status = 200
    if wanted is not None:
        status = 206
        headers["content-range"] = f"bytes {wanted.first}-{wanted.last}/{found.size_bytes}"
    span = wanted or Range(0, found.size_bytes - 1)
    headers["content-length"] = str(span.length)
    if exchange.head:
        return Stream(_nothing(), status_code=status, media_type=found.type, headers=headers)
    path = await asyncio.to_thread(media.read_object, found.object_id)
    return Stream(_chunks(path, span), status_code=status, media_type=found.type, headers=headers)


def _headers(file: StoredFile) -> dict[str, str]:
    is_pdf = file.type == "application/pdf"
    headers = {
        "cache-control": FOR_GOOD if file.is_final else FOR_NOW,
        "etag": f'"{file.object_id[:32]}"',
        "accept-ranges": "bytes",
        "content-security-policy": PDF_POLICY if is_pdf else POLICY,
        "cross-origin-resource-policy": "cross-origin",
    }
    if not (file.type.startswith(_SHOWN) or is_pdf):
        headers["content-disposition"] = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    return headers


async def _chunks(path: Path, span: Range) -> AsyncIterator[bytes]:
    file = await asyncio.to_thread(path.open, "rb")
    try:
        await asyncio.to_thread(file.seek, span.first)
        left = span.length
        while left > 0:
            chunk = await asyncio.to_thread(file.read, min(CHUNK_BYTES, left))
            if not chunk:
                return
            left -= len(chunk)
            yield chunk
    finally:
        file.close()


async def _nothing() -> AsyncIterator[bytes]:
    yield b""


HANDLERS = [show_media]
