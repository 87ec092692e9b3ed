"""The listening socket: made once by the supervisor, so that no restart of the app refuses a connection."""

import errno
import os
import socket
from pathlib import Path

from app.errors import StartRefused

BACKLOG = 2048
LOCAL = "app.sock"  # in the folder for sockets


def listen(host: str, port: int) -> socket.socket:
    """Raises: StartRefused: the port is busy, not allowed, or the host is none of this machine's."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise StartRefused(
            f"host {host!r} is unknown: {error.strerror}; set WAYPOST_HOST to an address of this machine"
        ) from None
    listener = socket.socket(family, kind, protocol)
    try:
        _prepare(listener)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise StartRefused(_why(error, host, port)) from None
    return listener


def listen_locally(folder: Path) -> socket.socket:
    """For commands of the same user on this machine (RULES 10). An earlier process's socket makes room."""
    path = folder / LOCAL
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX)
    before = os.umask(0o177)
    try:
        listener.bind(str(path))
    finally:
        os.umask(before)
    listener.listen(BACKLOG)
    return listener


def _prepare(listener: socket.socket) -> None:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # inherited by what it accepts; without it 44 ms
    if listener.family == socket.AF_INET6:
        listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)


def _why(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return (
                f"port {port} on {host} is busy: another program listens there; stop it, or set WAYPOST_PORT to another"
            )
        case errno.EACCES:
            return f"port {port} on {host} is not allowed: Permission denied; set WAYPOST_PORT to 1024 or more"
        case errno.EADDRNOTAVAIL:
            return f"host {host} is no address of this machine; set WAYPOST_HOST to one that is, or to 0.0.0.0"
    return f"port {port} on {host} can't be used: {error.strerror}; set WAYPOST_HOST and WAYPOST_PORT to others"
