"""Authors: names as they stand in front matter, with what data files and author pages say of them."""

import re
from collections.abc import Iterable
from typing import Any

from app.content import slugify
from app.importers.items import Author
from app.importers.markdown.documents import Document
from app.importers.markdown.generators.base import Generator
from app.importers.markdown.keys import Keys, as_text, unique
from app.importers.markdown.media import MediaBook

_WITH_EMAIL = re.compile(r"(?P<name>[^<>]+?)\s*<(?P<email>[^<>\s@]+@[^<>\s@]+)>")
_URL = re.compile(r"https?://|/")


class People:
    def __init__(self, generator: Generator, media: MediaBook) -> None:
        self._generator = generator
        self._media = media
        self._said: dict[str, dict[str, Any]] = dict(generator.data_authors())
        self._pages: dict[str, Document] = {}  # ref -> an author's own page
        self._folded = {ref.casefold(): ref for ref in self._said}

    def add_tables(self, documents: Iterable[Document]) -> None:
        """Learn from entries whose author is a whole table."""
        for document in documents:
            for name in ("authors", "author"):
                for one in Keys({"x": document.keys.peek(name)}).items("x"):
                    ref = self._generator.author_ref(one)
                    if isinstance(one, dict) and ref:
                        self._said.setdefault(ref, {}).update({k: v for k, v in one.items() if v})

    def add_page(self, document: Document) -> None:
        """Take an author's own page for what it says of the person: its folder's name is the id."""
        keys = document.keys
        folder_name = document.inner_folder.rpartition("/")[2]
        ref = keys.text("shortname", "username", "id") or (folder_name if document.bundle else document.stem)
        self._pages[ref] = document
        self._said.setdefault(ref, {}).update(document.keys.all())
        self._folded[ref.casefold()] = ref

    def items(self, documents: Iterable[Document]) -> list[Author]:
        """Return everybody an entry names, and everybody who has a page."""
        named = unique(ref for document in documents for ref in document.authors)
        return [self._author(ref) for ref in unique([*named, *self._pages])]

    def _author(self, ref: str) -> Author:
        known = self._said.get(ref) or self._said.get(self._folded.get(ref.casefold(), ""), {})
        keys = Keys(known)
        match = _WITH_EMAIL.fullmatch(ref)
        name = keys.text("name", "displayname", "fullname", "title") or (match["name"] if match else ref)
        page = self._pages.get(ref)
        bio = keys.text("bio", "description", "about", "summary") or (page.body.strip()[:2000] if page else "")
        return Author(
            ref=ref,
            slug=slugify(keys.text("slug") or (ref if known else name)),
            name=name,
            email=keys.text("email", "mail") or (match["email"] if match else None),
            bio=bio,
            url=self._url(keys),
            image=self._image(keys, page),
            old_paths=tuple(unique(self._paths(ref, name, keys, page))),
        )

    def _paths(self, ref: str, name: str, keys: Keys, page: Document | None) -> list[str]:
        found = self._generator.author_paths(ref) + (self._generator.author_paths(name) if name != ref else [])
        if page and page.path:
            found.insert(0, page.path)
        own = keys.text("permalink")
        return [own, *found] if own.startswith("/") else found

    def _url(self, keys: Keys) -> str | None:
        for name in ("web", "website", "url", "uri", "homepage", "link", "site"):
            address = keys.text(name)
            if address.startswith(("http://", "https://")):
                return address
        for name, host in (("github", "github.com"), ("twitter", "twitter.com"), ("mastodon", "")):
            handle = keys.text(name)
            if handle.startswith("http"):
                return handle
            if handle and host and re.fullmatch(r"@?[\w-]+", handle):
                return f"https://{host}/{handle.lstrip('@')}"
        return None

    def _image(self, keys: Keys, page: Document | None) -> str | None:
        address = keys.text("avatar", "image", "picture", "photo", "profileimage", "thumbnail")
        if not address or not (_URL.match(address) or "." in address):
            return None
        if address.startswith(("http://", "https://", "//")):
            return address
        return self._media.address(address, page) or as_text(address)
