"""The few answers that are sent without Litestar."""

from app.web.asgi import Send
from app.web.pages_kept import Headers


async def send_bytes(send: Send, status: int, body: bytes, content_type: bytes, headers: Headers | None = None) -> None:
    own = [(b"content-type", content_type), (b"content-length", b"%d" % len(body)), *(headers or [])]
    await send({"type": "http.response.start", "status": status, "headers": own})
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def send_text(send: Send, status: int, text: str) -> None:
    await send_bytes(send, status, (text + "\n").encode(), b"text/plain; charset=utf-8")


async def send_moved(send: Send, location: str, *, permanent: bool = True) -> None:
    control = b"public, max-age=3600" if permanent else b"no-cache"
    headers = [(b"location", location.encode("ascii")), (b"cache-control", control)]
    await send_bytes(send, 301 if permanent else 302, b"", b"text/plain; charset=utf-8", headers)
