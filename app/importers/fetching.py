"""`waypost media fetch`: goes through the list of missing files, and lets bodies point to what has come."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import unquote, urljoin, urlsplit

from app.content import render_html
from app.errors import WaypostError
from app.importers.context import Services
from app.importers.fetch import fetch
from app.importers.files import Files
from app.importers.items import Site
from app.importers.old_site import OldSite
from app.importers.rewriting import Rewriter
from app.network import Allowed, is_public
from app.services.drafts import Draft, NewBody

BATCH = 25
Progress = Callable[[int], None]


@dataclass(slots=True)
class Fetched:
    files: int = 0
    bodies: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)  # (address, why)


class Fetching:
    """One run; the list of missing files in Media.db is its memory, so it can be stopped and run again."""

    def __init__(self, services: Services, origin: str | None, allowed: Allowed = is_public) -> None:
        """`origin`: the old blog's, for addresses without a host; None: those can't be fetched."""
        self._media = services.media
        self._drafts = services.drafts
        self._follow = services.follow
        self._origin = origin
        self._allowed = allowed
        self._files = Files(OldSite(Site(url=origin)))

    def run(self, progress: Progress = lambda done: None) -> Fetched:
        result = Fetched()
        for done, url in enumerate([one.url for one in self._media.missing()], 1):
            try:
                self._bring(url)
                result.files += 1
            except WaypostError as error:
                self._media.set_error(url, str(error))
                result.failed.append((url, str(error)))
            progress(done)
        result.bodies = self._rewrite_bodies()
        return result

    def _bring(self, url: str) -> None:
        if not self._origin and not urlsplit(url).netloc:
            raise WaypostError(f"{url}: it has no host; name the old blog with --site-url")
        absolute = urljoin(f"{self._origin or 'https:'}/", url)
        name = PurePosixPath(unquote(urlsplit(absolute).path)).name or "file"
        with fetch(absolute, self._allowed) as file:
            self._media.add(file, name, alt="", addresses=[self._files.key(url)])
        self._media.forget_missing([url])

    def _rewrite_bodies(self) -> int:
        """Point every body to the files that are here; safe to run again."""
        self._files.load(self._media.all_addresses())
        rewrite = Rewriter(OldSite(Site(url=self._origin)), self._files)
        changed, after = 0, ""
        while drafts := self._drafts.drafts_after(after, BATCH):
            bodies = [body for draft in drafts for body in _changed(draft, rewrite)]
            if bodies:
                self._drafts.replace_bodies(bodies)
            changed += len(bodies)
            after = drafts[-1].id
        self._follow()
        return changed


def _changed(draft: Draft, rewrite: Rewriter) -> list[NewBody]:
    """Return the body with the new addresses; nothing where there are none."""
    html = render_html(draft.html, rewrite=rewrite).html
    image = rewrite(draft.image.url) if draft.image else None
    if html == draft.html and (draft.image is None or image == draft.image.url):
        return []
    return [NewBody(draft.id, html, image)]
