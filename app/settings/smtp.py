"""The mail server, as one address says it: smtp://user:password@host:587?starttls=required, or smtps://…"""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, unquote

StartTLS = Literal["required", "never"]
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """`implicit_tls`: smtps. `starttls` is of no meaning then."""

    host: str
    port: int
    implicit_tls: bool
    starttls: StartTLS
    user: str = ""
    password: str = field(default="", repr=False)


def smtp_server(parts: SplitResult) -> SmtpServer | None:
    """None: it says something else. Without a word about STARTTLS it is required, but for a relay on this machine."""
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path.strip("/") or parts.fragment:
        return None
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    asked = options.pop("starttls", "never" if parts.hostname in LOOPBACK else "required")
    if options or asked not in ("required", "never"):
        return None
    implicit = parts.scheme == "smtps"
    return SmtpServer(
        host=parts.hostname,
        port=parts.port or (465 if implicit else 587),
        implicit_tls=implicit,
        starttls="required" if asked == "required" else "never",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
