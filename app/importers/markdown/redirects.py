"""Redirects a tree brings itself, and those of the file named with --redirects."""

from collections.abc import Iterator
from pathlib import Path

from app.importers.items import Item, Redirect, Unreadable, Warned
from app.importers.markdown.data import load_table
from app.importers.markdown.keys import Keys
from app.importers.markdown.tree import Tree
from app.importers.redirects import read_redirects, read_redirects_file

_FILES = ("_redirects", "static/_redirects", "public/_redirects", "src/_redirects")


def redirects_of(tree: Tree, named: Path | None) -> Iterator[Item]:
    """Raises: Unreadable: the file that was named is in none of the forms."""
    for path in _FILES:
        if path in tree.files:
            yield from _read(tree.read(path), path)
    if "netlify.toml" in tree.files:
        yield from _netlify(tree)
    if named is not None:
        yield from read_redirects_file(named)


def _read(raw: bytes, path: str) -> Iterator[Item]:
    try:
        yield from read_redirects(raw, "_redirects")
    except Unreadable as error:
        yield Warned(path, f"could not be read and was left out: {error}")


def _netlify(tree: Tree) -> Iterator[Item]:
    """Rules with conditions, and rewrites (status 200), are no redirects for everybody."""
    warnings: list[Warned] = []
    table = load_table(tree, "netlify.toml", warnings)
    yield from warnings
    for one in Keys(table).items("redirects"):
        rule = Keys(one if isinstance(one, dict) else {})
        source, target, status = rule.text("from"), rule.text("to"), rule.text("status") or "301"
        if source and target and not any(char.isspace() for char in source + target) and not rule.peek("conditions"):
            yield from _read(f"{source} {target} {status}\n".encode(), "netlify.toml")


def unique_redirects(items: list[Item]) -> list[Item]:
    """Drop what says the same twice, and what leads an address to two places: the first that was said counts."""
    seen: set[str] = set()
    kept: list[Item] = []
    for item in items:
        if isinstance(item, Redirect):
            if item.source in seen:
                continue
            seen.add(item.source)
        kept.append(item)
    return kept
