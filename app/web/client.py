"""Whose request it is, by address, behind the proxies the settings trust. Nothing a client writes itself counts."""

from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from litestar import Request

from app.settings import Settings

AnyRequest = Request[Any, Any, Any]
ONE_CLIENT_BITS = 64  # of an IPv6 address: the rest is anybody's own to choose


def client_address(request: AnyRequest, settings: Settings) -> str:
    """The nearest address that is not a trusted proxy's, going back from the peer. On Fly its proxy names it."""
    peer = _plain(request.client.host if request.client else "")
    if settings.app_name and (named := _plain(request.headers.get("fly-client-ip", ""))):
        return named
    lines = request.headers.getall("x-forwarded-for", [])
    hops = [hop.strip() for line in lines for hop in line.split(",")]
    while hops and _is_trusted(peer, settings.trusted_proxies):
        hop = _plain(hops.pop())
        if not hop:
            break  # a proxy that says no address: the proxy's own is the best there is
        peer = hop
    return peer


def counted_address(request: AnyRequest, settings: Settings) -> str:
    """What attempts are counted by: of an IPv6 address its network, as one client has all of it."""
    address = client_address(request, settings)
    if ":" not in address:
        return address
    return str(IPv6Network((address, ONE_CLIENT_BITS), strict=False))


def _plain(text: str) -> str:
    """The address in its one spelling, without port; "" where it is none."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped
    return str(address)


def _is_trusted(address: str, trusted: tuple[str, ...]) -> bool:
    return bool(address) and any(ip_address(address) in ip_network(network, strict=False) for network in trusted)
