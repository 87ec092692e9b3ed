"""Redirects a tree brings itself: `_redirects` as Netlify reads it, netlify.toml, and files named with --redirects."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.importers.items import Redirect, Unreadable, Warned
from app.importers.markdown.data import load_data
from app.importers.markdown.keys import as_text
from app.importers.markdown.text import decode
from app.importers.markdown.tree import Tree, open_tree

_FILES = ("_redirects", "static/_redirects", "public/_redirects", "src/_redirects")
_STATUS = re.compile(r"([1-5]\d\d)!?")
_TOKEN = re.compile(r"(?<=/):[A-Za-z_]\w*")


def redirects_of(tree: Tree, named: Path | None, warnings: list[Warned]) -> list[Redirect]:
    """Raises: Unreadable: the file that was named is not there."""
    found: list[Redirect] = []
    for path in _FILES:
        if path in tree.files:
            found += _lines(decode(tree.read(path))[0])
    if "netlify.toml" in tree.files:
        found += _listed(load_data(tree, "netlify.toml", warnings))
    if named is not None:
        found += _named(named, warnings)
    return list(dict.fromkeys(found))


def _named(path: Path, warnings: list[Warned]) -> list[Redirect]:
    if not path.is_file():
        raise Unreadable(f"{path} does not exist; check --redirects")
    tree = open_tree(path)
    if path.suffix.lower() in (".json", ".yaml", ".yml", ".toml"):
        return _listed(load_data(tree, path.name, warnings))
    return list(_lines(decode(tree.read(path.name))[0]))


def _lines(text: str) -> Iterator[Redirect]:
    """Lines of `/from /to [status]`, also with commas; rewrites (200) and conditions are no redirects."""
    for line in text.split("\n"):
        words = re.split(r"[\s,]+", line.split(" #", 1)[0].strip())
        if len(words) < 2 or words[0].startswith("#") or not words[0].startswith(("/", "http")):
            continue
        made = _redirect(words[0], words[1], words[2] if len(words) > 2 else "301")
        if made:
            yield made


def _listed(value: Any) -> list[Redirect]:
    """A list of {from, to, status}, a map from old to new, or a map from 301 and 302 to such maps."""
    if isinstance(value, dict) and isinstance(value.get("redirects"), list):
        value = value["redirects"]
    found: list[Redirect | None] = []
    if isinstance(value, list):
        for one in value:
            if isinstance(one, dict):
                source = as_text(one.get("from") or one.get("source"))
                target = as_text(one.get("to") or one.get("target") or one.get("destination"))
                permanent = one.get("permanent", True) is not False
                found.append(_redirect(source, target, as_text(one.get("status")) or ("301" if permanent else "302")))
    elif isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, dict):
                found += [_redirect(str(source), as_text(target), key) for source, target in inner.items()]
            else:
                found.append(_redirect(str(key), as_text(inner), "301"))
    return [redirect for redirect in found if redirect]


def _redirect(source: str, target: str, status: str) -> Redirect | None:
    match = _STATUS.fullmatch(status)
    code = int(match[1]) if match else 301
    if not source.startswith("/") or not target or code not in (301, 302, 303, 307, 308) or "=" in target.split("?")[0]:
        return None
    permanent = code in (301, 308)
    if not source.endswith("*") and not _TOKEN.search(source):
        return Redirect(source, target, permanent)
    names: list[str] = []

    def group(token: re.Match[str]) -> str:
        names.append(token[0])
        return "([^/]+)"

    stem = source[:-1] if source.endswith("*") else source
    pattern = "".join(
        group(match) if (match := _TOKEN.fullmatch(part)) else re.escape(part) for part in re.split(r"((?<=/):[A-Za-z_]\w*)", stem)
    )
    if source.endswith("*"):
        names.append(":splat")
        pattern += "(.*)"
    for number, name in enumerate(names, 1):
        target = target.replace(name, f"${number}")
    return Redirect(f"^{pattern}$", target, permanent, is_regex=True)
