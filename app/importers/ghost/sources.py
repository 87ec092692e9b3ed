"""Which of the given paths is the export, which the uploads, which the redirects and routes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.importers.ghost.document import MAX_BYTES, TABLES
from app.importers.ghost.files import File, files_of
from app.importers.items import Options, Unreadable

UPLOADS = ("images", "media", "files")
REDIRECTS = ("redirects.json", "redirects.yaml", "redirects.yml")
ROUTES = ("routes.yaml", "routes.yml")

_CONTENT = re.compile(rf"(?:^|/)content/((?:{'|'.join(UPLOADS)})/.+)$")
_BARE = re.compile(rf"^(?:[^/]+/){{0,2}}?((?:{'|'.join(UPLOADS)})/.+)$")
_OUTER = re.compile(rb'^\s*\[?\s*\{\s*"')
_WRAPPER = re.compile(rb'"(?:db|data|meta)"\s*:\s*[\[{]')
_TABLE = re.compile(rb'"(?:exported_on|' + "|".join(sorted(TABLES)).encode() + rb')"\s*:')


@dataclass(slots=True)
class Sources:
    document: File
    uploads: dict[str, File] = field(default_factory=dict)  # "images/2020/01/a.png" -> file
    beside: dict[str, File] = field(default_factory=dict)  # the same, taken only where something names them
    redirects: list[File] = field(default_factory=list)
    routes: list[File] = field(default_factory=list)


def looks_like_ghost(head: bytes) -> bool:
    """Judge the first bytes of a file; a true export always has its wrapper and a table there."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    head = head.removeprefix(b"\xef\xbb\xbf")
    if not _OUTER.match(head):
        return False
    return b'"exported_on"' in head or bool(_WRAPPER.search(head) and _TABLE.search(head))


def find_sources(paths: Sequence[Path], options: Options) -> Sources:
    """Raises: Unreadable: no export among the paths, or more than one, or a hostile archive."""
    named = {path: files_of(path) for path in _with_archives(paths)}
    found = Sources(_the_document(named))
    for path, files in named.items():
        if not _is_plain(path, files) or path.name in REDIRECTS + ROUTES:
            _sort_in(found, files)
        else:
            _look_beside(found, path.parent)
    for path in options.media:
        found.uploads |= _uploads(path)
    if options.redirects:
        found.redirects = []  # the named file stands for those beside the export
    return found


def _with_archives(paths: Sequence[Path]) -> list[Path]:
    """A folder's own zips (of its pictures, say) count as named too."""
    inside = [zipped for path in paths if path.is_dir() for zipped in sorted(path.glob("*.zip"))]
    return list(dict.fromkeys([*paths, *inside]))


def _is_plain(path: Path, files: Sequence[File]) -> bool:
    """Whether a path is a file of its own rather than a folder or an archive."""
    return path.is_file() and len(files) == 1 and files[0].name == path.name


def exports_in(files: Sequence[File]) -> list[File]:
    return [
        file
        for file in files
        if file.name.lower().endswith(".json") and file.size <= MAX_BYTES and looks_like_ghost(file.head())
    ]


def _the_document(named: dict[Path, list[File]]) -> File:
    found = [file for files in named.values() for file in exports_in(files)]
    if len(found) == 1:
        return found[0]
    if found:
        shown = ", ".join(file.name for file in found[:5])
        raise Unreadable(f"{len(found)} Ghost exports were found ({shown}); name the one to import")
    plain = [files[0] for path, files in named.items() if _is_plain(path, files)]
    if plain:
        return plain[0]  # reading it will say what is wrong with it
    shown = ", ".join(str(path) for path in named)
    raise Unreadable(f"no Ghost export was found in {shown}; it is a .json file made under Settings, Import/Export")


def _sort_in(found: Sources, files: Sequence[File]) -> None:
    for file in files:
        leaf = file.name.rpartition("/")[2]
        key = upload_key(file.name)
        if key:
            found.uploads[key] = file
        elif leaf in REDIRECTS:
            found.redirects.append(file)
        elif leaf in ROUTES:
            found.routes.append(file)


def _look_beside(found: Sources, folder: Path) -> None:
    """A lone export often lies in a crowded folder: of that, only what Ghost would put there counts."""
    for name in REDIRECTS + ROUTES:
        if (folder / name).is_file():
            _sort_in(found, files_of(folder / name))
    if (folder / "content").is_dir():
        found.uploads |= _uploads(folder / "content")
    for name in UPLOADS:
        if (folder / name).is_dir():
            found.beside |= _uploads(folder / name)


def _uploads(path: Path) -> dict[str, File]:
    """Take what was named as media: the upload folders in it or, where there are none, all of it."""
    files = files_of(path)
    if path.name in UPLOADS and path.is_dir():
        return {f"{path.name}/{file.name}": file for file in files}
    keyed = {key: file for file in files if (key := upload_key(file.name))}
    return keyed or {f"images/{file.name}": file for file in files}


def upload_key(name: str) -> str | None:
    """Return "images/2020/01/a.png" for any path of that file in a backup; None for what is no upload."""
    found = _CONTENT.search(name) or _BARE.match(name)
    return found[1] if found else None
