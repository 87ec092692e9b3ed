"""What Jekyll's configuration says of collections, and of keys that stand behind front matter."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from app.importers.markdown.data import dig
from app.importers.markdown.keys import as_text

# What belongs to one file alone, or is only a picture for previews of the site's pages.
_NEVER_BEHIND = frozenset({"image", "title", "slug", "date", "redirect_from", "aliases", "password"})


def collections_of(value: Any) -> dict[str, dict[str, Any]]:
    """Return name -> settings; a list of names has none."""
    if isinstance(value, list):
        return {as_text(name): {} for name in value if as_text(name)}
    if not isinstance(value, dict):
        return {}
    return {name: one if isinstance(one, dict) else {} for name, one in value.items()}


class Defaults:
    """Front matter defaults (docs/configuration/front-matter-defaults); the most particular scope wins."""

    def __init__(self, value: Any) -> None:
        found = []
        for one in value if isinstance(value, list) else []:
            scope, values = dig(one, "scope"), dig(one, "values")
            if isinstance(values, dict):
                found.append((scope if isinstance(scope, dict) else {}, values))
        self._scopes = sorted(found, key=lambda pair: (len(as_text(pair[0].get("path"))), "type" in pair[0]))

    def behind(self, path: str, kind: str) -> dict[str, Any]:
        """Return the keys that stand behind a file of that kind: posts, drafts, pages, or a collection's name."""
        found: dict[str, Any] = {}
        for scope, values in self._scopes:
            if _in_scope(path, kind, scope):
                found.update(values)
        return {name: value for name, value in found.items() if name not in _NEVER_BEHIND}


def _in_scope(path: str, kind: str, scope: Mapping[str, Any]) -> bool:
    wanted = as_text(scope.get("type")).rstrip("s")
    if wanted and wanted != kind.rstrip("s"):
        return False
    prefix = as_text(scope.get("path")).strip("/")
    if "*" in prefix:
        return fnmatchcase(path, prefix) or fnmatchcase(path, prefix + "/*")
    return not prefix or path == prefix or path.startswith(prefix + "/")
