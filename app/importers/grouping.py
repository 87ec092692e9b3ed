"""What was left in an import, grouped by its reason: a thousand menu items are one row."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """`refs` are those that have a name, in the order they came; `count` counts all."""

    text: str
    count: int
    refs: tuple[str, ...]


def grouped(pairs: Iterable[tuple[str, str]]) -> list[Group]:
    """`pairs`: (ref, text). The largest group first."""
    groups: dict[str, list[str]] = {}
    for ref, text in pairs:
        groups.setdefault(text, []).append(ref)
    found = [Group(text, len(refs), tuple(ref for ref in refs if ref)) for text, refs in groups.items()]
    return sorted(found, key=lambda group: -group.count)
