"""Rows of posts -> entries of the neutral stream. Every row becomes an entry, or a reason why it is none."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from app.importers.ghost.bodies import body_of
from app.importers.ghost.comments import Comments
from app.importers.ghost.export import Export
from app.importers.ghost.filters import Facts
from app.importers.ghost.notes import Notes
from app.importers.ghost.people import People
from app.importers.ghost.relations import Relations
from app.importers.ghost.routes import Routes
from app.importers.ghost.site import Settings
from app.importers.ghost.standing import Standing, standing_of
from app.importers.ghost.tags import Tags
from app.importers.ghost.values import Row, first, flag, line, moment, text
from app.importers.items import Entry, Failed, Item, Skipped, Warned

_SOCIAL = tuple(f"{net}_{part}" for net in ("og", "twitter") for part in ("title", "description", "image"))
# Of the rest of a row, what a person may want back later. E-mail subjects and injected code stay behind.
_KEPT = (*_SOCIAL, "meta_title", "frontmatter", "custom_template", "comment_id", "uuid")
_OBJECT_ID = re.compile(r"[0-9a-f]{24}")
_INJECTIONS = ("codeinjection_head", "codeinjection_foot")


class Entries:
    def __init__(self, export: Export, settings: Settings, routes: Routes, people: People, tags: Tags) -> None:
        self._export = export
        self._settings = settings
        self._routes = routes
        self._people = people
        self._relations = Relations(export, people, tags)
        self._comments = Comments(export)
        self._seen: dict[str, Row] = {}  # ref -> row
        self._paths: dict[str, str] = {}  # path -> ref of the entry that has it

    def items(self) -> Iterator[Item]:
        for at in self._export.odd_rows("posts"):
            yield Failed("posts", f"row {at}", "it is no record")
        for at, row in enumerate(self._export.rows("posts"), 1):
            yield from self._row(row, at)
        yield from self._comments.left()

    def _row(self, row: Row, at: int) -> Iterator[Item]:
        kind = "pages" if is_page(row) else "posts"
        ref = first(row, "id", "uuid", "slug") or f"row {at}"
        if not any(first(row, name) for name in ("title", "slug", "html", "lexical", "mobiledoc", "markdown")):
            yield Failed(kind, ref, "it has no title, no slug and no text")
            return
        if self._seen.get(ref) == row:
            yield Skipped(kind, ref, "the same row stands twice")
            return
        notes = Notes()
        if ref in self._seen:
            ref = _free(ref, self._seen)
            notes.add("another post has the same id")
        self._seen[ref] = row
        entry = self._entry(row, ref, notes)
        yield entry
        yield from (Warned(ref, message) for message in notes)
        yield from self._comments.of(text(row.get("id")), ref)

    def _entry(self, row: Row, ref: str, notes: Notes) -> Entry:
        meta = self._relations.meta_of(row)
        now = datetime.now(UTC)
        standing = standing_of(row, meta, private_site=self._settings.is_private, now=now)
        body = body_of(row, notes)
        published_at = self._published_at(row, standing, notes)
        local = published_at.astimezone(self._settings.zone) if published_at else None
        facts = self._facts(row, ref, notes)
        path, old_paths = self._addresses(row, ref, facts, standing, local, notes)
        self._note_rest(row, standing, notes)
        page = is_page(row)
        return Entry(
            kind="page" if page else "post",
            ref=ref,
            title=line(row.get("title")),
            slug=facts.slug,
            status=standing.status,
            source=body.source,
            source_format=body.source_format,
            html=body.html,
            reason=standing.reason,
            path=path,
            old_paths=old_paths,
            published_at=published_at,
            updated_at=moment(row.get("updated_at")),
            local_date=f"{local:%Y-%m-%d}" if local else None,
            authors=self._relations.authors_of(row, notes),
            tags=self._relations.tags_of(row, notes),
            excerpt=text(row.get("custom_excerpt")).strip(),
            description=first(meta, "meta_description") or first(row, "meta_description"),
            canonical_url=first(row, "canonical_url") or None,
            image=first(row, "feature_image", "image") or None,
            image_alt=line(meta.get("feature_image_alt")),
            image_caption=text(meta.get("feature_image_caption")),
            language=first(row, "locale", "language").replace("_", "-") or None,
            pinned=flag(row.get("featured")),
            comments_open=not page and self._settings.comments_open,
            metadata=_metadata(row, meta),
        )

    def _published_at(self, row: Row, standing: Standing, notes: Notes) -> datetime | None:
        found = moment(row.get("published_at"))
        if found or standing.status == "draft":
            return found
        notes.add("it has no valid date of publication; the date of its creation was taken")
        return moment(row.get("created_at"))

    def _facts(self, row: Row, ref: str, notes: Notes) -> Facts:
        slug = unquote(first(row, "slug")).strip("/")
        if not slug:
            notes.add("it has no slug; its address is made from its title")
        return self._relations.facts_of(row, ref, slug, _uuid(row))

    def _addresses(
        self, row: Row, ref: str, facts: Facts, standing: Standing, local: datetime | None, notes: Notes
    ) -> tuple[str | None, tuple[str, ...]]:
        """Return the path it had, and its further ones: the preview, and the page for phones of Ghost 0.x to 5.x."""
        prefix = self._export.prefix
        also = [f"{prefix}/p/{facts.uuid}/"] if facts.uuid else []
        if standing.reason == "e-mail only" and facts.uuid:
            return f"{prefix}/email/{facts.uuid}/", tuple(also)
        if not facts.slug or not (standing.had_address or moment(row.get("published_at"))):
            return None, tuple(also)
        page = is_page(row)
        path = self._routes.path_of_page(facts.slug) if page else self._routes.path_of_post(facts, local)
        if path is None:
            notes.add("its old address could not be told; give it with --redirects if it is known")
            return None, tuple(also)
        if self._paths.setdefault(path, ref) != ref:
            notes.add(f"another post had its address {path} already")
            return None, tuple(also)
        if page and path != f"{prefix}/{facts.slug}/":
            also.append(f"{prefix}/{facts.slug}/")
        if not page:
            also.append(f"{path}amp/")
        return path, tuple(also)

    def _note_rest(self, row: Row, standing: Standing, notes: Notes) -> None:
        if standing.warning:
            notes.add(standing.warning)
        if not first(row, "title"):
            notes.add("it has no title")
        if standing.reason and "<!--members-only-->" in text(row.get("html")):
            notes.add("what stands before its paywall was public in Ghost; here all of it is held back")
        for key in _INJECTIONS:
            if first(row, key):
                notes.add(f"code injected into this page ({key}) was left out; nothing of it is run")


def is_page(row: Row) -> bool:
    """Ghost 0.x to 2.x say it with `page`, later ones with `type`."""
    return row.get("type") == "page" or (not row.get("type") and flag(row.get("page")))


def _metadata(row: Row, meta: Row) -> dict[str, Any]:
    found = {key: value for key in _KEPT if (value := meta.get(key) or row.get(key))}
    if guid := _feed_id(row):
        found["guid"] = guid
    if first(row, "visibility") not in ("", "public"):
        found["visibility"] = row["visibility"]
    if row.get("show_title_and_feature_image") in (0, False):
        found["show_title_and_feature_image"] = False
    return found


def _feed_id(row: Row) -> str:
    """What Ghost's own feed calls a post: its id since 1.0, before that its uuid."""
    own = first(row, "id")
    return own if _OBJECT_ID.fullmatch(own) else _uuid(row)


def _uuid(row: Row) -> str:
    try:
        return str(UUID(first(row, "uuid")))
    except ValueError:
        return ""


def _free(ref: str, taken: dict[str, Row]) -> str:
    number = 2
    while f"{ref}#{number}" in taken:
        number += 1
    return f"{ref}#{number}"
