"""Hugo's cascades: keys of a section, or of the configuration, that stand behind those of the pages below."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from app.importers.markdown.keys import as_text


class Cascades:
    def __init__(self, configured: Any) -> None:
        self._rules: list[tuple[str, dict[str, Any], dict[str, Any]]] = []  # (folder, target, values)
        self._add("", configured)

    def add_section(self, path: str, data: Mapping[str, Any]) -> None:
        """Learn from the front matter of an `_index` file; outer sections come before inner ones."""
        value = next((value for name, value in data.items() if name.lower() == "cascade"), None)
        self._add(path.rpartition("/")[0] + "/", value)

    def _add(self, folder: str, value: Any) -> None:
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                target: Any = one.get("target") or one.get("_target")
                values = {name: inner for name, inner in one.items() if name not in ("target", "_target")}
                self._rules.append((folder, target if isinstance(target, dict) else {}, values))

    def behind(self, path: str, inner: str, kind: str) -> dict[str, Any]:
        """Return the keys behind a page. `inner` is its path as targets name it, "/docs/a"."""
        found: dict[str, Any] = {}
        for folder, target, values in self._rules:
            if path.startswith(folder) and _is_target(target, inner, kind):
                found.update(values)
        return found


def _is_target(target: Mapping[str, Any], inner: str, kind: str) -> bool:
    """A pattern with braces, `{/news/**}`, is a list of patterns."""
    wanted = as_text(target.get("kind"))
    if wanted and kind not in wanted.strip("{}").split(","):
        return False
    path = as_text(target.get("path")).lower()
    patterns = (one.strip().replace("**", "*") for one in path.strip("{}").split(","))
    return not path or any(fnmatchcase(inner.lower(), pattern) for pattern in patterns)
