"""Files: what attachments declare, and what bodies use and lies beside the export without being declared."""

from collections.abc import Iterator
from posixpath import basename, dirname

from app.importers.items import Failed, Media
from app.importers.wordpress.beside import FilesBeside, Open
from app.importers.wordpress.survey import Survey
from app.importers.wordpress.uploads import Attachment, file_key, without_size, without_variant
from app.importers.wordpress.urls import OldAddresses, decoded, split


class MediaItems:
    def __init__(self, survey: Survey, own: OldAddresses, beside: FilesBeside) -> None:
        self._survey = survey
        self._own = own
        self._beside = beside
        self._used: dict[str, dict[str, None]] = {}  # path without size -> addresses in bodies
        for address in survey.uses:
            key = file_key(address, own)
            if key:
                self._used.setdefault(without_variant(key), {})[address] = None

    def items(self) -> Iterator[Media | Failed]:
        for attachment in self._survey.attachments.values():
            if attachment.url:
                yield self._declared(attachment)
            else:
                yield Failed("media", attachment.ref, "the export doesn't say where the file was")
        for path in sorted(self._used):
            yield from self._undeclared(path)

    def _declared(self, attachment: Attachment) -> Media:
        path = file_key(attachment.url, self._own)
        found = self._find(attachment, path or decoded(attachment.path))
        used = self._used.pop(without_variant(path), {}) if path else {}
        return Media(
            ref=attachment.ref,
            url=attachment.url,
            name=basename(path or decoded(attachment.path)) or attachment.title or attachment.ref,
            open=found,
            alt=attachment.alt,
            caption=attachment.caption,
            aliases=tuple(alias for alias in self._aliases(attachment, path, used) if alias != attachment.url),
        )

    def _find(self, attachment: Attachment, path: str) -> Open | None:
        for name in dict.fromkeys((attachment.file, path, without_variant(path))):
            found = self._beside.find(name) if name else None
            if found:
                return found
        return None

    def _aliases(self, attachment: Attachment, path: str | None, used: dict[str, None]) -> list[str]:
        """Return the path from the root, the sizes WordPress made, and what bodies call it."""
        folder = dirname(attachment.url)
        sizes = [f"{folder}/{name}" for name in attachment.sizes]
        if not path or not self._own.is_own(attachment.url):
            return list(dict.fromkeys([*sizes, *sorted(used)]))
        here = dirname(path)
        rooted = [path, *(f"{here}/{name}" for name in attachment.sizes)]
        return list(dict.fromkeys([*rooted, *sizes, *sorted(used)]))

    def _undeclared(self, path: str) -> Iterator[Media]:
        """Yield a file only where it was found; the import lists the addresses of missing ones by itself."""
        used = sorted(self._used[path], key=lambda address: (len(split(address).path), address))
        for candidate in dict.fromkeys([path, *(file_key(address, self._own) or "" for address in used)]):
            found = self._beside.find(candidate) if candidate else None
            if found:
                yield Media(f"file:{path}", used[0], basename(without_size(path)), found, aliases=tuple(used[1:]))
                return
