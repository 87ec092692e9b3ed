"""What the supervisor hands to the app process: descriptors, by environment."""

import os
from dataclasses import dataclass

from app.errors import StartRefused


@dataclass(frozen=True, slots=True)
class Handed:
    """Open descriptors: the listening socket, and this process's end of the control socket."""

    listen_fd: int
    control_fd: int


def handed() -> Handed:
    """Raises: StartRefused: no supervisor has started this process."""
    try:
        return Handed(int(os.environ["WAYPOST_LISTEN_FD"]), int(os.environ["WAYPOST_CONTROL_FD"]))
    except (KeyError, ValueError):
        raise StartRefused("serve-app is started by `waypost serve`; start that") from None
