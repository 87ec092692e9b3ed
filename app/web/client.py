"""Whose request it is, by address, behind the proxies the settings trust."""

from ipaddress import ip_address, ip_network
from typing import Any

from litestar import Request

from app.settings import Settings

AnyRequest = Request[Any, Any, Any]


def client_address(request: AnyRequest, settings: Settings) -> str:
    """The nearest address that is not a trusted proxy's. On Fly its proxy names it."""
    peer = request.client.host if request.client else ""
    if settings.app_name and (named := request.headers.get("fly-client-ip")):
        return named.strip()
    hops = [hop.strip() for hop in request.headers.get("x-forwarded-for", "").split(",") if hop.strip()]
    while hops and _is_trusted(peer, settings.trusted_proxies):
        peer = hops.pop()
    return peer


def _is_trusted(address: str, trusted: tuple[str, ...]) -> bool:
    try:
        return any(ip_address(address) in ip_network(network, strict=False) for network in trusted)
    except ValueError:
        return False
