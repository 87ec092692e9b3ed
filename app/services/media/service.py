"""The rules of files: bytes are written and verified in the store before Media.db knows of them."""

import re
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from app.db import Connection, Database
from app.errors import Invalid, NotFound
from app.imaging import Crop, Workshop
from app.services.media import queries
from app.services.media.cache import Cache
from app.services.media.facts import described, made_of, stored
from app.services.media.incoming import Incoming
from app.services.media.models import Media, MediaPage, MissingMedia, Picture, StoredFile, Variant, Wanted
from app.services.media.names import is_named_otherwise, named, safe_name
from app.services.media.objects import Objects, ObjectStore
from app.services.media.responsive import MARKS, marks_in, responsive

MOST_BYTES = 100_000_000  # of a file that an import brings
MOST_UPLOADED_BYTES = 20_000_000
KEPT_AFTER_DELETION = timedelta(days=30)  # as long as the oldest backup that could need it
_LEFT_OVER_S = 24 * 3600
_CHUNK = 1 << 20
_ID = re.compile(r"[0-9a-f]{64}")
_TOLD = ("id", "alt", "decorative", "focal_x", "focal_y", "uploaded_by", "created_at")  # not told from the bytes
_MARK = re.compile(r"[0-9a-f]{20,64}")


class MediaService:
    def __init__(self, db: Database, store: ObjectStore, cache_folder: Path, *, cache_bytes: int | None = None) -> None:
        """`cache_bytes`: how much of the disk copies may take; None: two gigabytes."""
        self._db = db
        cache = Cache(cache_folder, store) if cache_bytes is None else Cache(cache_folder, store, cache_bytes)
        self._objects = Objects(store, cache)
        self._workshop = Workshop()

    def close(self) -> None:
        """End the process that makes pictures, if one runs; what it was at fails."""
        self._workshop.close()

    # Bringing files

    def add(self, file: BinaryIO, name: str, *, alt: str = "", addresses: Collection[str] = ()) -> Media:
        """Keep a file as it is; the same bytes twice are one. `addresses` are old ones that mean it.

        For imports: a picture's sizes are made later (`make_waiting`).
        Raises: Invalid: too large, or of a type that is not kept. Unavailable: the store can't take it.
        """
        incoming = self.incoming(MOST_BYTES)
        try:
            while piece := file.read(_CHUNK):
                incoming.write(piece)
            media = described(incoming, safe_name(name), alt)
            self._objects.keep({media.id: incoming.path})
        finally:
            incoming.discard()

        def job(conn: Connection) -> Media:
            queries.insert_media(conn, media)
            queries.upsert_addresses(conn, media.id, addresses)
            return queries.select_media(conn, media.id) or media

        return self._db.write(job)

    def take_back(self, file: BinaryIO, known: Media, *, addresses: Collection[str] = ()) -> Media:
        """Keep a file another Waypost gave out under the id and name it had there, so that texts find it.

        Raises: Invalid: `known` is none of ours; too large, or of a type that is not kept. Unavailable.
        """
        if not _ID.fullmatch(known.id) or safe_name(known.name) != known.name:
            raise Invalid(f"{known.id}/{known.name} is no address of a file")
        incoming = self.incoming(MOST_BYTES)
        try:
            while piece := file.read(_CHUNK):
                incoming.write(piece)
            found = described(incoming, known.name, known.alt)
            self._objects.keep({found.id: incoming.path})
        finally:
            incoming.discard()
        media = replace(found, **{name: getattr(known, name) for name in _TOLD})

        def job(conn: Connection) -> None:
            queries.insert_media(conn, media)
            queries.upsert_addresses(conn, media.id, addresses)

        self._db.write(job)
        return media

    def incoming(self, most_bytes: int = MOST_UPLOADED_BYTES) -> Incoming:
        """Begin a file that somebody sends; `discard` it in the end, whatever comes of it."""
        return Incoming(self._objects.temporary(), most_bytes)

    def receive(self, incoming: Incoming, name: str, *, alt: str = "", by: str) -> Picture:
        """Keep what has arrived: pictures with all their sizes, at once. The same bytes twice are one file.

        `by`: the person's id. Blocks for seconds.
        Raises: Invalid: why it is not taken. Unavailable: not now; nothing was kept.
        """
        incoming.close()
        known = self._find(incoming.id)
        if known is not None and known.state != "waiting":
            return self._welcome_back(known, alt)
        media = described(incoming, safe_name(name), alt)
        if is_named_otherwise(name, media.type):
            raise Invalid(f"its name says another kind of file than it is ({media.type}); name it as what it is")
        if media.type == "image/heic":
            raise Invalid("it is HEIC, which few browsers can show; save it as JPEG and try again")
        if known is not None:
            media = replace(known, deleted_at=None, alt=known.alt or alt)
        media = replace(media, name=named(media.name, media.type), uploaded_by=media.uploaded_by or by)
        if media.state == "waiting":
            return self._make(media, incoming.path)
        self._objects.keep({media.id: incoming.path})
        self._db.write(lambda conn: queries.upsert_media(conn, media))
        return Picture(media)

    def _welcome_back(self, known: Media, alt: str) -> Picture:
        """It is here already; if it had been deleted, not any more."""
        media = replace(known, alt=known.alt or alt, deleted_at=None)
        if media != known:
            self._db.write(lambda conn: queries.upsert_media(conn, media))
        return self._with_variants([media])[0]

    def _make(self, media: Media, source: Path) -> Picture:
        crop = Crop(media.focal_x / 100, media.focal_y / 100)
        with self._objects.workplace() as folder:
            made = self._workshop.make(source, Path(folder), crop)
            picture = made_of(media, made)
            self._objects.keep({output.digest: Path(folder, output.file) for output in made.outputs})
        self._db.write(lambda conn: _save_picture(conn, picture))
        return picture

    def make_waiting(self, limit: int, is_stopping: Callable[[], bool] = lambda: False) -> list[Picture]:
        """Make the sizes of `limit` pictures that an import has brought; return those that were made, or can't be.

        Raises: Unavailable: the store can't be reached, or a process died; the rest waits on.
        """
        with self._db.read() as conn:
            waiting = queries.select_waiting(conn, "", limit)
        done = []
        for media in waiting:
            if is_stopping():
                break
            done.append(self._make_later(media))
        return done

    def _make_later(self, media: Media) -> Picture:
        try:
            return self._make(media, self.read_object(media.object_id))
        except (Invalid, NotFound) as error:
            kept = replace(media, state="kept", note=str(error))
            self._db.write(lambda conn: queries.upsert_media(conn, kept))
            return Picture(kept)

    def count_waiting(self) -> int:
        """How many pictures there are nothing was made of yet."""
        with self._db.read() as conn:
            return queries.count_waiting(conn)

    # Finding them

    def get(self, media_id: str) -> Picture:
        """Raises: NotFound."""
        found = self._find(media_id)
        if found is None:
            raise NotFound("There is no such file; it may have been deleted for good")
        return self._with_variants([found])[0]

    def find_by_prefix(self, prefix: str) -> Media | None:
        """Find by the beginning of the id, as in `Media.path`."""
        if not _MARK.fullmatch(prefix):
            return None
        with self._db.read() as conn:
            return queries.select_by_prefix(conn, prefix)

    def find_picture(self, mark: str) -> Picture | None:
        """Find by the mark in an address, with all that was made of it."""
        found = self.find_by_prefix(mark)
        return self._with_variants([found])[0] if found else None

    def picture_at(self, address: str) -> Picture | None:
        """Find by an address as bodies and featured images have it; None where it is none of this site's."""
        mark = MARKS.match(address)
        return self.find_picture(mark[1]) if mark else None

    def find_file(self, mark: str, path: str) -> StoredFile | None:
        """Tell what to answer at an address under /media/; of several that share a mark, the one at that very path."""
        media = self.find_by_prefix(mark)
        if media is not None:
            return StoredFile(
                media.object_id, media.path, media.name, media.type, media.size_bytes, media.state != "waiting"
            )
        if not _MARK.fullmatch(mark):
            return None
        with self._db.read() as conn:
            found = [stored(variant, media) for variant, media in queries.select_by_object(conn, mark)]
        return next((one for one in found if one.path == path), found[0] if found else None)

    def list_media(self, wanted: Wanted, page: int, per_page: int) -> MediaPage:
        """What came last comes first."""
        with self._db.read() as conn:
            return queries.select_page(conn, wanted, max(page, 1), per_page)

    def pictures_in(self, *htmls: str) -> dict[str, Picture]:
        """Return mark -> picture for all files of this site that the texts name by their ids."""
        found: dict[str, Picture] = {}
        for mark in marks_in(*htmls):
            picture = self.find_picture(mark)
            if picture is not None:
                found[mark] = picture
        return found

    def responsive(self, html: str, *, has_lead: bool = False) -> str:
        """Give a rendered body in which browsers find the sizes of this site's pictures, and the room they take."""
        return responsive(html, self.pictures_in(html), has_lead=has_lead) if "/media/" in html else html

    def by_address(self, addresses: Collection[str]) -> dict[str, Media]:
        """Return old address -> file, for those that are known."""
        with self._db.read() as conn:
            return queries.select_by_address(conn, addresses)

    def all_addresses(self) -> dict[str, str]:
        """Return old address -> the path its file has now."""
        with self._db.read() as conn:
            return {address: media.path for address, media in queries.select_all_addresses(conn).items()}

    def media_after(self, media_id: str, limit: int) -> list[Media]:
        """All files in the order of their ids, from the one after `media_id` on; "" begins."""
        with self._db.read() as conn:
            return queries.select_after(conn, media_id, limit)

    def read(self, media: Media) -> Path:
        """Return a local, verified copy of what readers get. Raises: NotFound, Unavailable."""
        return self.read_object(media.object_id)

    def read_object(self, object_id: str) -> Path:
        """Return a local, verified copy. Raises: NotFound, Unavailable."""
        return self._objects.read(object_id)

    # Changing what is known of them

    def describe(self, media_id: str, *, name: str, alt: str, decorative: bool, focal: tuple[int, int]) -> Picture:
        """Change what people say of a file; moving the point that stays in view cuts its social picture anew.

        `focal`: percent from the left and the top. Raises: NotFound. Invalid. Unavailable.
        """
        picture = self.get(media_id)
        if not all(0 <= value <= 100 for value in focal):
            raise Invalid("the point that stays in view lies between 0 and 100 percent")
        media = replace(
            picture.media,
            name=named(name, picture.media.type) if name.strip() else picture.media.name,
            alt=" ".join(alt.split())[:1000],
            decorative=decorative and not alt.strip(),
            focal_x=focal[0],
            focal_y=focal[1],
        )
        has_moved = (media.focal_x, media.focal_y) != (picture.media.focal_x, picture.media.focal_y)
        social = self._cut(media) if has_moved and picture.social else None

        def job(conn: Connection) -> None:
            queries.upsert_media(conn, media)
            if social is not None:
                queries.replace_variants(conn, media.id, social, "social")

        self._db.write(job)
        return self.get(media.id)

    def _cut(self, media: Media) -> list[Variant]:
        crop = Crop(media.focal_x / 100, media.focal_y / 100)
        with self._objects.workplace() as folder:
            made = self._workshop.make(self.read(media), Path(folder), crop, social_only=True)
            self._objects.keep({output.digest: Path(folder, output.file) for output in made.outputs})
        return list(made_of(media, made).variants)

    def delete(self, media_id: str) -> None:
        """Give it out no more; for thirty days it can be brought back. Raises: NotFound."""
        self._set_deleted(media_id, datetime.now(UTC))

    def restore(self, media_id: str) -> None:
        """Take a deletion back. Raises: NotFound: it is gone for good."""
        self._set_deleted(media_id, None)

    def _set_deleted(self, media_id: str, at: datetime | None) -> None:
        if not self._db.write(lambda conn: queries.update_deleted(conn, media_id, at)):
            raise NotFound("There is no such file; it may have been deleted for good")

    def collect(self, now: datetime) -> int:
        """Remove objects that nothing has needed for thirty days, so no backup either; return how many.

        Raises: Unavailable: the store can't be reached; what was removed stays removed.
        """
        before = now - KEPT_AFTER_DELETION
        self._db.write(lambda conn: queries.delete_old(conn, before))
        stored = self._objects.list()
        with self._db.read() as conn:
            named_here = queries.select_named_objects(conn)
        orphans = [object_id for object_id in stored if object_id not in named_here]
        self._db.write(lambda conn: queries.note_orphans(conn, orphans, now))
        with self._db.read() as conn:
            old = queries.select_orphans(conn, before)
        for object_id in old:
            self._objects.delete(object_id)
        self._objects.tidy(_LEFT_OVER_S)
        return len(old)

    # Files of an old blog that are not here yet

    def missing(self) -> list[MissingMedia]:
        with self._db.read() as conn:
            return queries.select_missing(conn)

    def note_missing(self, urls: Collection[str]) -> None:
        known = {one.url for one in self.missing()}
        new = [url for url in dict.fromkeys(urls) if url not in known]
        if new:
            self._db.write(lambda conn: queries.insert_missing(conn, new))

    def set_error(self, url: str, error: str) -> None:
        """Remember why the last try to fetch it failed."""
        self._db.write(lambda conn: queries.update_missing(conn, url, error))

    def forget_missing(self, urls: Collection[str]) -> None:
        self._db.write(lambda conn: queries.delete_missing(conn, urls))

    def _find(self, media_id: str) -> Media | None:
        with self._db.read() as conn:
            return queries.select_media(conn, media_id)

    def _with_variants(self, found: list[Media]) -> list[Picture]:
        with self._db.read() as conn:
            return queries.select_pictures(conn, found)


def _save_picture(conn: Connection, picture: Picture) -> None:
    queries.upsert_media(conn, picture.media)
    queries.replace_variants(conn, picture.media.id, picture.variants)
