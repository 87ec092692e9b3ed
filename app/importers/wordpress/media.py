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
        self._paths: dict[str, str] = {}  # path -> ref of the attachment
        self._originals: dict[str, str] = {}  # path of what was uploaded -> ref of the attachment
        for attachment in survey.attachments.values():
            path = file_key(attachment.url, own)
            if path:
                self._paths.setdefault(path, attachment.ref)
                self._originals.setdefault(without_variant(path), attachment.ref)
        self._used: dict[str, dict[str, None]] = {}  # ref -> further addresses of it in bodies
        self._undeclared: dict[str, dict[str, None]] = {}  # path -> the same for files that are no attachment
        for address in sorted(survey.uses):
            self._sort_in(address)

    def _sort_in(self, address: str) -> None:
        path = file_key(address, self._own)
        if path is None:
            return
        original = without_variant(without_size(path))
        ref = self._paths.get(path) or self._originals.get(original)
        if ref is None:
            self._undeclared.setdefault(original, {})[address] = None
        else:
            self._used.setdefault(ref, {})[address] = None

    def items(self) -> Iterator[Media | Failed]:
        for attachment in self._survey.attachments.values():
            if attachment.url:
                yield self._declared(attachment)
            else:
                yield Failed("media", attachment.ref, "the export doesn't say where the file was")
        for path, used in self._undeclared.items():
            yield from self._found(path, list(used))

    def _declared(self, attachment: Attachment) -> Media:
        path = file_key(attachment.url, self._own)
        plain = path or decoded(attachment.path)
        aliases = self._aliases(attachment, path)
        return Media(
            ref=attachment.ref,
            url=attachment.url,
            name=basename(plain) or attachment.title or attachment.ref,
            open=self._find(attachment, plain),
            alt=attachment.alt,
            caption=attachment.caption,
            aliases=tuple(alias for alias in aliases if alias != attachment.url),
        )

    def _find(self, attachment: Attachment, path: str) -> Open | None:
        for name in dict.fromkeys((attachment.file, path, without_variant(path))):
            found = self._beside.find(name) if name else None
            if found:
                return found
        return None

    def _aliases(self, attachment: Attachment, path: str | None) -> dict[str, None]:
        """Return the path from the root, the sizes WordPress made, and what bodies call it."""
        folder = dirname(attachment.url)
        found = [f"{folder}/{name}" for name in attachment.sizes]
        if path and self._own.is_own(attachment.url):
            here = dirname(path)
            found = [path, *(f"{here}/{name}" for name in attachment.sizes), *found]
        return dict.fromkeys([*found, *self._used.get(attachment.ref, ())])

    def _found(self, path: str, used: list[str]) -> Iterator[Media]:
        """Yield a file only where it was found; the import lists the addresses of missing ones by itself."""
        used.sort(key=lambda address: (len(split(address).path), address))
        for candidate in dict.fromkeys([path, *(file_key(address, self._own) or "" for address in used)]):
            found = self._beside.find(candidate) if candidate else None
            if found:
                yield Media(f"file:{path}", used[0], basename(path), found, aliases=tuple(used[1:]))
                return
