"""Jekyll's permalink patterns (docs/permalinks and lib/jekyll/drops/url_drop.rb)."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING

from app.importers.markdown.addresses import dashed
from app.importers.markdown.dates import name_date
from app.importers.markdown.documents import Document
from app.importers.markdown.keys import unique

if TYPE_CHECKING:
    from app.importers.markdown.generators.jekyll import Jekyll

_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_PRETTY = "._~!$&'()+,;=@"
_MARK = re.compile(r":([a-z_]+)")
_STRFTIME = {
    "year": "%Y",
    "month": "%m",
    "day": "%d",
    "hour": "%H",
    "minute": "%M",
    "second": "%S",
    "short_year": "%y",
    "long_month": "%B",
    "w_year": "%G",
    "week": "%V",
    "w_day": "%u",
    "long_day": "%A",
    "y_day": "%j",
}


def pattern_of(style: str) -> str | None:
    return _STYLES.get(style)


def expand(pattern: str, document: Document, site: Jekyll, day: date | None) -> str:
    """Fill a pattern in. What it does not know stays as it is, as with Jekyll."""
    at = _time(document, site, day)

    def value(match: re.Match[str]) -> str:
        name = match[1]
        while name:
            found = _value(name, document, site, at)
            if found is not None:
                return found + match[1][len(name) :]
            name = name[:-1]  # ":title_x" is ":title" and "_x"
        return match[0]

    return _MARK.sub(value, pattern)


def _time(document: Document, site: Jekyll, day: date | None) -> datetime | None:
    if document.moment is None:
        return None
    here = document.moment.at.astimezone(site.clock.zone)
    return here if day is None else datetime.combine(day, here.timetz())


def _value(name: str, document: Document, site: Jekyll, at: datetime | None) -> str | None:
    if name in _STRFTIME:
        return at.strftime(_STRFTIME[name]) if at else ""
    if name in ("i_day", "i_month", "short_month", "short_day"):
        return _short(name, at) if at else ""
    slug = document.keys.text("slug")
    stem = name_date(document.stem)[1] if document.kind == "post" else document.stem
    match name:
        case "title":
            return _title(document, slug, stem)
        case "slug":
            return dashed(slug or stem)
        case "name":
            return dashed(stem)
        case "basename" | "filename":
            return document.stem
        case "categories" | "category":
            return "/".join(unique(t.name.lower() for t in document.terms if t.taxonomy == "categories"))
        case "slugified_categories":
            return "/".join(unique(dashed(t.name) for t in document.terms if t.taxonomy == "categories"))
        case "output_ext":
            return ".html"
        case "collection":
            return site.collection_of(document)
        case "path":
            return site.collection_path(document)
        case "folder":
            return "/".join(part for part in document.inner_folder.split("/") if not part.startswith("_"))
    return None


def _title(document: Document, slug: str, stem: str) -> str:
    """Only posts and collections are slugged; their own case stays."""
    return dashed(slug or stem, _PRETTY, lower=False) if document.role != "page" else stem


def _short(name: str, at: datetime) -> str:
    match name:
        case "i_day":
            return str(at.day)
        case "i_month":
            return str(at.month)
        case "short_month":
            return at.strftime("%b").upper()
    return at.strftime("%a").upper()
