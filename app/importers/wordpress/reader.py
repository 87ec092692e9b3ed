"""Reads a WordPress export in two passes: a survey first, then everything in the order of the neutral stream."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from html import unescape
from pathlib import Path

from app.importers.items import Failed, Item, Media, Options, Site, Skipped, Unreadable, Warned
from app.importers.wordpress.beside import FilesBeside
from app.importers.wordpress.comments import comments_of, skipped_comments
from app.importers.wordpress.dates import zone_name
from app.importers.wordpress.document import Damaged, Document
from app.importers.wordpress.entries import Entries
from app.importers.wordpress.fields import is_item
from app.importers.wordpress.media import MediaItems
from app.importers.wordpress.navigation import Navigation
from app.importers.wordpress.people import People
from app.importers.wordpress.raw import RawItem, read_item
from app.importers.wordpress.redirects import read_redirects, site_redirects
from app.importers.wordpress.refs import Refs
from app.importers.wordpress.source import find_sources, is_zip
from app.importers.wordpress.statuses import UNFINISHED, treatment_of
from app.importers.wordpress.survey import Survey
from app.importers.wordpress.terms import Terms
from app.importers.wordpress.urls import OldAddresses, host_of, split

_KINDS = {"post": "posts", "page": "pages"}
_MOST_OF = 0.5  # a host that is no declared one is the site's own if more than this part of all posts are there


class WordPressReader:
    """The survey is made at once; `items` may be called again for a second run."""

    format = "wordpress"

    def __init__(self, paths: Sequence[Path], options: Options, now: datetime) -> None:
        """Raises: Unreadable."""
        self._options = options
        self._documents = [Document(source) for source in find_sources(paths)]
        if not self._documents:
            raise Unreadable(f"{', '.join(map(str, paths))} holds no export (.xml or .xml.gz)")
        self._beside = FilesBeside([*options.media, *filter(is_zip, paths)], paths)
        self._survey = Survey(options, wants_uses=self._beside.has_files)
        for document in self._documents:
            self._read_survey(document)
        self._check()
        self._own = OldAddresses(self._origins(), options.site_url)
        self._terms = Terms(self._survey, self._own.base)
        self._people = People(self._survey, self._own.base)
        self._navigation = Navigation(self._survey, self._own, self._terms)
        self._entries = Entries(self._survey, self._own, self._terms, self._people, now)

    def total(self) -> int | None:
        return len(self._survey.entries)

    def items(self) -> Iterator[Item]:
        yield self._site()
        yield from self._remarks()
        yield from self._people.items()
        yield from self._terms.items()
        yield from self._media()
        yield from self._navigation.remarks()
        yield from self._contents()
        yield from site_redirects(self._survey, self._own)
        if self._options.redirects:
            yield from read_redirects(self._options.redirects)

    # The survey

    def _read_survey(self, document: Document) -> None:
        try:
            self._survey.read(document.elements())
        except Damaged as error:
            document.salvage(error)
            self._survey.read(document.elements())

    def _check(self) -> None:
        """Raises: Unreadable: there is nothing of WordPress in it, or it is of two sites."""
        names = ", ".join(document.source.name for document in self._documents)
        channel, types = self._survey.channel, self._survey.types
        if not any(document.has_channel for document in self._documents):
            raise Unreadable(f"{names} has no <channel> element, so it is no WordPress export; export the blog again")
        blogs = {host_of(blog) + split(blog).path.rstrip("/"): blog for blog in channel.blogs}
        if len(blogs) > 1:
            raise Unreadable(f"the files come from several blogs ({', '.join(blogs.values())}); import one at a time")
        is_wordpress = "wp:wxr_version" in channel.site or channel.terms or channel.authors or any(types)
        if not is_wordpress:
            raise Unreadable(
                f"{names} is a feed, not a WordPress export: nothing in it says what is a post or a page; "
                "make an export under Tools, Export, All content"
            )

    def _origins(self) -> list[str]:
        """Return the addresses of the site, the best one first."""
        site = self._survey.channel.site
        known = [url for url in (site.get("wp:base_blog_url"), site.get("link")) if url]
        if not known and site.get("wp:base_site_url"):  # of a network this is another site, perhaps somebody else's
            known = [site["wp:base_site_url"]]
        total = sum(self._survey.hosts.values())
        common = [self._survey.origins[host] for host, n in self._survey.hosts.items() if n > total * _MOST_OF]
        return [*known, *common]

    # The stream

    def _site(self) -> Site:
        site = self._survey.channel.site
        return Site(
            title=unescape(site["title"]) if site.get("title") else None,
            tagline=unescape(site["description"]) if site.get("description") else None,
            url=self._own.url,
            language=site.get("language"),
            timezone=zone_name(self._survey.offset()) if self._survey.offsets else None,
            navigation=self._navigation.links(),
            aliases=self._own.aliases(),
        )

    def _remarks(self) -> Iterator[Warned | Failed]:
        for document in self._documents:
            for note in document.notes():
                yield Warned(document.source.name, note)
            for lost in document.lost:
                yield Failed("items", document.source.name, lost)
        site = self._survey.channel.site
        version = site.get("wp:wxr_version", "")
        name = self._documents[0].source.name
        if not version:
            yield Warned(name, "it doesn't say which version of the export format it is in; read as 1.2")
        elif not version.startswith("1."):
            yield Warned(name, f"it is in an unknown version of the export format, {version[:40]!r}; read as 1.2")
        for note in self._beside.notes:
            yield Warned("--media", note)
        if len(self._survey.offsets) > 1:
            zone = zone_name(self._survey.offset())
            message = (
                f"the site's clock changed over the year; it was {zone} for most posts, so set the zone by its name"
            )
            yield Warned("time zone", message)

    def _media(self) -> Iterator[Media | Failed]:
        yield from MediaItems(self._survey, self._own, self._beside).items()

    def _contents(self) -> Iterator[Item]:
        refs, comment_fields = Refs(), 0
        for document in self._documents:
            for element in document.elements():
                if is_item(element):
                    raw = read_item(element)
                    comment_fields += raw.comment_fields
                    yield from self._item(raw, refs)
        if comment_fields:
            yield Warned("comments", f"{comment_fields} fields that plugins keep about comments were left out")

    def _item(self, raw: RawItem, refs: Refs) -> Iterator[Item]:
        ref, is_repeated = refs.of(raw)
        treatment = treatment_of(raw.wp("post_type"), self._options)
        if treatment.sort == "menu item":
            yield Skipped("menu item", ref, self._navigation.reason(ref))
        elif treatment.sort == "attachment":
            if is_repeated:
                yield Skipped("media", ref, "it stands in the export twice")
            yield from skipped_comments(raw, ref, "a comment on a file, whose page is not imported")
        elif treatment.sort not in ("post", "page"):
            yield Skipped(treatment.kind, ref, treatment.reason)
            yield from skipped_comments(raw, ref, f"of a {treatment.kind} that is not imported")
        elif is_repeated or raw.wp("status") in UNFINISHED:
            reason = "it stands in the export twice" if is_repeated else UNFINISHED[raw.wp("status")]
            yield Skipped(_KINDS[treatment.sort], ref, reason)
            yield from skipped_comments(raw, ref, f"its post: {reason}")
        else:
            yield from self._entries.make(raw, ref, treatment.sort)
            yield from comments_of(raw, ref, self._people, self._survey.offset())
