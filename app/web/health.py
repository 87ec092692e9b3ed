"""What machines ask of this node: is it alive, is it ready, how is it."""

from ipaddress import ip_address
from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.di import NamedDependency

from app.services.media import MediaService
from app.web.answers import document
from app.web.node import Node

_JSON = "application/json"
_PROXY_HEADERS = ("x-forwarded-for", "forwarded", "fly-client-ip", "x-real-ip", "via")

_PLACES = frozenset({"store", "node"})

AnyRequest = Request[Any, Any, Any]


@get("/-/live", sync_to_thread=False)
def show_live() -> Response[bytes]:
    return document(b"ok\n", "text/plain")


@get("/-/ready", sync_to_thread=False)
def show_ready(node: NamedDependency[Node]) -> Response[bytes]:
    if node.ready:
        return document(b"ok\n", "text/plain")
    return Response(f"{node.why}\n".encode(), status_code=503, media_type="text/plain", headers={"retry-after": "2"})


@get("/-/status", sync_to_thread=True)
def show_status(
    request: AnyRequest, node: NamedDependency[Node], media: NamedDependency[MediaService]
) -> Response[bytes]:
    """Everything by the local socket; on this machine all but where the data lie; role and ok to others (RULES 25).

    A proxy on this machine that adds no header of its own looks like this machine.
    """
    known: dict[str, Any] = {"ok": node.ready, "role": node.role}
    if _is_local(request):
        known |= {"region": node.region, **node.status(), "pictures_waiting": media.count_waiting()}
    if request.client is not None:
        known = {name: value for name, value in known.items() if name not in _PLACES}
    return document(msgspec.json.encode(known), _JSON)


def _is_local(request: AnyRequest) -> bool:
    """A proxy on this machine speaks for others, so none of its marks may be there.

    Without an address it came by the local socket, which only this user can open.
    """
    if request.client is None:
        return True
    if any(name in request.headers for name in _PROXY_HEADERS):
        return False
    try:
        return ip_address(request.client.host).is_loopback
    except ValueError:
        return False


HANDLERS = [show_live, show_ready, show_status]
