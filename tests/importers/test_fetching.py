"""`waypost media fetch` end to end: a missing file comes, and the bodies point to it."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.importers.fetching import Fetching
from app.importers.items import Entry, Site
from app.main import Parts, import_services
from tests.importers.sites import ListReader, bring_in

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


class OldBlog(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = self.path == "/uploads/a.png"
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "image/png")
        self.end_headers()
        if found:
            self.wfile.write(PNG)

    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), OldBlog)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_missing_file_comes_and_bodies_point_to_it(parts: Parts, origin: str) -> None:
    body = f'<p><img src="{origin}/uploads/a.png" alt="A"><img src="/uploads/b.png" alt="B"></p>'
    at = datetime(2015, 1, 1, tzinfo=UTC)
    entry = Entry("post", "1", "One", "one", "published", body, "html", published_at=at, image="/uploads/a.png")
    bring_in(parts, ListReader([Site("Old", url=origin), entry]))
    services = import_services(parts)
    assert len(services.media.missing()) == 2

    first = Fetching(services, origin, lambda address: address == "127.0.0.1").run()
    assert (first.files, first.bodies, len(first.failed)) == (1, 1, 1)
    post = parts.services.posts.find_by_path("/one/")
    assert post is not None
    assert post.html.count("/media/") == 1
    assert post.image is not None
    assert post.image.url.startswith("/media/")
    assert "says 404" in services.media.missing()[0].error

    again = Fetching(services, origin, lambda address: address == "127.0.0.1").run()
    assert (again.files, again.bodies) == (0, 0)
    assert parts.services.media.by_address(["/uploads/a.png"])


def test_own_network_is_not_asked(parts: Parts, origin: str) -> None:
    at = datetime(2015, 1, 1, tzinfo=UTC)
    body = f'<img src="{origin}/uploads/a.png" alt="">'
    bring_in(
        parts,
        ListReader([Site(url=origin), Entry("post", "1", "One", "one", "published", body, "html", published_at=at)]),
    )
    result = Fetching(import_services(parts), origin).run()
    assert result.files == 0
    assert "private address" in result.failed[0][1]
