"""A folder for each uploaded import: its state, its files while they are needed, its report."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from app.errors import Invalid, NotFound, Unavailable
from app.importers.uploaded.models import Asked, Progress, Role, UploadedImport
from app.services.media import safe_name

MOST_BYTES = 4 << 30
SPARE_BYTES = 1 << 30  # stays free on the disk: databases and their WALs grow meanwhile
CHUNK_BYTES = 1 << 20


class ImportFolders:
    def __init__(self, root: Path) -> None:
        """`root` is made when it is needed."""
        self._root = root

    def path(self, import_id: str) -> Path:
        return self._root / import_id

    def newest_first(self) -> list[UploadedImport]:
        found = [_read(path) for path in self._root.glob("*/state.json")] if self._root.is_dir() else []
        return sorted(found, key=lambda one: one.created_at, reverse=True)

    def get(self, import_id: str) -> UploadedImport:
        """Raises: NotFound."""
        path = self._root / import_id / "state.json"
        if not import_id.isalnum() or not path.is_file():
            raise NotFound("There is no such import; it may have been cleared away")
        return _read(path)

    def put(self, one: UploadedImport) -> None:
        path = self._root / one.id / "state.json"
        draft = path.with_suffix(".new")
        draft.write_text(json.dumps(asdict(one)))
        draft.replace(path)

    def progress(self, import_id: str) -> Progress | None:
        """None before the first item."""
        found = _json(self._root / import_id / "progress.json")
        return None if found is None else Progress(**found)

    def report(self, import_id: str) -> dict[str, Any] | None:
        """What `waypost import --json` said; None before it has ended."""
        return _json(self._root / import_id / "report.json")

    def take_report(self, import_id: str) -> bool:
        """Take what a run has printed for its report; False where it printed none, because it was cut off."""
        printed = self._root / import_id / "report.new"
        try:
            json.loads(printed.read_bytes())
        except ValueError:
            return False
        printed.replace(printed.with_suffix(".json"))
        return True

    def create(self, import_id: str, files: Sequence[tuple[Role, str, BinaryIO]]) -> dict[Role, list[str]]:
        """Keep the files; role -> names. All or none. Raises: Invalid: too large. Unavailable: too little room."""
        folder = self._root / import_id
        folder.mkdir(parents=True, mode=0o700)
        names: dict[Role, list[str]] = {}
        try:
            for role, name, file in files:
                names.setdefault(role, []).append(_keep(folder / role, name, file))
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        return names

    def drop_files(self, one: UploadedImport) -> None:
        for role in one.files:
            shutil.rmtree(self._root / one.id / role, ignore_errors=True)

    def clear_away(self, before: datetime) -> None:
        """Forget what was made before then and is not at work."""
        for one in self.newest_first():
            if not one.is_at_work and datetime.fromisoformat(one.created_at) < before:
                shutil.rmtree(self._root / one.id, ignore_errors=True)


def _read(path: Path) -> UploadedImport:
    found = json.loads(path.read_text())
    return UploadedImport(**found | {"asked": Asked(**found["asked"])})


def _json(path: Path) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(path.read_text())
    except FileNotFoundError:
        return None
    return found


def _keep(folder: Path, name: str, file: BinaryIO) -> str:
    folder.mkdir(exist_ok=True, mode=0o700)
    name = _free_name(folder, safe_name(name))
    size_bytes = 0
    with (folder / name).open("wb") as out:
        while piece := file.read(CHUNK_BYTES):
            size_bytes += len(piece)
            if size_bytes > MOST_BYTES:
                raise Invalid(f"{name} is larger than 4 GB; bring it in with waypost import on the server")
            if shutil.disk_usage(folder).free < SPARE_BYTES:
                raise Unavailable("the disk has too little room for this file; make some, then try again")
            out.write(piece)
    return name


def _free_name(folder: Path, name: str) -> str:
    """Two files of a split export may have the same name."""
    number, wanted = 1, name
    while (folder / wanted).exists():
        number += 1
        wanted = f"{number}-{name}"
    return wanted
