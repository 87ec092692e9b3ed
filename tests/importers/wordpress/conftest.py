"""Small exports written by the tests themselves, and what a reader makes of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest

from app.importers.items import Comment, Entry, Failed, Item, Media, Options, Redirect, Site, Skipped, Tag, Warned
from app.importers.wordpress.reader import WordPressReader

T = TypeVar("T")
NOW = datetime(2024, 6, 1, tzinfo=UTC)
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>Alice writes</title><link>https://alice.example</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>https://alice.example</wp:base_blog_url>
"""
TAIL = "</channel></rss>\n"


class Stream(list[Item]):
    """What a reader yields, with the items of one type at hand."""

    def all(self, kind: type[T]) -> list[T]:
        return [item for item in self if isinstance(item, kind)]

    def one(self, kind: type[T]) -> T:
        (found,) = self.all(kind)
        return found

    @property
    def entry(self) -> Entry:
        return self.one(Entry)

    @property
    def site(self) -> Site:
        return self.one(Site)

    @property
    def comments(self) -> list[Comment]:
        return self.all(Comment)

    @property
    def media(self) -> list[Media]:
        return self.all(Media)

    @property
    def tags(self) -> list[Tag]:
        return self.all(Tag)

    @property
    def redirects(self) -> dict[str, str]:
        return {one.source: one.target for one in self.all(Redirect)}

    @property
    def warnings(self) -> list[str]:
        return [one.message for one in self.all(Warned)]

    @property
    def skipped(self) -> list[tuple[str, str]]:
        return [(one.kind, one.ref) for one in self.all(Skipped)]

    @property
    def failed(self) -> list[Failed]:
        return self.all(Failed)


def read_stream(paths: Iterable[Path], **options: Any) -> Stream:
    return Stream(WordPressReader(list(paths), Options(**options), NOW).items())


def cdata(text: str) -> str:
    return f"<![CDATA[{text}]]>"


def item_xml(more: str = "", /, **fields: str) -> str:
    """One <item>: `more` is put in as it is, fields replace or add to those of a plain published post."""
    texts = {
        "title": "A post",
        "link": "https://alice.example/2024/05/06/a-post/",
        "content": "Words.",
        "post_id": "1",
        "post_date": "2024-05-06 09:00:00",
        "post_date_gmt": "2024-05-06 07:00:00",
        "post_name": "a-post",
        "status": "publish",
        "post_type": "post",
        **fields,
    }
    names = {"title": "title", "link": "link", "guid": "guid", "pubDate": "pubDate", "creator": "dc:creator"}
    names |= {"content": "content:encoded", "excerpt": "excerpt:encoded"}
    rows = [
        f"<{names.get(name, 'wp:' + name)}>{cdata(text)}</{names.get(name, 'wp:' + name)}>"
        for name, text in texts.items()
    ]
    return "<item>" + "\n".join(rows) + more + "</item>\n"


def meta_xml(**values: str) -> str:
    return "".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{cdata(value)}</wp:meta_value></wp:postmeta>"
        for key, value in values.items()
    )


def attachment_xml(number: int, path: str, more: str = "", **fields: str) -> str:
    return item_xml(
        more,
        title=f"file {number}",
        link=f"https://alice.example/file-{number}/",
        content="",
        post_id=str(number),
        post_name=f"file-{number}",
        status="inherit",
        post_type="attachment",
        attachment_url=f"https://alice.example/wp-content/uploads/{path}",
        **fields,
    )


@dataclass(frozen=True)
class Exports:
    """Writes exports into a folder of the test and reads them."""

    folder: Path

    def write(self, *items: str, head: str = HEAD, tail: str = TAIL, name: str = "export.xml") -> Path:
        path = self.folder / name
        path.write_text(head + "".join(items) + tail, "utf-8")
        return path

    def write_bytes(self, data: bytes, name: str = "export.xml") -> Path:
        path = self.folder / name
        path.write_bytes(data)
        return path

    def read(self, *items: str, head: str = HEAD, **options: Any) -> Stream:
        return read_stream([self.write(*items, head=head)], **options)

    def read_bytes(self, data: bytes, **options: Any) -> Stream:
        return read_stream([self.write_bytes(data)], **options)

    def body(self, content: str, *items: str) -> str:
        """Return what becomes of a body."""
        stream = self.read(*items, item_xml(content=content))
        return next(entry.source for entry in stream.all(Entry) if entry.ref == "1")


@pytest.fixture
def exports(tmp_path: Path) -> Exports:
    return Exports(tmp_path)


@pytest.fixture
def item() -> Callable[..., str]:
    return item_xml


@pytest.fixture
def attachment() -> Callable[..., str]:
    return attachment_xml


@pytest.fixture
def meta() -> Callable[..., str]:
    return meta_xml


@pytest.fixture
def head() -> str:
    return HEAD


@pytest.fixture
def read() -> Callable[..., Stream]:
    return read_stream
