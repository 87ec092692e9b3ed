"""Brings uploaded blogs in: one `waypost import` each, as a job that a restart does not lose."""

import secrets
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from app.errors import Conflict, Invalid, NotFound, Unavailable
from app.importers.uploaded.folders import ImportFolders
from app.importers.uploaded.models import Asked, Role, UploadedImport
from app.replication.processes import changed_environment
from app.replication.supervisor import python_path
from app.services.jobs import Job, JobService

KIND = "import"
KEPT = timedelta(days=7)
ENDED_WELL = (0, 1)  # exit codes of `waypost import` with a report: everything is in; some items failed
UNREADABLE = 2
STOP_S = 30.0


class UploadedImports:
    def __init__(self, folders: ImportFolders, data: Path, jobs: JobService) -> None:
        """`data` is the data folder of the server that runs."""
        self.folders = folders
        self._data, self._jobs = data, jobs
        self._lock = threading.Lock()
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._closed = False

    # What people do

    def receive(self, asked: Asked, files: Sequence[tuple[Role, str, BinaryIO]]) -> UploadedImport:
        """Keep what was uploaded, and begin. Raises: Invalid: nothing, or too much. Unavailable: too little room."""
        if not any(role == "blog" for role, _, _ in files):
            raise Invalid("No export was chosen; choose the file your old blog gave you")
        now = datetime.now(UTC)
        self.folders.clear_away(now - KEPT)
        import_id = secrets.token_hex(8)
        one = UploadedImport(import_id, now.isoformat(), "waiting", asked, self.folders.create(import_id, files))
        self._begin(one)
        return one

    def begin_for_good(self, import_id: str) -> UploadedImport:
        """What was only looked at comes in now. Raises: NotFound. Conflict: its files are gone, or it is at work."""
        one = self.folders.get(import_id)
        if one.is_at_work or not one.has_files:
            raise Conflict("This import is at work, or its files are cleared away; upload them again")
        again = replace(one, asked=replace(one.asked, dry_run=False), state="waiting", problem="")
        self._begin(again)
        return again

    def stop(self, import_id: str) -> None:
        """What has come in stays. Raises: NotFound."""
        one = self.folders.get(import_id)
        if one.is_at_work:
            self.folders.put(replace(one, state="stopped"))
            self._end(import_id)

    def close(self) -> None:
        """End what is at work; it goes on after the next start."""
        with self._lock:
            self._closed = True
        for import_id in list(self._children):
            self._end(import_id)

    def _begin(self, one: UploadedImport) -> None:
        self.folders.put(one)
        self._jobs.put(KIND, one.id, datetime.now(UTC))

    # The job

    def carry_out(self, job: Job) -> None:
        """Run it to its end; an interrupted one goes on where it was. Raises: Unavailable: it was interrupted."""
        try:
            one = self.folders.get(job.key)
        except NotFound:
            return
        if not one.is_at_work:
            return
        self.folders.put(replace(one, state="running"))
        code, said = self._run(one)
        if self.folders.get(one.id).state == "stopped":
            return
        if code in ENDED_WELL and self.folders.take_report(one.id):
            self.folders.put(replace(one, state="done", has_files=one.asked.dry_run))
            if not one.asked.dry_run:
                self.folders.drop_files(one)
        elif code == UNREADABLE:
            self.folders.put(replace(one, state="failed", problem=said))
        else:
            self.folders.put(replace(one, state="waiting", problem=said))
            raise Unavailable(said or "the import was interrupted")

    def _run(self, one: UploadedImport) -> tuple[int, str]:
        """Exit code, and the last line it said on stderr."""
        folder = self.folders.path(one.id)
        with (folder / "report.new").open("wb") as out, (folder / "said.txt").open("w+b") as said:
            child = self._spawn(one, out, said)
            try:
                code = child.wait()
            finally:
                self._children.pop(one.id, None)
            said.seek(0)
            lines = said.read().decode(errors="replace").strip().splitlines()
        return code, lines[-1].removeprefix("waypost: ").removeprefix("import failed: ") if lines else ""

    def _spawn(self, one: UploadedImport, out: BinaryIO, said: BinaryIO) -> "subprocess.Popen[bytes]":
        environment = changed_environment({**python_path(), "WAYPOST_DATA": str(self._data)})
        command = [sys.executable, "-m", "app", "import", *_arguments(one, self.folders.path(one.id))]
        with self._lock:
            if self._closed:
                raise Unavailable("the server stops")
            child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=said, env=environment, start_new_session=True
            )
            self._children[one.id] = child
        return child

    def _end(self, import_id: str) -> None:
        child = self._children.get(import_id)
        if child is None:
            return
        child.terminate()
        until = time.monotonic() + STOP_S
        while child.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        if child.poll() is None:
            child.kill()


def _arguments(one: UploadedImport, folder: Path) -> Iterator[str]:
    asked = one.asked
    for name in one.files.get("blog", []):
        yield str(folder / "blog" / name)
    for role in ("media", "redirects"):
        for name in one.files.get(role, []):
            yield from (f"--{role}", str(folder / role / name))
    yield from ("--format", asked.format, "--custom-types", asked.custom_types)
    yield from ("--json", "--progress-file", str(folder / "progress.json"))
    if asked.site_url:
        yield from ("--site-url", asked.site_url)
    if asked.dry_run:
        yield "--dry-run"
