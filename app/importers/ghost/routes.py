"""Which address each post, tag and author had: Ghost's default, the old permalink setting, or a routes.yaml."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.importers.ghost.filters import Facts, Filter, UnknownFilter
from app.importers.safe_yaml import BadYaml, load

_COLON = re.compile(r":(\w+)")
_FIELD = re.compile(r"\{(\w+)\}")
_DEFAULT = "/{slug}/"


@dataclass(frozen=True, slots=True)
class Collection:
    index: str  # its own address: "/blog/"
    permalink: str  # "/blog/{slug}/"
    filter: Filter | None


class Routes:
    """`prefix` is the folder the old blog lived in ("/blog"), or ""."""

    def __init__(self, prefix: str, permalinks: str, documents: Sequence[bytes] = ()) -> None:
        self._prefix = prefix
        self.warnings: list[str] = []
        self.collections = [Collection("/", _pattern(permalinks.strip('"')) if permalinks else _DEFAULT, None)]
        self.tag = f"{prefix}/tag/{{slug}}/"
        self.author = f"{prefix}/author/{{slug}}/"
        self._page_routes: dict[str, str] = {}  # slug of a page -> the address a route gave it
        for document in documents[:1]:
            self._read(document)

    def path_of_post(self, facts: Facts, local: datetime | None) -> str | None:
        """None where the address needs a date the post hasn't, or no collection takes the post."""
        for collection in self.collections:
            if collection.filter is None or collection.filter.takes(facts):
                return self._filled(collection.permalink, facts, local)
        return None

    def path_of_page(self, slug: str) -> str:
        return self._prefix + self._page_routes.get(slug, f"/{slug}/")

    def index_pages(self) -> list[str]:
        return [self._prefix + one.index for one in self.collections if one.index != "/"]

    def _filled(self, pattern: str, facts: Facts, local: datetime | None) -> str | None:
        values = {
            "slug": facts.slug,
            "id": facts.ref,
            "uuid": facts.uuid,
            "author": facts.primary_author or "all",
            "primary_author": facts.primary_author or "all",
            "primary_tag": facts.primary_tag or "all",
            "year": f"{local:%Y}" if local else "",
            "month": f"{local:%m}" if local else "",
            "day": f"{local:%d}" if local else "",
        }
        if any(not values.get(name) for name in _FIELD.findall(pattern)):
            return None
        return self._prefix + _FIELD.sub(lambda name: values[name[1]], pattern)

    def _read(self, document: bytes) -> None:
        try:
            found = load(document)
        except BadYaml:
            self.warnings.append("routes.yaml is not readable; Ghost's usual addresses were assumed")
            return
        if not isinstance(found, dict):
            return
        collections = [self._collection(str(index), about) for index, about in _pairs(found.get("collections"))]
        if collections:
            self.collections = [one for one in collections if one]
        taxonomies = dict(_pairs(found.get("taxonomies")))
        self.tag, self.author = (
            self._prefix + _pattern(str(taxonomies[kind])) if taxonomies.get(kind) else "" for kind in ("tag", "author")
        )
        for index, about in _pairs(found.get("routes")):
            self._route(str(index), about)

    def _collection(self, index: str, about: Any) -> Collection | None:
        values = about if isinstance(about, dict) else {}
        wanted = str(values.get("filter") or "")
        try:
            chosen = Filter(wanted) if wanted else None
        except UnknownFilter:
            self.warnings.append(
                f"routes.yaml chooses the posts of {index} by “{wanted[:80]}”, which is not understood; "
                "give their old addresses with --redirects"
            )
            return None
        return Collection(_slashed(index), _pattern(str(values.get("permalink") or _DEFAULT)), chosen)

    def _route(self, index: str, about: Any) -> None:
        """A route that shows a page is that page's address."""
        data = about.get("data") if isinstance(about, dict) else None
        named = data.get("page") if isinstance(data, dict) else data
        if isinstance(named, str) and named.startswith("page."):
            self._page_routes[named.removeprefix("page.")] = _slashed(index)
        else:
            self.warnings.append(f"the route {index[:80]} of routes.yaml shows no post or page and was left out")


def _pairs(value: Any) -> list[tuple[Any, Any]]:
    return list(value.items()) if isinstance(value, dict) else []


def _pattern(value: str) -> str:
    """Ghost writes fields as ":slug" in settings and as "{slug}" in routes.yaml."""
    return _slashed(_COLON.sub(r"{\1}", value))


def _slashed(value: str) -> str:
    return "/" if not value.strip("/") else f"/{value.strip('/')}/"
