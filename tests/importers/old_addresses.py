"""The public addresses an old blog had, as its system made them: from expected.json and the export, not by the readers.

Each comes with where it must lead: to a path, or to whatever is right (None), which still must be there.
"""

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml import etree

from app.services.drafts import Draft
from tests.importers.corpora import Imported
from tests.importers.expectations import Fact, expected_fields, plain_title

Pair = tuple[str, str | None]


class OldBlog:
    """One imported source; `step` takes each n-th item only."""

    def __init__(self, imported: Imported, step: int = 1) -> None:
        self._imported = imported
        self._source = imported.source
        self._step = step
        self._ids = Counter(fact.get("post_id") for fact in imported.source.items)
        blog = imported.blog.partition(":")[2]
        self._base = urlsplit(blog).path.rstrip("/") if "://" in blog else ""

    def pairs(self) -> Iterator[Pair]:
        is_public = False
        for fact, draft in islice(self._published(), 0, None, self._step):
            is_public = True
            yield from self._item(fact, draft)
            yield from self._lists(fact, draft)
        if is_public:
            yield from self._site()
        if self._source.family == "wxr":
            yield from self._old_slugs()

    def _published(self) -> Iterator[tuple[Fact, Draft]]:
        for fact in self._source.items:
            ref = str(fact.get("post_id") or fact.get("id") or fact.get("path"))
            draft = self._imported.match(ref, plain_title(fact["title"]), fact.get("slug") or "")
            if draft is not None and draft.status == "published" and fact.get("type", "post") in ("post", "page"):
                yield fact, draft

    def _item(self, fact: Fact, draft: Draft) -> Iterator[Pair]:
        yield draft.path, draft.path
        old = expected_fields(self._source, fact).get("path")
        if old and old not in ("/", "//"):
            yield old, None if self._is_taken(old, draft) else draft.path
        for address in (*draft.old_paths, *(f"/{alias.strip('/')}" for alias in fact.get("aliases", ()))):
            taken = self._is_taken(address.partition("?")[0], draft) or self._ids[fact.get("post_id")] > 1
            yield address, None if taken else draft.path
        path = draft.path.rstrip("/")
        if self._source.family == "wxr":
            if fact["post_id"] and self._ids[fact["post_id"]] == 1:
                yield f"{self._base}/?{'page_id' if fact['type'] == 'page' else 'p'}={fact['post_id']}", draft.path
            for beside in ("feed/", "2/", "comment-page-2/", "trackback/", "amp/"):
                yield f"{path}/{beside}", draft.path
            yield f"{draft.path}?replytocom=7", draft.path
        elif path != draft.path:
            yield path, draft.path
            yield f"{draft.path}index.html", draft.path
            yield f"{draft.path}?utm_source=x", draft.path
            yield f"{path}/amp/", draft.path

    def _is_taken(self, path: str, draft: Draft) -> bool:
        """Whether another item has the address, or Waypost itself."""
        spellings = {path, path.rstrip("/"), f"{path.rstrip('/')}/"}
        others = {one.path for one in self._imported.drafts.values() if one.id != draft.id}
        return bool(others & spellings) or path.strip("/").split("/")[0] in ("search", "author", "tag")

    def _lists(self, fact: Fact, draft: Draft) -> Iterator[Pair]:
        if draft.kind == "post" and draft.local_date:
            year, month, _ = draft.local_date.split("-")
            yield f"{self._base}/{year}/", f"/archive/{year}/"
            yield f"{self._base}/{year}/{month}/", f"/archive/{year}/{month}/"
        for tag in draft.tags:
            if draft.kind == "post" and not tag.internal:
                yield f"/tag/{tag.slug}/", tag.path
                yield f"/tag/{tag.slug}/{'rss' if self._source.family == 'ghost' else 'feed'}/", f"{tag.path}feed.xml"
        for author in draft.authors if draft.kind == "post" else ():
            yield f"{self._base}/author/{author.slug}/", author.path
            yield f"{self._base}/author/{author.slug}/feed/", f"{author.path}feed.xml"
        if self._source.family == "wxr" and draft.kind == "post":
            yield from self._wordpress_lists(fact)

    def _wordpress_lists(self, fact: Fact) -> Iterator[Pair]:
        for kind, slugs in (("category", fact["categories"]), ("tag", fact["tags"])):
            for slug in map(unquote, slugs):
                if slug == slug.lower():  # else it is a name: the oldest exports give each term twice
                    yield f"{self._base}/{kind}/{slug}/", None
                    yield f"{self._base}/{kind}/{slug}/feed/", None
                    yield f"/?{'category_name' if kind == 'category' else 'tag'}={slug}", None
        if fact["author"].isalnum():
            yield f"{self._base}/author/{fact['author'].lower()}/", None

    def _site(self) -> Iterator[Pair]:
        feeds = ("rss/",) if self._source.family == "ghost" else ("feed/", "feed/rss2/", "index.php")
        for address in feeds:
            yield f"{self._base}/{address}", None
        yield "/feed/atom/", "/atom.xml"
        yield "/?feed=rss2", "/feed.xml"

    def _old_slugs(self) -> Iterator[Pair]:
        """`_wp_old_slug`: an address under an earlier name."""
        parser = etree.XMLParser(recover=True, huge_tree=True, resolve_entities=False)
        for item in etree.parse(str(self._source.paths[0]), parser).iter("item"):
            values = {etree.QName(field).localname: field.text or "" for field in item if isinstance(field.tag, str)}
            if values.get("status") != "publish" or values.get("post_type") not in ("post", "page"):
                continue
            for key in item.iter("{*}meta_key"):
                slug = key.getnext().text if key.text == "_wp_old_slug" else ""
                path = unquote(urlsplit(values.get("link") or "").path)
                if slug and path.endswith(f"/{values['post_name']}/"):
                    yield path.removesuffix(f"{values['post_name']}/") + f"{slug}/", path
