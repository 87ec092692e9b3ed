"""One post or page of the export -> one entry of the neutral stream."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from app.importers.items import Entry, Warned
from app.importers.wordpress import meta
from app.importers.wordpress.body import Body, Context, convert
from app.importers.wordpress.dates import parse, parse_feed_date, utc
from app.importers.wordpress.people import People
from app.importers.wordpress.raw import RawItem
from app.importers.wordpress.statuses import status_of
from app.importers.wordpress.survey import Survey
from app.importers.wordpress.terms import Terms, other_terms
from app.importers.wordpress.uploads import Attachment
from app.importers.wordpress.urls import Link, OldAddresses, decoded_slug, site_path, with_last_segment

_TRASHED = re.compile(r"__trashed(?:-\d+)?(?=/?$)")
_DATE_PATH = re.compile(r"/(\d{4})/(\d{2})(?:/(\d{2}))?/")
_PARAGRAPH = re.compile(r"</?p(?:\s[^<>]*)?>", re.IGNORECASE)
MOST_PAGES = 100


@dataclass(frozen=True, slots=True)
class _Dates:
    published_at: datetime | None
    updated_at: datetime | None
    local_date: str | None


class Entries:
    """Makes entries; everything they may refer to was found by the survey."""

    def __init__(self, survey: Survey, own: OldAddresses, terms: Terms, people: People, now: datetime) -> None:
        self._survey = survey
        self._own = own
        self._terms = terms
        self._people = people
        self._now = now
        self._offset: timedelta = survey.offset()

    def make(self, raw: RawItem, ref: str, kind: Literal["post", "page"]) -> Iterator[Entry | Warned]:
        """Yield the entry, and before it what a person should know about it."""
        dates = self._dates(raw)
        status, remark = status_of(raw.wp("status"), raw.wp("post_password"), dates.published_at, self._now)
        link = self._own.link(raw.text("link")) if raw.text("link") else Link(None)
        context = self._context(raw, ref)
        body = convert(raw.text("content"), context)
        image = self._image(raw, context)
        parent = raw.wp("post_parent")
        if kind == "page" and parent not in ("", "0") and parent not in self._survey.entries:
            context.notes.missing[f"its parent page {parent} is not in the export"] = None
        for sentence in [remark, self._foreign(link, raw), *context.notes.sentences()]:
            if sentence:
                yield Warned(ref, sentence)
        yield Entry(
            kind=kind,
            ref=ref,
            title=raw.text("title"),
            slug=_slug(raw),
            status=status,
            source=body.html,
            source_format="html",
            path=_TRASHED.sub("", link.path) if link and link.path else None,
            old_paths=self._old_paths(raw, link, ref, kind, body),
            published_at=dates.published_at,
            updated_at=dates.updated_at,
            local_date=dates.local_date,
            authors=self._people.authors_of(raw),
            tags=self._tags(raw),
            excerpt=_inline(raw.text("excerpt")) or body.teaser,
            description=meta.seo(raw, "description"),
            canonical_url=meta.seo(raw, "canonical") or None,
            image=image.url if image else meta.outside_image(raw) or None,
            image_alt=image.alt if image else "",
            image_caption=image.caption if image else "",
            language=next((term.nicename for term in raw.terms if term.domain == "language"), None),
            pinned=raw.wp("is_sticky") == "1",
            comments_open=raw.wp("comment_status") == "open",
            password=raw.wp("post_password") or None,
            parent_ref=parent if kind == "page" and parent in self._survey.entries and parent != ref else None,
            position=_number(raw.wp("menu_order")),
            metadata=_metadata(raw),
        )

    def _dates(self, raw: RawItem) -> _Dates:
        local, gmt = raw.wp("post_date"), raw.wp("post_date_gmt")
        is_fixed = raw.wp("status") in ("publish", "private", "future") or parse(gmt) is not None
        published = utc(gmt, local, self._offset) if is_fixed else None
        if published is None and not local and raw.wp("status") == "publish":
            published = parse_feed_date(raw.text("pubDate"))
        day = parse(local) if is_fixed else None
        if day is None and published is not None:
            day = published + self._offset
        updated = utc(raw.wp("post_modified_gmt"), raw.wp("post_modified"), self._offset)
        if updated is None and not is_fixed:
            updated = utc("", local, self._offset)  # of a draft: when it was last saved
        return _Dates(published, updated, day.date().isoformat() if day else None)

    def _context(self, raw: RawItem, ref: str) -> Context:
        own = [self._survey.attachments[child] for child in self._survey.children.get(ref, ())]
        own.sort(key=lambda one: (one.position, int(one.ref) if one.ref.isdigit() else 0))
        return Context(self._survey.attachments, self._survey.blocks, tuple(own), meta.footnotes(raw))

    def _image(self, raw: RawItem, context: Context) -> Attachment | None:
        ref = raw.meta_text("_thumbnail_id")
        if not ref.isdigit() or ref == "0":
            return None
        found = self._survey.attachments.get(ref)
        if found is None:
            context.notes.missing[f"its featured image (attachment {ref}) is not in the export"] = None
        return found if found and found.url else None

    def _tags(self, raw: RawItem) -> tuple[str, ...]:
        refs = [self._terms.tag_ref(term) for term in raw.terms]
        return tuple(dict.fromkeys(ref for ref in refs if ref))

    def _foreign(self, link: Link | None, raw: RawItem) -> str:
        return f"its address leads to another site: {raw.text('link')}" if link is None else ""

    def _old_paths(self, raw: RawItem, link: Link | None, ref: str, kind: str, body: Body) -> tuple[str, ...]:
        base = self._own.base
        found = [link.query] if link and link.query else []
        if ref.isdigit():
            for name in ("page_id", "p") if kind == "page" else ("p",):
                found += site_path(base, f"/?{name}={ref}")
        if link and link.path:
            found += _older(link.path, raw)
            found += [f"{link.path.rstrip('/')}/{page}/" for page in range(2, min(body.pages, MOST_PAGES) + 1)]
            if _TRASHED.search(link.path):
                found.append(link.path)
        if self._survey.entries[ref].is_public:
            found += self._attachment_pages(ref)
        return tuple(dict.fromkeys(found))

    def _attachment_pages(self, ref: str) -> Iterator[str]:
        """Yield the addresses of the pages WordPress made for each file of the post."""
        for child in self._survey.children.get(ref, ()):
            link = self._own.link(self._survey.attachments[child].link)
            if link and link.path:
                yield link.path
            if child.isdigit():
                yield from site_path(self._own.base, f"/?attachment_id={child}")


def _older(path: str, raw: RawItem) -> list[str]:
    """Return the addresses it had under earlier slugs and dates."""
    found = [with_last_segment(path, decoded_slug(slug)) for slug in raw.metas("_wp_old_slug") if slug]
    for date in raw.metas("_wp_old_date"):
        year, _, rest = date.partition("-")
        month, _, day = rest.partition("-")
        if year.isdigit() and month.isdigit() and day.isdigit():
            found.append(_DATE_PATH.sub(lambda match: _dated(match, year, month, day), path, count=1))  # noqa: B023
    return [old for old in found if old != path]


def _dated(match: re.Match[str], year: str, month: str, day: str) -> str:
    return f"/{year}/{month}/{day}/" if match[3] else f"/{year}/{month}/"


def _slug(raw: RawItem) -> str:
    wished = raw.meta_text("_wp_desired_post_slug") if raw.wp("status") == "trash" else ""
    return decoded_slug(wished or _TRASHED.sub("", raw.wp("post_name")))


def _inline(excerpt: str) -> str:
    """Return an excerpt without the paragraphs around it; its own words stay as they are."""
    return _PARAGRAPH.sub(" ", excerpt).strip() if "<p" in excerpt or "<P" in excerpt else excerpt.strip()


def _number(text: str) -> int:
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 10 else 0


def _metadata(raw: RawItem) -> dict[str, Any]:
    """Return what has no field of its own, without empty values."""
    formats = [term.nicename for term in raw.terms if term.domain == "post_format"]
    template = raw.meta_text("_wp_page_template")
    post_type = raw.wp("post_type")
    everything = {
        "guid": raw.text("guid"),
        "format": formats[0].removeprefix("post-format-") if formats else "",
        "enclosures": meta.enclosures(raw),
        "seo_title": meta.seo(raw, "title"),
        "social_image": meta.seo(raw, "social_image"),
        "noindex": meta.seo(raw, "noindex") == "1",
        "template": "" if template == "default" else template,
        "wordpress_type": "" if post_type in ("post", "page") else post_type,
        "taxonomies": other_terms(raw.terms),
        "custom_fields": meta.custom_fields(raw),
    }
    return {key: value for key, value in everything.items() if value}
