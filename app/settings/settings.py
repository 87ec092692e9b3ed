"""How this process runs. `from_env` is the only reader of the environment; what it returns never changes."""

import hashlib
import os
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from app.errors import SettingsError
from app.settings.fields import FIELDS, Field, Region, Wrong
from app.settings.smtp import SmtpServer

CONFIG_VARIABLE = "WAYPOST_CONFIG"


@dataclass(frozen=True, slots=True)
class Settings:
    """One value for each entry of `fields.FIELDS`; None means unset."""

    data: Path
    host: str
    port: int
    url: str | None
    replica_url: str
    region: str
    primary_region: str
    regions: tuple[Region, ...]
    role: Literal["auto", "primary", "replica"]
    primary: Literal["static", "record", "litefs"]
    primary_url: str | None
    replay: Literal["fly", "forward"]
    secret: str | None
    durability: Literal["local", "replicated"]
    max_unreplicated_s: float
    cuts_per_s: float
    position_wait_s: float
    smtp_url: SmtpServer | None
    mail_from: str
    alert_url: str | None
    remote_media: Literal["shown", "blocked"]
    trusted_proxies: tuple[str, ...]
    internal_host: str
    internal_port: int
    media_cache_mb: int
    machine_id: str | None
    app_name: str | None

    @property
    def is_primary(self) -> bool:
        if self.role == "auto":
            return self.region == self.primary_region
        return self.role == "primary"

    @property
    def origin(self) -> str:
        """The public address, no trailing slash."""
        if self.url:
            return self.url
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def runtime_dir(self) -> Path:
        """A short folder for sockets: Litestream stays without its socket behind a long path (RULES 7)."""
        mark = hashlib.sha256(str(self.data).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"waypost-{os.getuid()}-{mark}"


def from_env(environ: Mapping[str, str] | None = None, *, overrides: Mapping[str, str] | None = None) -> Settings:
    """Read the environment, or the mapping given, over the TOML file that WAYPOST_CONFIG names.

    `overrides` are what the command line said: variable -> text.

    Raises: SettingsError: the name, the value, and what is allowed.
    """
    source = {**(os.environ if environ is None else environ), **(overrides or {})}
    merged = {**_from_file(source.get(CONFIG_VARIABLE)), **source}
    _refuse_unknown(merged)
    values = {field.name: _value(field, merged) for field in FIELDS}
    return Settings(**_completed(values, on_fly="FLY_APP_NAME" in source))


def _value(field: Field, source: Mapping[str, str]) -> Any:
    raw = source.get(field.variable, "")
    name = field.variable
    if not raw and field.fallback:
        raw, name = source.get(field.fallback, ""), field.fallback
    if not raw:
        return field.default
    try:
        return field.parse(raw)
    except Wrong as wrong:
        shown = "…" if field.secret else repr(raw)
        raise SettingsError(f"{name} is {shown}: allowed is {wrong}") from None


def _completed(values: dict[str, Any], *, on_fly: bool) -> dict[str, Any]:
    data: Path = values["data"]
    if any(sign in str(data) for sign in "?#%"):  # Litestream reads them as parts of a URI, and copies another file
        raise SettingsError(f"WAYPOST_DATA is {str(data)!r}: allowed is a folder without ?, # and % in its path")
    if values["replica_url"] is None:
        values["replica_url"] = f"file://{data}-replica"
    if values["primary_region"] is None:
        values["primary_region"] = values["region"]
    if values["replay"] is None:
        values["replay"] = "fly" if on_fly else "forward"
    if values["mail_from"] is None:
        values["mail_from"] = _sender(values["smtp_url"], values["url"])
    _refuse_store_inside(data, values["replica_url"])
    listed = {r.name for r in values["regions"]}
    for name in ("region", "primary_region"):
        if listed and values[name] not in listed:
            raise SettingsError(f"WAYPOST_{name.upper()} is {values[name]!r}: allowed is one of WAYPOST_REGIONS")
    return values


def _sender(smtp: SmtpServer | None, url: str | None) -> str:
    if smtp is not None and "@" in smtp.user:
        return smtp.user
    return f"no-reply@{urlsplit(url or '').hostname or 'localhost'}"


def _refuse_store_inside(data: Path, replica_url: str) -> None:
    if replica_url.startswith("file://") and Path(replica_url[7:]).is_relative_to(data):
        raise SettingsError(
            f"WAYPOST_REPLICA_URL is {replica_url!r}: allowed is a folder outside WAYPOST_DATA ({data})"
        )


def _refuse_unknown(source: Mapping[str, str]) -> None:
    """A misspelt name would silently change nothing; better to stop."""
    internal = {CONFIG_VARIABLE, "WAYPOST_LISTEN_FD", "WAYPOST_CONTROL_FD"}
    known = {field.variable for field in FIELDS} | internal
    for name in source:
        if name.startswith("WAYPOST_") and name not in known:
            raise SettingsError(f"{name} is not a setting: allowed are {', '.join(sorted(known - internal))}")


def _from_file(path: str | None) -> dict[str, str]:
    if not path:
        return {}
    try:
        with Path(path).open("rb") as file:
            read = tomllib.load(file)
    except OSError as error:
        raise SettingsError(f"{CONFIG_VARIABLE} is {path!r}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{CONFIG_VARIABLE} is {path!r}: not a TOML file ({error})") from None
    return {_variable(name): _as_text(value) for name, value in read.items()}


def _variable(name: str) -> str:
    return name if name.startswith("WAYPOST_") else "WAYPOST_" + name.upper()


def _as_text(value: object) -> str:
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)
