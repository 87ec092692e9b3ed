"""Child processes that end with their parent, and how long to wait before starting one again. Standard library only."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence

_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def spawn(
    command: Sequence[str], changed: Mapping[str, str | None], inherited: Sequence[int]
) -> "subprocess.Popen[bytes]":
    """Start a process that is killed when this one ends, however it ends. On macOS it has to notice by itself.

    It stands in a process group of its own: ctrl-C goes to the supervisor only, which stops its children in order.
    Call it only while this process has one thread: code runs between fork and exec.
    """
    parent = os.getpid()

    def end_with_parent() -> None:
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)

    return subprocess.Popen(
        command, env=changed_environment(changed), pass_fds=inherited, preexec_fn=end_with_parent, process_group=0
    )


def end_with_parent_too(parent: int) -> bool:
    """Have this process told to stop (SIGTERM) when `parent` ends; it outlives exec. False: it has ended already.

    On macOS nothing tells it.
    """
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    return os.getppid() == parent


def changed_environment(changed: Mapping[str, str | None]) -> dict[str, str]:
    """This process's environment with `changed` in it; None takes a variable away. No setting is read from it."""
    merged: dict[str, str | None] = {**os.environ, **changed}  # noqa: TID251
    return {name: value for name, value in merged.items() if value is not None}


class Backoff:
    """Doubles from `first_s` to `most_s`; starts anew after the child has lived for `calm_s`."""

    def __init__(self, first_s: float = 0.1, most_s: float = 10.0, calm_s: float = 30.0) -> None:
        self._first_s, self._most_s, self._calm_s = first_s, most_s, calm_s
        self._next_s = first_s

    def delay_s(self, lived_s: float) -> float:
        if lived_s >= self._calm_s:
            self._next_s = self._first_s
        delay, self._next_s = self._next_s, min(self._next_s * 2, self._most_s)
        return delay


def how_it_ended(returncode: int) -> str:
    """`code 1`, or `SIGKILL`."""
    if returncode >= 0:
        return f"code {returncode}"
    try:
        return signal.Signals(-returncode).name
    except ValueError:
        return f"signal {-returncode}"
