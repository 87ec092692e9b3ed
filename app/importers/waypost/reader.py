"""Reads an export of Waypost's: what is not published first, so that it leaves addresses it may have here."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from html import escape
from typing import Any

from app.importers.items import (
    Author,
    Comment,
    Entry,
    Failed,
    Item,
    Media,
    Own,
    Redirect,
    Site,
    Tag,
    Unreadable,
    Warned,
)
from app.importers.markdown.tree import Tree
from app.importers.waypost.matter import as_path, read_entry
from app.importers.waypost.tree import FORM, MARKER, find_root, read_json

FOLDERS = ("", "private/")
KINDS = (("content/posts/", "posts"), ("content/pages/", "pages"))
DECISIONS = {"approved": "approved", "pending": "pending", "spam": "spam", "rejected": "trash"}

__all__ = ["WaypostReader", "find_root"]


class WaypostReader:
    format = "waypost"

    def __init__(self, tree: Tree) -> None:
        """Raises: Unreadable."""
        self._tree = tree
        about = read_json(tree, MARKER, {})
        form = about.get("form")
        if not isinstance(form, int) or form > FORM:
            raise Unreadable("this export was made by a newer Waypost; update this one first")
        self._about = about
        self._failed: list[Failed] = []
        self._published: set[str] = set()  # paths of files
        self._texts = [
            (folder, path, kind)
            for folder in FOLDERS
            for start, kind in KINDS
            for path in sorted(tree.files)
            if path.startswith(folder + start) and path.endswith((".md", ".html")) and "/_index." not in path
        ]

    def total(self) -> int | None:
        return len(self._texts)

    def items(self) -> Iterator[Item]:
        site = read_json(self._tree, "data/site.json", {})
        people = self._people()
        ids = {one["slug"]: one["id"] for one in people}
        yield _site(site, frozenset(self._ids()))
        emails = read_json(self._tree, "private/data/emails.json", {})
        for one in people:
            yield _author(one, emails.get(one["slug"]))
        yield from self._tags()
        yield from self._media()
        yield from self._entries(ids)
        yield from self._comments(ids)
        yield from self._redirects()

    def _ids(self) -> Iterator[str]:
        """Of all that will come. Each file is read twice rather than all kept in memory."""
        for text in self._texts:
            try:
                entry = read_entry(self._tree, text[1], text[0])
            except (OSError, ValueError) as error:
                self._failed.append(Failed(text[2], text[1], str(error)))
                continue
            if entry.status == "published":
                self._published.add(text[1])
            yield entry.ref

    def _people(self) -> list[dict[str, Any]]:
        found = [one for folder in FOLDERS for one in read_json(self._tree, f"{folder}data/authors.json", [])]
        whole = (one for one in found if isinstance(one, dict) and one.get("slug") and one.get("id"))
        return list({one["slug"]: one for one in whole}.values())

    def _tags(self) -> Iterator[Item]:
        seen: set[str] = set()
        for folder in FOLDERS:
            for one in read_json(self._tree, f"{folder}data/tags.json", []):
                slug = one.get("slug", "")
                if slug and slug not in seen:
                    seen.add(slug)
                    name, text = escape(one.get("name") or slug), escape(one.get("description") or "")
                    yield Tag(slug, slug, name, text, internal=one.get("internal") is True, id=one.get("id"))

    def _media(self) -> Iterator[Item]:
        for folder in FOLDERS:
            for one in read_json(self._tree, f"{folder}data/media.json", []):
                path = str(one.get("file", "")).removeprefix("static")
                file = self._tree.files.get(f"{folder}static{path}")
                old = tuple(address for address in one.get("old_addresses", []) if isinstance(address, str))
                yield Media(path, path, path.rpartition("/")[2], file.open if file else None, aliases=old, own=one)
        for url in read_json(self._tree, "data/media_missing.json", []):
            yield Media(url, url, url.rpartition("/")[2])

    def _entries(self, ids: Mapping[str, str]) -> Iterator[Item]:
        bad = {failed.ref for failed in self._failed}
        readable = [text for text in self._texts if text[1] not in bad]
        for folder, path, _ in sorted(readable, key=lambda text: text[1] in self._published):
            yield _named(read_entry(self._tree, path, folder), ids)
        yield from self._failed

    def _comments(self, ids: Mapping[str, str]) -> Iterator[Item]:
        everything = read_json(self._tree, "private/data/comments.json", [])
        seen = {one.get("id") for one in everything}
        for path in sorted(self._tree.files):
            if path.startswith("data/comments/") and path.endswith(".json"):
                everything += [one for one in read_json(self._tree, path, []) if one.get("id") not in seen]
        for one in everything:
            try:
                yield _comment(one, ids)
            except (KeyError, TypeError, ValueError) as error:
                yield Failed("comments", str(one.get("id")), f"it is not what Waypost writes: {error}")

    def _redirects(self) -> Iterator[Item]:
        for one in read_json(self._tree, "data/redirects.json", []):
            source, target = one.get("source"), one.get("target")
            if not isinstance(source, str) or not isinstance(target, str):
                yield Warned("data/redirects.json", "a redirect without source or target was left out")
                continue
            is_regex = one.get("is_regex") is True
            yield Redirect(source if is_regex else as_path(source), target, one.get("permanent") is not False, is_regex)


def _site(known: Mapping[str, Any], ids: frozenset[str]) -> Site:
    """`url` stays unsaid: bodies hold this site's addresses already, and none is to be changed."""
    links = known.get("navigation") or []
    navigation = tuple((str(link.get("label")), str(link.get("url"))) for link in links if isinstance(link, dict))
    named = ("title", "tagline", "language", "timezone", "navigation", "url", "imported_from")
    return Site(
        title=known.get("title"),
        tagline=known.get("tagline"),
        language=known.get("language"),
        timezone=known.get("timezone"),
        navigation=navigation,
        own=Own(
            ids=ids,
            name=str(known.get("url") or known.get("title") or ""),
            settings={name: value for name, value in known.items() if name not in named},
        ),
    )


def _author(one: Mapping[str, Any], email: str | None) -> Author:
    name, bio = escape(one.get("name") or one["slug"]), escape(one.get("bio") or "")
    return Author(one["id"], one["slug"], name, email, bio, one.get("url"), one.get("image"))


def _named(entry: Entry, ids: Mapping[str, str]) -> Entry:
    """Let it name its authors by id, as they are declared."""
    return replace(entry, authors=tuple(ids.get(slug, slug) for slug in entry.authors))


def _comment(one: Mapping[str, Any], ids: Mapping[str, str]) -> Comment:
    return Comment(
        ref=one["id"],
        entry_ref=one["post_id"],
        author_name=escape(one["author_name"]),
        created_at=datetime.fromisoformat(one["created_at"]),
        body=one["body"],
        status=DECISIONS[one["decision"]],  # type: ignore[arg-type]
        kind=one["kind"],
        parent_ref=one.get("parent_id"),
        email=one.get("email"),
        url=one.get("url"),
        address=one.get("address"),
        user_ref=ids.get(one.get("author") or ""),
        is_typed=one.get("is_typed") is True,
    )
