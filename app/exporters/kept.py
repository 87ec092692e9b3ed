"""Exports made at the desk: one `waypost export` each, as a job, kept for a day in a folder of its own.

A process of its own, for an export would take the time of those who read.
"""

import json
import secrets
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Literal

from app.errors import Conflict, NotFound, Unavailable
from app.exporters.context import Include
from app.replication.processes import changed_environment
from app.replication.supervisor import python_path
from app.services.jobs import Job, JobService

MAKE, FORGET = "export", "export.forget"  # kinds of jobs; key: the export's id
KEPT = timedelta(days=1)
STOP_S = 10.0
SOME_FILES_MISSING = 1
State = Literal["waiting", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class KeptExport:
    """`problem` says why it failed, or was interrupted last. `counts`: kind -> number of what is in it."""

    id: str
    created_at: str  # ISO, UTC
    include: Include
    state: State = "waiting"
    problem: str = ""
    counts: Mapping[str, int] | None = None
    failed: int = 0  # files that could not be read
    size_bytes: int = 0

    @property
    def is_at_work(self) -> bool:
        return self.state in ("waiting", "running")


class KeptExports:
    def __init__(self, folder: Path, data: Path, jobs: JobService) -> None:
        """`folder` is made when it is needed; `data` is the data folder of the server that runs."""
        self._folder, self._data, self._jobs = folder, data, jobs
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._closed = False

    # What people do

    def begin(self, include: Include) -> KeptExport:
        """Raises: Conflict: one is being made."""
        if any(one.is_at_work for one in self.newest_first()):
            raise Conflict("an export is being made already; wait for it, or delete it")
        now = datetime.now(UTC)
        one = KeptExport(secrets.token_hex(8), now.isoformat(), include)
        (self._folder / one.id).mkdir(parents=True, mode=0o700)
        self._put(one)
        self._jobs.put(MAKE, one.id, now)
        self._jobs.put(FORGET, one.id, now + KEPT)
        return one

    def newest_first(self) -> list[KeptExport]:
        found = [_read(path) for path in self._folder.glob("*/state.json")] if self._folder.is_dir() else []
        return sorted(found, key=lambda one: one.created_at, reverse=True)

    def get(self, export_id: str) -> KeptExport:
        """Raises: NotFound."""
        path = self._folder / export_id / "state.json"
        if not export_id.isalnum() or not path.is_file():
            raise NotFound("There is no such export; each is kept for a day")
        return _read(path)

    def progress(self, export_id: str) -> tuple[int, int | None] | None:
        """Posts and pages that are done, and how many there are; None before the first."""
        try:
            found = json.loads((self._folder / export_id / "progress.json").read_text())
        except FileNotFoundError:
            return None
        return found["done"], found["total"]

    def file(self, export_id: str) -> Path:
        """Raises: NotFound: it is not made yet, or not kept any more."""
        path = self._folder / export_id / "site.zip"
        if self.get(export_id).state != "done" or not path.is_file():
            raise NotFound("This export is not ready yet; wait until it is made")
        return path

    def delete(self, export_id: str) -> None:
        """Also while it is being made. Raises: NotFound."""
        one = self.get(export_id)
        shutil.rmtree(self._folder / export_id, ignore_errors=True)
        self._jobs.cancel(MAKE, export_id)
        self._jobs.cancel(FORGET, export_id)
        if one.is_at_work:
            self._end()

    def close(self) -> None:
        """End what is at work; it is made anew after the next start."""
        with self._lock:
            self._closed = True
        self._end()

    # The jobs

    def forget(self, job: Job) -> None:
        shutil.rmtree(self._folder / job.key, ignore_errors=True)

    def carry_out(self, job: Job) -> None:
        """Make it. Raises: Unavailable: it was interrupted."""
        try:
            one = self.get(job.key)
        except NotFound:
            return
        if not one.is_at_work:
            return
        self._put(replace(one, state="running"))
        code, said, report = self._run(one)
        try:
            self.get(one.id)
        except NotFound:  # somebody has deleted it meanwhile
            return
        if code in (0, SOME_FILES_MISSING) and report is not None:
            size = (self._folder / one.id / "site.zip").stat().st_size
            done = replace(one, state="done", counts=report["counts"], failed=len(report["failed"]), size_bytes=size)
            self._put(done)
        elif code < 0 or self._closed:
            self._put(replace(one, problem=said))
            raise Unavailable(said or "the export was interrupted")
        else:
            self._put(replace(one, state="failed", problem=said))

    def _run(self, one: KeptExport) -> tuple[int, str, dict[str, Any] | None]:
        """Exit code, the last line it said on stderr, and the report where it printed one."""
        folder = self._folder / one.id
        (folder / "site.zip").unlink(missing_ok=True)  # of a run that was cut off before it could say so
        command = [sys.executable, "-m", "app", "export", str(folder / "site.zip"), "--include", one.include]
        command += ["--json", "--progress-file", str(folder / "progress.json")]
        environment = changed_environment({**python_path(), "WAYPOST_DATA": str(self._data)})
        with self._lock:
            if self._closed:
                raise Unavailable("the server stops")
            child = self._child = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
            )
        try:
            out, said = child.communicate()
        finally:
            self._child = None
        lines = said.decode(errors="replace").strip().splitlines()
        return child.returncode, lines[-1].removeprefix("waypost: ") if lines else "", _json(out)

    def _end(self) -> None:
        child = self._child
        if child is None:
            return
        child.terminate()
        try:
            child.wait(STOP_S)
        except subprocess.TimeoutExpired:
            child.kill()

    def _put(self, one: KeptExport) -> None:
        path = self._folder / one.id / "state.json"
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(one)))
        fresh.replace(path)


def _read(path: Path) -> KeptExport:
    return KeptExport(**json.loads(path.read_text()))


def _json(printed: bytes) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(printed)
    except ValueError:
        return None
    return found
