"""Every setting once: its name, default, what is allowed and what it is for. The reference page is made from this."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from ipaddress import ip_network
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import SplitResult, urlsplit

from app.settings.smtp import SmtpServer, smtp_server

T = TypeVar("T")
REGION = re.compile(r"[a-z0-9-]{1,16}")
_UNFIT = re.compile(r"[\s\"'<>\\]")  # in no address; a browser or a header would read them as something else


class Wrong(ValueError):
    """A value is not allowed; the text completes «allowed: …»."""


@dataclass(frozen=True, slots=True)
class Region:
    name: str
    url: str | None = None  # its nodes' address, where regions are told apart by address and not by Fly


@dataclass(frozen=True, slots=True)
class Field:
    """One setting. `parse` gets the text of the variable and raises Wrong."""

    name: str
    parse: Callable[[str], Any]
    default: Any
    allowed: str
    purpose: str
    fallback: str | None = None  # another variable that is read where this one is unset
    secret: bool = False

    @property
    def variable(self) -> str:
        return "WAYPOST_" + self.name.upper()


def text(value: str) -> str:
    return value


def folder(value: str) -> Path:
    return Path(value).expanduser().absolute()


def choice(*names: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in names:
            raise Wrong(" or ".join(names))
        return value

    return parse


def number(kind: type[int] | type[float], least: float, most: float) -> Callable[[str], float]:
    def parse(value: str) -> float:
        try:
            parsed = kind(value)
        except ValueError:
            parsed = kind(-1) if least >= 0 else kind(least - 1)
        if not least <= parsed <= most:
            raise Wrong(f"a number from {least:g} to {most:g}")
        return parsed

    return parse


def origin(value: str) -> str:
    allowed = "an http or https address without a path, like https://blog.example"
    parts = split(value, allowed)
    beside = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme not in ("http", "https") or not parts.hostname or beside or _UNFIT.search(value):
        raise Wrong(allowed)
    return value.rstrip("/")


def store_url(value: str) -> str:
    allowed = "file:///folder or s3://bucket/prefix?endpoint=…&region=…"
    parts = split(value, allowed)
    if parts.scheme == "file" and parts.path.startswith("/"):
        return value.rstrip("/")
    if parts.scheme == "s3" and parts.netloc:
        return value.rstrip("/")
    raise Wrong(allowed)


def webhook(value: str) -> str:
    allowed = "an http or https address"
    parts = split(value, allowed)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Wrong(allowed)
    return value


def smtp_url(value: str) -> SmtpServer:
    allowed = "smtp://user:password@host:587, with ?starttls=never where that is wanted, or smtps://…"
    found = smtp_server(split(value, allowed))
    if found is None:
        raise Wrong(allowed)
    return found


def mailbox(value: str) -> str:
    name, address = parseaddr(value)
    if _UNFIT.search(address) or address.count("@") != 1 or not all(address.split("@")) or not value.isprintable():
        raise Wrong("an e-mail address, like blog@example.com or My Blog <blog@example.com>")
    return formataddr((name, address))


def split(value: str, allowed: str) -> SplitResult:
    """Raises: Wrong: it can't even be taken apart."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise Wrong(allowed) from None
    return parts


def region(value: str) -> str:
    if not REGION.fullmatch(value):
        raise Wrong("1 to 16 of a-z, 0-9 and -")
    return value


def regions(value: str) -> tuple[Region, ...]:
    found = []
    for part in filter(None, (p.strip() for p in value.split(","))):
        name, _, url = part.partition("=")
        found.append(Region(region(name.strip()), origin(url.strip()) if url else None))
    if len({r.name for r in found}) != len(found):
        raise Wrong("each region once")
    return tuple(found)


def networks(value: str) -> tuple[str, ...]:
    found = tuple(filter(None, (part.strip() for part in value.split(","))))
    try:
        for network in found:
            ip_network(network, strict=False)
    except ValueError:
        raise Wrong("addresses or networks, comma-separated, like 10.0.0.0/8,fd00::/8") from None
    return found


