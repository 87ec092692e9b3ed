"""The data folder, used by one `waypost serve` at a time, and the short folder for sockets. Standard library only."""

import errno
import fcntl
import os
import stat
import time
from pathlib import Path
from typing import NamedTuple

from app.errors import StartRefused

LOCK = "lock"
SIDECAR_LOCK = "sidecar.lock"
LONGEST_BYTES = 90  # with "/sidecar.sock" a socket's path, which may have 103 on macOS and 107 on Linux
DYING_S = 5.0  # how long the children of a killed supervisor may take to end
ZOMBIE_S = 1.0  # the same where its pid still counts as alive: nobody has asked yet how it ended


class Holder(NamedTuple):
    """The supervisor whose folder it is; None where it has not said yet."""

    pid: int | None
    port: int | None


def lock_data_folder(data: Path) -> int:
    """Make the folder if need be and hold its lock for life: a descriptor. The app process inherits it.

    Raises: StartRefused: the folder can't be written, or another process holds it.
    """
    lock = open_lock(data, LOCK)
    began_at = time.monotonic()
    while not try_lock(lock):
        pid, port = _read_holder(lock)
        patience_s = ZOMBIE_S if pid is None or _is_alive(pid) else DYING_S
        if time.monotonic() > began_at + patience_s:
            os.close(lock)
            raise StartRefused(
                f"data folder {data} is in use by another waypost serve (pid {pid or '?'}, port {port or '?'}); "
                "stop that one, or set WAYPOST_DATA to another folder"
            )
        time.sleep(0.02)
    os.ftruncate(lock, 0)  # what it says is of a process that is gone
    return lock


def open_lock(data: Path, name: str) -> int:
    """A descriptor of that file, not locked yet. Raises: StartRefused: the folder can't be written."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(data / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StartRefused(
            f"data folder {data} can't be written: {error.strerror}; change its owner, or set WAYPOST_DATA to another"
        ) from None


def find_holder(data: Path) -> Holder | None:
    """The `waypost serve` that has the folder just now; None where none runs, or none that this user may know of."""
    try:
        lock = os.open(data / LOCK, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return None if try_lock(lock) else _read_holder(lock)
    finally:
        os.close(lock)


def is_locked(data: Path) -> bool:
    """Whether a `waypost serve` holds the folder just now."""
    return find_holder(data) is not None


def write_holder(lock: int, port: int) -> None:
    """Tell those who come later whose lock it is."""
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()} {port}\n".encode(), 0)


def make_runtime_folder(folder: Path) -> None:
    """Raises: StartRefused: its path is too long, or it is somebody else's, who could listen in on the sockets."""
    if len(os.fsencode(folder)) > LONGEST_BYTES:
        raise StartRefused(f"folder for sockets {folder} has too long a path; set TMPDIR to a shorter one")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise StartRefused(
            f"folder for sockets {folder} can't be made: {error.strerror}; set TMPDIR to another"
        ) from None
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or stat.S_IMODE(found.st_mode) & 0o077:
        raise StartRefused(f"folder for sockets {folder} belongs to somebody else, or is open to others; remove it")


def try_lock(descriptor: int) -> bool:
    """False where somebody else holds it. The lock belongs to the open file: a child that inherits it holds it too."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno not in (errno.EWOULDBLOCK, errno.EAGAIN):
            raise
        return False
    return True


def _read_holder(lock: int) -> Holder:
    numbers = os.pread(lock, 64, 0).split()
    if len(numbers) != 2 or not all(number.isdigit() for number in numbers):
        return Holder(None, None)
    return Holder(int(numbers[0]), int(numbers[1]))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
