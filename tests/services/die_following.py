"""Publish a draft and approve a comment with the real services, and die at the n-th step of it; a folder for each n.

A step is every moment the write gate of any file is asked or told something: before and after each transaction.
"""

import os
import signal
import sys

from app.db import Revision
from app.main import open_parts
from app.settings import from_env


class DeadlyGate:
    def __init__(self, steps_to_live: int) -> None:
        self.left = steps_to_live

    def check(self, _name: str, /) -> None:
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def committed(self, name: str, _revision: Revision, /) -> None:
        self.check(name)


def live(folder: str, steps_to_live: int, draft_id: str, submission_id: str) -> None:
    settings = from_env({"WAYPOST_DATA": folder})
    services = open_parts(settings, writable=True, gate=DeadlyGate(steps_to_live)).services
    services.drafts.publish(draft_id)
    services.inbox.decide([submission_id], "approved")


draft_id, submission_id, *folders = sys.argv[1:]
for number, folder in enumerate(folders):
    child = os.fork()
    if child == 0:
        live(folder, number, draft_id, submission_id)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    os.write(1, f"{number} {'killed' if os.WIFSIGNALED(status) else 'lived'}\n".encode())
