"""Whom to tell of a security problem, as RFC 9116 says it."""

from datetime import UTC, datetime, timedelta

from litestar import Response, get
from litestar.di import NamedDependency

from app.errors import NotFound
from app.web.theme import Theme

VALID = timedelta(days=180)  # the RFC: less than a year, so that nobody relies on what was forgotten


@get("/.well-known/security.txt", sync_to_thread=False)
def show_security(theme: NamedDependency[Theme]) -> Response[bytes]:
    """It names a day, so that no page cache may keep it: read outside of `reads`."""
    info = theme.site()
    if not info.security_contact:
        raise NotFound("Nobody is named here for security problems")
    expires = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) + VALID
    lines = (
        f"Contact: {info.security_contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {info.language}",
        f"Canonical: {theme.origin}/.well-known/security.txt",
    )
    headers = {"cache-control": "public, max-age=86400"}
    return Response("".join(line + "\n" for line in lines).encode(), media_type="text/plain", headers=headers)


HANDLERS = [show_security]
