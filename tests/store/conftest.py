import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app.store import Store, open_store
from tests.object_store import endpoint, new_bucket_url


@pytest.fixture(params=["file", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "s3":
        return open_store(new_bucket_url())
    return open_store(f"file://{tmp_path}/store", make_root=True)


class CarelessS3(BaseHTTPRequestHandler):
    """An S3 server as old ones were: deaf to If-None-Match; and on a bad disk: it flips a bit of what it gives back."""

    kept: dict[str, bytes]

    def do_PUT(self) -> None:
        self.kept[self.path] = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200, b"")

    def do_GET(self) -> None:
        if "list-type" in self.path:
            self._answer(200, b"<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>")
        elif self.path in self.kept:
            self._answer(200, bytes([self.kept[self.path][0] ^ 1]) + self.kept[self.path][1:])
        else:
            self._answer(404, b"")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Last-Modified", "Sat, 21 Nov 2026 09:00:00 GMT")
        self.send_header("ETag", '"1"')
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def careless_url() -> Iterator[str]:
    endpoint()  # for its credentials
    handler = type("Handler", (CarelessS3,), {"kept": {}})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"s3://b/p?endpoint=http://127.0.0.1:{server.server_port}&region=us-east-1"
        server.shutdown()
