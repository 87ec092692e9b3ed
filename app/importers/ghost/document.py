"""One JSON file -> the tables of a Ghost export, repaired where that is safe; knows no rows."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from app.importers.items import Unreadable

_NAMES = (
    "posts posts_tags posts_authors posts_meta posts_products tags users roles roles_users settings "
    "members newsletters products snippets subscribers comments"
)
TABLES = frozenset(_NAMES.split())
MAX_BYTES = 1 << 30

_LONE_SURROGATE = re.compile(
    rb"(?<!\\)((?:\\\\)*)(?:\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|"
    rb"(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2})"
)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class Document:
    version: str  # "003", "5.130.6", "" where the export does not say
    data: Mapping[str, Any]  # table -> rows, unchecked
    repairs: tuple[str, ...] = field(default=())


def read_document(raw: bytes, name: str) -> Document:
    """Raises: Unreadable: not JSON, too deep, an error message, or JSON of something else."""
    if len(raw) > MAX_BYTES:
        raise Unreadable(f"{name} is larger than 1 GiB; a Ghost export is far smaller, so this is some other file")
    repairs: list[str] = []
    value = _decode(raw, name, repairs)
    meta, data = _unwrap(value, name, repairs)
    return Document(version=str(meta.get("version") or ""), data=data, repairs=tuple(repairs))


def _decode(raw: bytes, name: str, repairs: list[str]) -> Any:
    raw = _as_utf8(raw, name, repairs)
    try:
        return msgspec.json.decode(raw)
    except RecursionError as error:
        raise Unreadable(f"{name} is JSON nested too deeply to be a Ghost export; nothing was read") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return _decode_leniently(raw, name, repairs, str(error))


def _as_utf8(raw: bytes, name: str, repairs: list[str]) -> bytes:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            if encoding == "utf-8-sig":
                return raw[len(mark) :]
            repairs.append(f"{name} is in UTF-16; it was read as such")
            return raw.decode(encoding, "replace").encode()
    return raw


def _decode_leniently(raw: bytes, name: str, repairs: list[str], reason: str) -> Any:
    """Take what strict JSON refuses and text editors or dump scripts leave: odd bytes, bare control characters."""
    fixed = _LONE_SURROGATE.sub(rb"\1\\ufffd", raw.decode("utf-8", "replace").encode())
    try:
        value = json.loads(fixed, strict=False)
    except RecursionError as error:
        raise Unreadable(f"{name} is JSON nested too deeply to be a Ghost export; nothing was read") from error
    except ValueError as error:
        raise Unreadable(
            f"{name} is not JSON ({reason}); export it again in Ghost under Settings, Import/Export"
        ) from error
    repairs.append(f"{name} is not quite JSON ({reason}); characters that can't be were replaced by U+FFFD")
    return value


def _unwrap(value: Any, name: str, repairs: list[str]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Find meta and data in {"db": [{…}]}, {"meta", "data"}, {"data": {…}} or {"data": {"meta", "data"}}."""
    outer = value
    if isinstance(value, dict) and isinstance(value.get("db"), list):
        found = [part for part in value["db"] if isinstance(part, dict) and isinstance(part.get("data"), dict)]
        if len(found) > 1:
            repairs.append(f"{name} holds {len(found)} exports; only the first was read")
        value = found[0] if found else value
    meta: Mapping[str, Any] = {}
    for _ in range(3):
        if not isinstance(value, dict):
            break
        if isinstance(value.get("meta"), dict):
            meta = value["meta"]
        if not TABLES.isdisjoint(value) and any(isinstance(value[table], list) for table in TABLES & value.keys()):
            return meta, value
        value = value.get("data")
    raise Unreadable(_why_not(outer, name))


def _why_not(value: Any, name: str) -> str:
    if isinstance(value, dict) and isinstance(value.get("errors"), list):
        said = next((str(e["message"]) for e in value["errors"] if isinstance(e, dict) and e.get("message")), "")
        return (
            f"{name} is an error message of Ghost{f' (“{said[:200]}”)' if said else ''}, not an export; export it again"
        )
    if isinstance(value, dict):
        seen = ", ".join(f"“{key[:40]}”" for key in list(value)[:5]) or "nothing"
        return f"{name} is JSON, but no Ghost export: it holds {seen} where “db”, or “meta” and “data” were expected"
    return f"{name} is JSON, but no Ghost export: its top level is no object"
