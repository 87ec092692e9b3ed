"""Files of the old blog that lie beside its export, and those that don't."""

from collections.abc import Mapping
from typing import Any

import msgspec

from app.errors import WaypostError
from app.importers.context import Run
from app.importers.items import Media
from app.importers.report import UNCHANGED
from app.services import media
from app.services.media import MediaService

NOT_HERE = "not found beside the export; `waypost media fetch` brings it later"


class MediaWriter:
    def __init__(self, run: Run) -> None:
        self._run = run

    def take(self, item: Media) -> None:
        if item.open is None and self._run.services and self._run.files.find(item.url):
            self._run.report.skip("media", item.url, UNCHANGED)
            return
        if item.open is None:
            self._run.report.skip("media", item.url, NOT_HERE)
            self._run.rewrite.miss(item.url)
            return
        if item.own is not None and self._run.services:
            self._take_own(item, item.own, self._run.services.media)
            return
        addresses = list(dict.fromkeys(self._run.files.key(address) for address in (item.url, *item.aliases)))
        services = self._run.services
        if services is None:
            self._run.report.take("media")
            self._run.files.add(addresses, item.url)
            return
        known = services.media.by_address(addresses[:1]).get(addresses[0])
        if known:
            self._run.files.add(addresses, known.path)
            self._run.report.skip("media", item.url, UNCHANGED)
            return
        self._add(item, addresses)

    def _take_own(self, item: Media, own: Mapping[str, Any], service: MediaService) -> None:
        """A file of another Waypost keeps its address and all that people have said of it."""
        assert item.open is not None
        try:
            known = msgspec.convert(own, media.Media, strict=False)
            if service.find_by_prefix(known.id):
                self._run.report.skip("media", item.url, UNCHANGED)
                return
            with item.open() as file:
                service.take_back(file, known, addresses=item.aliases)
        except (WaypostError, OSError, ValueError) as error:
            self._run.report.fail("media", item.url, str(error))
            return
        self._run.report.take("media")

    def _add(self, item: Media, addresses: list[str]) -> None:
        assert self._run.services is not None
        assert item.open is not None
        try:
            with item.open() as file:
                media = self._run.services.media.add(file, item.name, alt=item.alt, addresses=addresses)
        except (WaypostError, OSError) as error:
            self._run.report.fail("media", item.url, str(error))
            return
        self._run.files.add(addresses, media.path)
        self._run.services.media.forget_missing([item.url, *item.aliases])
        self._run.report.take("media")

    def finish(self) -> None:
        """List what bodies use and nobody has brought."""
        missing = self._run.rewrite.missing
        self._run.report.missing_media = missing
        if self._run.services is not None and missing:
            self._run.services.media.note_missing(missing)
