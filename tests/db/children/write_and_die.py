"""Round after round: fork, write notes from four threads, say on stdout which are acknowledged, until killed."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

from app.db import Database
from tests.db.notes import put


def write_until_killed(path: Path, name: str) -> None:
    database = Database(path)

    def client(thread: int) -> None:
        for number in range(1_000_000):
            key = f"{name}-{thread}-{number}"
            database.write(put(key, "x" * 500))
            os.write(1, f"{key}\n".encode())

    for thread in range(4):
        threading.Thread(target=client, args=(thread,), daemon=True).start()
    time.sleep(60)


for round_number in range(int(sys.argv[2])):
    child = os.fork()
    if child == 0:
        write_until_killed(Path(sys.argv[1]), str(round_number))
    time.sleep(0.1 + 0.013 * round_number)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
