"""kill -9 of the app, of the sidecar, of both and of everything: every acknowledged write is there afterwards."""

import http.client
import random
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.replication.program import FILES
from tests.replication.running import Program

pytestmark = pytest.mark.campaign
Make = Callable[..., Program]


def is_running(pid: int) -> bool:
    """A zombie does not count: in a container nobody may ever ask how it ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


class Writers:
    """Write to all files without pause until told to stop; `acknowledged` holds what was answered with "saved"."""

    def __init__(self, site: Program) -> None:
        self.acknowledged: dict[str, set[str]] = {file: set() for file in FILES}
        self._site, self._over = site, threading.Event()
        self._threads = [threading.Thread(target=self._run, args=(file,)) for file in FILES]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> "Writers":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self, file: str) -> None:
        number = 0
        while not self._over.is_set():
            number += 1
            try:
                if self._site.write(file, f"{number:06d}"):
                    self.acknowledged[file].add(f"{number:06d}")
            except (OSError, http.client.HTTPException, KeyError):
                time.sleep(0.02)

    def stop(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def missing(self, site: Program) -> dict[str, set[str]]:
        rows = site.rows()
        return {file: keys - set(rows.get(file, ())) for file, keys in self.acknowledged.items()}


NOTHING: dict[str, set[str]] = {file: set() for file in FILES}


def test_every_acknowledged_write_survives(program: Make) -> None:
    dice = random.Random(1)
    site = program().start().ready()
    with Writers(site) as writers:
        for parts in (("app",), ("sidecar",), ("app", "sidecar"), ("sidecar",), ("app",)):
            time.sleep(dice.uniform(0.1, 0.5))
            site.kill(*parts)
            site.ready()
        time.sleep(dice.uniform(0.1, 0.3))
        site.kill_all()
    site.start().ready()
    assert writers.missing(site) == NOTHING
    assert all(len(keys) > 20 for keys in writers.acknowledged.values())

    assert site.stop() == 0
    shutil.rmtree(site.data)
    site.start().ready()
    assert writers.missing(site) == NOTHING  # the backup is whole as well
    assert site.status()["epoch"] == 2


def test_nobody_is_left_or_doubled_when_the_supervisor_is_killed(program: Make) -> None:
    site = program().start().ready()
    for _ in range(3):
        before = site.pids()
        site.kill("supervisor")
        assert site.process
        site.process.wait()
        site.start()
        site.until(lambda before=before: site.pids()["app"] != before["app"])
        site.ready()
        assert not any(is_running(pid) for pid in before.values())
    assert len(set(site.pids().values())) == 3
