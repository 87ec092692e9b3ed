"""The guard: an address in a text must not make us ask our own network (SSRF)."""

import ipaddress
import socket
import ssl
from collections.abc import Callable

from app.errors import WaypostError

Allowed = Callable[[str], bool]  # is this IP address one we may connect to?


class PrivateAddress(WaypostError):
    """The host leads to a network that is not open to everybody."""


def is_public(address: str) -> bool:
    """Whether an address is on the open internet."""
    ip = ipaddress.ip_address(address.split("%", 1)[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast


def connect(host: str, port: int, *, secure: bool, allowed: Allowed, timeout_s: float) -> socket.socket:
    """Connect to the very address that was checked, so that a second look-up can't give another.

    Raises: PrivateAddress. OSError: no such host, no answer, a wrong certificate.
    """
    addresses = [info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    refused = [address for address in addresses if not allowed(str(address))]
    if refused:
        raise PrivateAddress(f"{host} leads to {refused[0]}, a private address; it is not asked")
    plain = socket.create_connection((str(addresses[0]), port), timeout=timeout_s)
    if not secure:
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise
