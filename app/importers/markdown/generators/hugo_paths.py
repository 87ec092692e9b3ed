"""Hugo's permalink tokens (content management / URL management)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from app.importers.markdown.addresses import urlized
from app.importers.markdown.documents import Document

if TYPE_CHECKING:
    from app.importers.markdown.generators.hugo import Hugo

_TOKEN = re.compile(r":([a-z]+)(?:\[([^\]]*)\])?")
_STRFTIME = {
    "year": "%Y",
    "month": "%m",
    "monthname": "%B",
    "day": "%d",
    "weekdayname": "%A",
}


def expand(pattern: str, document: Document, site: Hugo) -> str:
    """Fill a pattern in; a token nobody knows is a date layout nobody can know, and stays."""

    def value(match: re.Match[str]) -> str:
        found = _value(match[1], match[2] or "", document, site)
        return match[0] if found is None else found

    return _TOKEN.sub(value, pattern)


def _value(name: str, index: str, document: Document, site: Hugo) -> str | None:
    if name in _STRFTIME or name in ("weekday", "yearday"):
        return _from_date(name, document, site)
    slug = site.own_slug(document)
    folders = [folder for folder in document.inner_folder.split("/") if folder]
    if document.stem in ("index", "_index"):
        folders = folders[:-1] or folders
    base = site.name_of(document)
    match name:
        case "section" | "sectionslug":
            return urlized(site.section_of(document))
        case "sections" | "sectionslugs":
            return "/".join(_cut(folders, index))
        case "title":
            return urlized(document.title.replace("/", "-"))
        case "slug":
            return urlized((slug or document.title).replace("/", "-"))
        case "filename" | "contentbasename":
            return urlized(base)
        case "slugorfilename" | "slugorcontentbasename":
            return urlized(slug or base)
    return None


def _from_date(name: str, document: Document, site: Hugo) -> str:
    if document.moment is None or document.day is None:
        return ""
    day = datetime.combine(document.day, datetime.min.time())
    if name == "weekday":
        return str(day.isoweekday() % 7)
    if name == "yearday":
        return str(day.timetuple().tm_yday)
    text = day.strftime(_STRFTIME[name])
    return text.lower() if name == "monthname" else text


def _cut(folders: list[str], index: str) -> list[str]:
    """`[1:]`, `[:last]`, `[last]` as in Go's slices; anything else is all of them."""
    if not index:
        return folders
    last = len(folders) - 1
    start, colon, end = index.partition(":")
    try:
        first = last if start == "last" else int(start or 0)
        if not colon:
            return folders[first : first + 1]
        return folders[first : last if end == "last" else int(end) if end else None]
    except ValueError:
        return folders
