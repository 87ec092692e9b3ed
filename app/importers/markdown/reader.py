"""Reads trees of Markdown files: first all front matter, then all texts, so that what they name comes before them."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from app.importers.items import Author, Item, Media, Options, Site, Tag
from app.importers.markdown.redirects import unique_redirects
from app.importers.markdown.site import SiteReader
from app.importers.markdown.sources import open_sources


class MarkdownReader:
    """One or more trees; each is a site of its own, and the first that says what it is called is *the* site."""

    format = "markdown"

    def __init__(self, paths: Sequence[Path], options: Options) -> None:
        """Raises: Unreadable."""
        now = datetime.now(UTC)
        trees = open_sources(paths)
        several = len(trees) > 1
        self._sites = [
            SiteReader(tree, options, now, prefix=f"{tree.name}/" if several else "", is_first=at == 0)
            for at, tree in enumerate(trees)
        ]

    def total(self) -> int | None:
        return sum(site.total() for site in self._sites)

    def items(self) -> Iterator[Item]:
        for site in self._sites:
            yield from site.learn()
        yield self._site()
        yield from self._authors()
        yield from self._tags()
        yield from self._media()
        for site in self._sites:
            yield from site.entries()
        yield from unique_redirects([item for site in self._sites for item in site.redirects()])

    def _site(self) -> Site:
        said = [site.site() for site in self._sites]
        best = next((site for site in said if site.title or site.url), said[0])
        aliases = [url for site in said for url in (site.url, *site.aliases) if url and url != best.url]
        return Site(
            best.title,
            best.tagline,
            best.url,
            best.language,
            best.timezone,
            best.navigation,
            tuple(dict.fromkeys(aliases)),
            best.pages_at_root,
        )

    def _authors(self) -> Iterator[Author]:
        seen: set[str] = set()
        for author in (author for site in self._sites for author in site.authors()):
            if author.ref not in seen:
                seen.add(author.ref)
                yield author

    def _tags(self) -> Iterator[Tag]:
        seen: set[str] = set()
        for tag in (tag for site in self._sites for tag in site.tags()):
            if tag.ref not in seen:
                seen.add(tag.ref)
                yield tag

    def _media(self) -> Iterator[Media]:
        seen: set[str] = set()
        for media in (media for site in self._sites for media in site.media()):
            if media.url not in seen:
                seen.add(media.url)
                yield media
