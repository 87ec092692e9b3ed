"""`waypost backup drill` with the real program: a good backup is proved, a broken one is found and said everywhere."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.journeys.running import FIXTURES, Site, copied


@pytest.fixture(scope="module")
def alerts() -> Iterator[tuple[str, list[str]]]:
    """An address alerts are posted to, and what has come."""
    heard: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.rfile.read(int(self.headers["content-length"])).decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            """Nothing."""

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/", heard
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, sockets: Path, started_once: Site, alerts: tuple[str, list[str]]
) -> Iterator[Site]:
    made = copied(started_once, tmp_path_factory.mktemp("drill") / "data", sockets, WAYPOST_ALERT_URL=alerts[0])
    try:
        made.start().ready()
        assert made.run("import", FIXTURES / "old-blog.xml").code == 0
        yield made
    finally:
        made.end()


def test_a_good_backup_is_proved(site: Site) -> None:
    said = site.run("backup", "drill", "--json")
    assert said.code == 0, said.err
    found = said.json()
    assert found["problem"] == ""
    assert found["files"] == "10"
    assert int(found["rows"]) > 50
    assert not (site.data / "drill").exists(), "nothing is left of it"
    assert "says what the live one said" in site.run("status").out
    listed = json.loads(site.run("backup", "list", "--json").out)
    assert [row["epoch"] for row in listed] == [1]
    assert all(txid > 0 for txid in listed[0]["files"].values())


def test_a_broken_backup_is_found_and_said(site: Site, alerts: tuple[str, list[str]]) -> None:
    """A byte in the middle of each object of Posts.db is turned around."""
    objects = list(Path(f"{site.data}-replica").glob("*/Posts.db/**/*.ltx"))
    for path in objects:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 0xFF
        path.write_bytes(content)
    said = site.run("backup", "drill")
    assert said.code == 1
    assert "drill failed: Posts.db:" in said.err
    assert "Traceback" not in said.err
    status = site.run("status", "--json")
    assert status.code == 1
    assert any("drill of the backup failed: Posts.db" in problem for problem in status.json()["problems"])
    site.until(lambda: alerts[1])
    assert "The backup could not be proved: Posts.db" in alerts[1][0]


def test_the_next_start_begins_a_new_backup(site: Site) -> None:
    assert site.stop() == 0
    site.start().ready()
    assert site.status()["epoch"] == 2
    assert site.run("backup", "drill").code == 0
    assert site.run("status").code == 0
    assert not (site.data / "begin-anew").exists()
