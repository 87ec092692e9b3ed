"""Rename a tag with the real services, and die at the n-th step of it; a folder for each n."""

import os
import signal
import sys

from app.db import Revision
from app.main import open_parts
from app.settings import from_env


class DeadlyGate:
    """A step is every moment the write gate of any file is asked or told something."""

    def __init__(self, steps_to_live: int) -> None:
        self.left = steps_to_live

    def check(self, _name: str, /) -> None:
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def committed(self, name: str, _revision: Revision, /) -> None:
        self.check(name)


def live(folder: str, steps_to_live: int) -> None:
    parts = open_parts(from_env({"WAYPOST_DATA": folder}), writable=True, gate=DeadlyGate(steps_to_live))
    parts.services.tagging.change("deep", name="Deeper", new_slug="", description="", internal=False)
    for _ in range(4):
        parts.worker.drain(parts.databases["drafts"])


for number, folder in enumerate(sys.argv[1:]):
    child = os.fork()
    if child == 0:
        live(folder, number)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    os.write(1, f"{number} {'killed' if os.WIFSIGNALED(status) else 'lived'}\n".encode())
