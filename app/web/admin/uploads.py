"""Files that somebody sends: from the library's form, from the editor, from a script. All are answered alike."""

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Request, Response, post
from litestar.di import NamedDependency

from app.errors import Invalid, Unavailable
from app.services.audit import AuditService
from app.services.drafts import DraftService
from app.services.media import MediaService, Picture
from app.services.users import User
from app.web.addresses import href
from app.web.admin.library import ADDRESS, address_of, library_page, markdown_of
from app.web.admin.notices import done
from app.web.multipart import Received, receive_form
from app.web.theme import Theme

LARGEST_UPLOAD_BYTES = 210_000_000  # ten files of the largest size at once

AnyRequest = Request[Any, Any, Any]
Refusals = Sequence[tuple[str, str]]


@post(ADDRESS, status_code=201, request_max_body_size=LARGEST_UPLOAD_BYTES)
async def upload(
    request: AnyRequest,
    user: NamedDependency[User],
    media: NamedDependency[MediaService],
    drafts: NamedDependency[DraftService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
    origin: NamedDependency[str],
) -> Response[bytes]:
    """Each part with a file name is a file; the field `alt` describes it, where there is one only.

    The same file twice is one. With `Accept: application/json` the answer is JSON: 201 with what was taken and what
    was not, 422 where nothing was, 503 where trying again may help.
    """
    wants_json = "application/json" in request.headers.get("accept", "")
    try:
        received = await receive_form(request.headers.get("content-type", ""), request.stream(), media.incoming)
    except (Invalid, Unavailable) as error:
        if not wants_json:
            raise
        return _json([], [("", str(error))], origin, 503 if isinstance(error, Unavailable) else 422)
    try:
        taken, refused, is_busy = await asyncio.to_thread(_keep_all, received, media, audit, user)
    finally:
        received.discard()
    status = 201 if taken or not refused else 503 if is_busy else 422
    if wants_json:
        return _json(taken, refused, origin, status)
    if refused or not taken:
        problems = refused or [("", "no file was chosen; choose one and send it again")]
        return await asyncio.to_thread(
            library_page, request, theme, user, media, drafts, problems=problems, status_code=max(status, 422)
        )
    return done(address_of(taken[0].media) if len(taken) == 1 else f"{ADDRESS}/", "uploaded")


def _keep_all(
    received: Received, media: MediaService, audit: AuditService, user: User
) -> tuple[list[Picture], list[tuple[str, str]], bool]:
    """Return what is kept, what is not and why, and whether trying again may help."""
    taken, refused, is_busy = [], list(received.refused), False
    alt = received.fields.get("alt", "").strip()[:1000] if len(received.files) == 1 else ""
    for name, incoming in received.files:
        try:
            picture = media.receive(incoming, name, alt=alt, by=user.id)
        except Invalid as error:
            refused.append((name, str(error)))
        except Unavailable as error:
            refused.append((name, str(error)))
            is_busy = True
        else:
            taken.append(picture)
            audit.record(user.id, "uploaded", "media", picture.media.id, {"name": picture.media.name})
    return taken, refused, is_busy


def _json(taken: Sequence[Picture], refused: Refusals, origin: str, status: int) -> Response[bytes]:
    answer = {
        "files": [_described(picture, origin) for picture in taken],
        "refused": [{"name": name, "reason": reason} for name, reason in refused],
    }
    headers = {"retry-after": "5"} if status == 503 else None
    return Response(msgspec.json.encode(answer), status_code=status, media_type="application/json", headers=headers)


def _described(picture: Picture, origin: str) -> dict[str, Any]:
    media = picture.media
    path = href(media.path)
    return {
        "id": media.id,
        "name": media.name,
        "type": media.type,
        "size_bytes": media.size_bytes,
        "path": path,
        "url": origin + path,
        "markdown": markdown_of(picture),
        "width": media.width,
        "height": media.height,
        "alt": media.alt,
        "srcset": picture.srcset(),
        "thumbnail": href(picture.thumbnail),
        "edit": address_of(media),
    }


HANDLERS = [upload]
