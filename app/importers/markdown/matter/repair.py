"""Second tries at front matter that can't be parsed: only changes that can't alter what was meant."""

import json
import re
from typing import Any

from app.importers.markdown.matter.yaml_values import BadYaml, load_yaml

_PLAIN = re.compile(r"^(?P<head>[ ]*(?:-[ ]+)?(?P<key>[A-Za-z_][\w.-]*)[ ]*:)[ ]+(?P<value>[^\s\"'|>\[{&*#][^\n]*)$")
_ITEM = re.compile(r"^(?P<head>[ ]*-)[ ]+(?P<value>[^\s\"'|>\[{&*#-][^\n]*)$")
_ODD_START = re.compile(r"^(?P<head>[ ]*(?:-[ ]+)?(?:[A-Za-z_][\w.-]*[ ]*:)?)[ ]+(?P<value>[@`%&*!|>\[{\"'][^\n]*)$")
_TOP_KEY = re.compile(r"^(?P<key>\"[^\"\n]+\"|'[^'\n]+'|[^\s#:\-\"'][^:\n]*?)[ \t]*:(?=\s|$)", re.MULTILINE)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")


def repair_yaml(text: str) -> tuple[dict[str, Any], str] | None:
    """Return the keys and a sentence that says what was done, or None where nothing safe helps."""
    tabless = _without_tabs(text)
    for attempt, note in (
        (tabless, "tabs were read as spaces"),
        (_quoted(tabless), "a value with a colon or an odd first character was put in quotes"),
    ):
        try:
            value = load_yaml(attempt)
        except BadYaml:
            continue
        if isinstance(value, dict):
            return value, note
    return _key_by_key(tabless)


def _without_tabs(text: str) -> str:
    lines = []
    for line in text.replace("\xa0", " ").split("\n"):
        body = line.lstrip(" \t")
        indent = line[: len(line) - len(body)].replace("\t", "  ")
        lines.append(indent + re.sub(r"(?<=:)\t+| ?\t+ ?", " ", body).rstrip())
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return "\n".join(_quote_line(line) for line in text.split("\n"))


def _quote_line(line: str) -> str:
    match = _PLAIN.match(line) or _ITEM.match(line)
    if match and (": " in match["value"] or match["value"].endswith(":") or match["value"][0] in "@`%!"):
        return f"{match['head']} {json.dumps(match['value'].strip(), ensure_ascii=False)}"
    odd = _ODD_START.match(line)
    if odd and odd["head"].strip() and not _stands_alone(odd["value"]):
        return f"{odd['head']} {json.dumps(_bare(odd['value']), ensure_ascii=False)}"
    return line


def _stands_alone(value: str) -> bool:
    """Whether a value is good YAML by itself, or the start of one that goes on below."""
    if re.fullmatch(r"[|>][-+0-9]*[ ]*(?:#.*)?", value):
        return True
    try:
        load_yaml(f"x: {value}")
    except BadYaml:
        return False
    return True


def _bare(value: str) -> str:
    """`"He said "no" to it"` loses the outer quotes only; `"Yes" or "no"` has no outer ones."""
    value = value.strip()
    if len(value) < 2 or value[0] != value[-1] or value[0] not in "\"'":
        return value
    inner = value[1:-1]
    first = inner.find(value[0])
    closes = first > 0 and not inner[first - 1].isspace() and not inner[first + 1 : first + 2].isalnum()
    return value if closes else inner


def _key_by_key(text: str) -> tuple[dict[str, Any], str] | None:
    """Parse each top key by itself; one that can't be parsed becomes the text it is."""
    starts = list(_TOP_KEY.finditer(text))
    if not starts or text[: starts[0].start()].strip().strip("#"):
        return None
    found: dict[str, Any] = {}
    broken = []
    for at, match in enumerate(starts):
        end = starts[at + 1].start() if at + 1 < len(starts) else len(text)
        block = text[match.start() : end]
        key = match["key"].strip("\"'")
        try:
            value = load_yaml(_quoted(block))
        except BadYaml:
            value = None
        if isinstance(value, dict):
            found.update(value)
        else:
            found[key] = _bare(" ".join(text[match.end() : end].split()))
            broken.append(key)
    if len(broken) > len(found) // 2:
        return None
    return found, f"read key by key; taken as plain text: {', '.join(broken)}" if broken else "read key by key"


def repair_json(text: str) -> dict[str, Any] | None:
    """Allow what JSON forbids and people write: a comma before a closing bracket."""
    try:
        value = json.loads(_TRAILING_COMMA.sub("", text))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def repair_toml(text: str) -> dict[str, Any] | None:
    """Read `key = value` lines one by one: numbers, flags, quoted texts and lists of them, everything else as text."""
    found: dict[str, Any] = {}
    table = found
    for line in text.split("\n"):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        header = re.fullmatch(r"\[([\w.-]+)\]", line)
        if header:
            table = found.setdefault(header[1], {}) if isinstance(found.get(header[1], {}), dict) else found
            continue
        key, equals, value = line.partition("=")
        if not equals or not re.fullmatch(r"[\w.\"'-]+", key.strip()):
            return None
        table[key.strip().strip("\"'")] = _toml_value(value.strip())
    return found or None


def _toml_value(value: str) -> Any:
    try:
        return json.loads(value.replace("'", '"') if value.startswith(("'", "[")) else value)
    except (ValueError, RecursionError):
        return _bare(value)
