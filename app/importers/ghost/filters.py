"""The filters by which routes.yaml gives posts to collections: the part of Ghost's NQL that people use there."""

import re
from dataclasses import dataclass

_TERM = re.compile(r"([\w.]+):(-?)(\[[^\]]*\]|'[^']*'|\"[^\"]*\"|[\w-]+)")
_MAX_LENGTH = 500
_VALUE = re.compile(r"'([^']*)'|\"([^\"]*)\"|([^\s,]+)")


class UnknownFilter(Exception):
    """The filter uses a word that is not understood."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What an address and a filter may depend on."""

    ref: str
    slug: str
    uuid: str = ""
    tags: tuple[str, ...] = ()  # slugs, internal ones too
    primary_tag: str = ""
    authors: tuple[str, ...] = ()
    primary_author: str = ""
    featured: bool = False
    visibility: str = "public"

    def values(self, name: str) -> tuple[str, ...]:
        """Raises: UnknownFilter: no such field."""
        known = {
            "tag": self.tags,
            "author": self.authors,
            "primary_tag": (self.primary_tag,),
            "primary_author": (self.primary_author,),
            "featured": (str(self.featured).lower(),),
            "visibility": (self.visibility,),
            "slug": (self.slug,),
            "id": (self.ref,),
        }
        short = name.removesuffix(".slug")
        short = {"tags": "tag", "authors": "author"}.get(short, short)
        if short not in known:
            raise UnknownFilter(name)
        return known[short]


class Filter:
    """`a+b` is and, `a,b` is or and binds less; no brackets, no comparisons."""

    def __init__(self, wanted: str) -> None:
        """Raises: UnknownFilter: it says something else."""
        self._choices = [[_Term(part) for part in _split(choice, "+")] for choice in _split(wanted, ",")]

    def takes(self, facts: Facts) -> bool:
        return any(all(term.takes(facts) for term in choice) for choice in self._choices)


class _Term:
    def __init__(self, written: str) -> None:
        found = _TERM.fullmatch(written.strip())
        if not found:
            raise UnknownFilter(written)
        self._name, self._not = found[1], bool(found[2])
        self._wanted = {"".join(value) for value in _VALUE.findall(found[3].strip("[]"))}
        Facts("", "").values(self._name)

    def takes(self, facts: Facts) -> bool:
        return self._wanted.isdisjoint(facts.values(self._name)) == self._not


def _split(written: str, mark: str) -> list[str]:
    """Split outside of lists and quotes."""
    if len(written) > _MAX_LENGTH:
        raise UnknownFilter(written)
    parts = re.split(rf"{re.escape(mark)}(?![^\[]*\])(?=(?:[^']*'[^']*')*[^']*$)", written)
    return [part for part in parts if part.strip()]