FIELDS: tuple[Field, ...] = (
    Field("data", folder, Path("data").absolute(), "a folder this process may write", "Where the SQLite files live."),
    Field("host", text, "127.0.0.1", "a host name or address", "The address the site listens on."),
    Field("port", number(int, 0, 65535), 8080, "0 to 65535", "The port the site listens on; 0 takes any free one."),
    Field(
        "url", origin, None, "https://blog.example", "The public address of the site; feeds and canonical links use it."
    ),
    Field(
        "replica_url",
        store_url,
        None,
        "file:///folder or s3://bucket/prefix?endpoint=…&region=…",
        "The store every database streams to. Unset: a folder beside the data folder (the same disk).",
    ),
    Field("region", region, "local", "1 to 16 of a-z, 0-9 and -", "Where this node is.", fallback="FLY_REGION"),
    Field(
        "primary_region",
        region,
        None,
        "1 to 16 of a-z, 0-9 and -",
        "The region whose node writes. Unset: this one.",
        fallback="PRIMARY_REGION",
    ),
    Field("regions", regions, (), "fra,ewr or fra=http://…,ewr=http://…", "All regions; ?region= shows one of them."),
    Field("role", choice("auto", "primary", "replica"), "auto", "auto, primary or replica", "auto: by the region."),
    Field(
        "primary",
        choice("static", "record", "litefs"),
        "static",
        "static, record or litefs",
        "How the primary is found; litefs is not used yet.",
    ),
    Field(
        "primary_url",
        origin,
        None,
        "http://host:port",
        "The primary's address, where it is not found by region. Not used yet.",
    ),
    Field(
        "replay", choice("fly", "forward"), None, "fly or forward", "How a replica hands a write on. Unset: fly on Fly."
    ),
    Field(
        "secret",
        text,
        None,
        "any text, the same on all nodes",
        "Keys for cookies and links are derived from it. Unset on a single node: made once, kept in the data folder.",
        secret=True,
    ),
    Field(
        "durability",
        choice("local", "replicated"),
        "local",
        "local or replicated",
        "replicated: answer once in the store.",
    ),
    Field("max_unreplicated_s", number(float, 0.1, 86400), 10.0, "0.1 to 86400 seconds", "Writes stop past this lag."),
    Field("cuts_per_s", number(float, 0, 1000), 1.0, "0 to 1000", "How often a busy file is cut between the ticks."),
    Field(
        "position_wait_s",
        number(float, 0, 30),
        0.25,
        "0 to 30 seconds",
        "How long a replica waits for your own write. Not used yet.",
    ),
    Field(
        "smtp_url",
        smtp_url,
        None,
        "smtp://user:password@host:587 or smtps://…",
        "The server mail is handed to. TLS is required; `?starttls=never` is for a relay one trusts. Unset: no mail.",
        secret=True,
    ),
    Field(
        "mail_from",
        mailbox,
        None,
        "blog@example.com or My Blog <blog@example.com>",
        "Who mail is from. Unset: the user of WAYPOST_SMTP_URL where it is an address, else no-reply@ the site's host.",
    ),
    Field(
        "alert_url",
        webhook,
        None,
        "an http or https address",
        "Where alerts are posted, as JSON with a sentence in `text`.",
        secret=True,
    ),
    Field(
        "remote_media",
        choice("shown", "blocked"),
        "shown",
        "shown or blocked",
        "Pictures and media that a text has from other sites. Only pages with such a text may load them, if any.",
    ),
    Field(
        "trusted_proxies", networks, (), "addresses or networks, comma-separated", "Who may name the client's address."
    ),
    Field(
        "internal_host", text, "127.0.0.1", "a host name or address", "Where stream and metrics listen. Not used yet."
    ),
    Field(
        "internal_port",
        number(int, 0, 65535),
        0,
        "0 to 65535, 0: not at all",
        "The port of the internal listener. Not used yet.",
    ),
    Field(
        "media_cache_mb",
        number(int, 50, 10_000_000),
        2000,
        "50 to 10000000 megabytes",
        "How much of the disk copies of pictures and files may take; docs/media.md.",
    ),
    Field("machine_id", text, None, "an id", "This machine's id on Fly.", fallback="FLY_MACHINE_ID"),
    Field("app_name", text, None, "a name", "This app's name on Fly.", fallback="FLY_APP_NAME"),
)
