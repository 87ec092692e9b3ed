"""The redirects file of an old blog: Ghost's redirects.json and .yaml, Netlify's `_redirects`, or CSV.

Every rule of the file becomes a `Redirect`, or a `Skipped` or `Failed` that says why it is none.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import yaml

from app.importers.items import Failed, Item, Redirect, Skipped, Unreadable, Warned
from app.importers.redirect_patterns import BadPattern, from_javascript, from_path, settled_target
from app.importers.safe_yaml import BadYaml, compose

MAX_BYTES = 16 << 20

_PERMANENT = frozenset(("", "301", "308", "true", "permanent"))
_TEMPORARY = frozenset(("302", "303", "307", "false", "temporary"))
OWN_KINDS = ("exact", "pattern")  # the fourth column of Waypost's own CSV
_HEADINGS = frozenset(("from", "source", "old", "old url", "redirect from", "source url"))
_TOO_DEEP = "is nested too deeply to be a redirects file"


@dataclass(frozen=True, slots=True)
class _Rule:
    place: str  # "line 3", or the address itself
    source: str
    target: str
    status: str = ""
    is_javascript: bool = False
    kind: str = ""  # one of OWN_KINDS: the addresses are as Waypost keeps them


def read_redirects_file(path: Path) -> Iterator[Item]:
    """Raises: Unreadable: the file is not there or is in none of the forms."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"the redirects file {path} can't be read: {error.strerror}") from error
    return read_redirects(raw, path.name)


def read_redirects(raw: bytes, name: str) -> Iterator[Item]:
    """Raises: Unreadable: the file is in none of the forms."""
    if len(raw) > MAX_BYTES:
        raise Unreadable(f"{name} is larger than 16 MiB; that is no redirects file")
    leaf = name.rpartition("/")[2]
    content, odd = _text(raw)
    if odd:
        yield Warned(leaf, "it is not in UTF-8; odd characters were replaced by U+FFFD")
    for rule in _rules(content, leaf):
        yield rule if isinstance(rule, Failed | Skipped) else _settled(rule)


def _text(raw: bytes) -> tuple[str, bool]:
    try:
        return raw.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        return raw.decode("utf-8-sig", "replace"), True


def _rules(content: str, name: str) -> Iterator[_Rule | Failed | Skipped]:
    ending = name.lower().rpartition(".")[2]
    start = content.lstrip()[:1]
    if ending == "json" or (start and start in "[{"):
        return _json_rules(content, name)
    if ending in ("yaml", "yml"):
        return _yaml_rules(content, name)
    return _csv_rules(content) if ending == "csv" else _line_rules(content)


def _json_rules(content: str, name: str) -> Iterator[_Rule | Failed | Skipped]:
    try:
        found = msgspec.json.decode(content) if content.strip() else []
    except RecursionError as error:
        raise Unreadable(f"{name} {_TOO_DEEP}") from error
    except msgspec.DecodeError as error:
        raise Unreadable(f"{name} is not JSON ({error}); expected a list of from, to and permanent") from error
    if isinstance(found, dict) and isinstance(found.get("redirects"), list):
        found = found["redirects"]
    if not isinstance(found, list):
        raise Unreadable(f"{name} is JSON, but no list of redirects with from, to and permanent")
    for at, rule in enumerate(found, 1):
        if isinstance(rule, dict) and isinstance(rule.get("from"), str) and isinstance(rule.get("to"), str):
            status = "301" if rule.get("permanent") in (True, 1, "true") else "302"
            yield _Rule(rule["from"], rule["from"], rule["to"], status, is_javascript=True)
        else:
            yield Failed("redirects", f"rule {at}", "it has no “from” and “to”")


def _yaml_rules(content: str, name: str) -> Iterator[_Rule | Failed | Skipped]:
    """Walks the nodes rather than the loaded values: so no address turns into a number, a date or an alias bomb."""
    try:
        root = compose(content)
    except BadYaml as error:
        raise Unreadable(f"{name} is not YAML ({error}); expected the maps “301:” and “302:”") from error
    if root is None:
        return
    if not isinstance(root, yaml.MappingNode):
        raise Unreadable(f"{name} is YAML, but has no maps “301:” and “302:”")
    for status, rules in root.value:
        if not isinstance(rules, yaml.MappingNode):
            if rules.value not in ("", "null", "~"):
                yield Failed("redirects", str(status.value), "it is no map of old to new addresses")
            continue
        for source, target in rules.value:
            if isinstance(source, yaml.ScalarNode) and isinstance(target, yaml.ScalarNode):
                yield _Rule(source.value, source.value, target.value, str(status.value), is_javascript=True)
            else:
                yield Failed("redirects", f"line {source.start_mark.line + 1}", "it is no pair of addresses")


def _csv_rules(content: str) -> Iterator[_Rule | Failed | Skipped]:
    rows = csv.reader(content.splitlines(), skipinitialspace=True)
    for at, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (at == 1 and cells[0].lower() in _HEADINGS):
            continue
        if len(cells) < 2:
            yield Failed("redirects", f"line {at}", "it has no second column")
        else:
            status, kind = [*cells[2:4], "", ""][:2]
            yield _Rule(f"line {at}", cells[0], cells[1], status, kind=kind if kind in OWN_KINDS else "")


def _line_rules(content: str) -> Iterator[_Rule | Failed | Skipped]:
    """Netlify: `from [parameter=:value …] to [status[!]] [Condition=…]`, with "#" for remarks."""
    for at, line in enumerate(content.splitlines(), 1):
        words = line.partition(" #")[0].split()
        if not words or words[0].startswith("#"):
            continue
        place = f"line {at}"
        if len(words) == 1:
            yield Failed("redirects", place, "it has no target")
        elif "=" in words[1] and not words[1].startswith(("/", "http")):
            yield Skipped("redirects", place, "it depends on parameters of the query")
        elif len(words) > 3:
            yield Skipped("redirects", place, "it depends on a condition (country, language, role)")
        else:
            yield _Rule(place, words[0], words[1], words[2].rstrip("!") if len(words) > 2 else "")


def _settled(rule: _Rule) -> Item:
    status = rule.status.strip().lower()
    if not rule.source.strip() or not rule.target.strip():
        return Failed("redirects", rule.place, "it has no old or no new address")
    if status not in _PERMANENT | _TEMPORARY:
        return Skipped("redirects", rule.place, f"it is no redirect: status {rule.status[:20]}")
    if rule.kind:
        return Redirect(rule.source, rule.target, status in _PERMANENT, is_regex=rule.kind == "pattern")
    try:
        convert = from_javascript if rule.is_javascript else from_path
        pattern = convert(rule.source.strip(), settled_target(rule.target.strip()))
    except BadPattern as error:
        return Failed("redirects", rule.place, str(error))
    if pattern.source.rstrip("/") == pattern.target.rstrip("/"):
        return Skipped("redirects", rule.place, "it leads to itself")
    return Redirect(pattern.source, pattern.target, status in _PERMANENT, pattern.is_regex)
