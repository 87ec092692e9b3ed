"""A hub hears of what was published: once, after the readers can see it, and never from a restored past."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from app.main import Parts
from app.outbound import PING, Pinging
from app.outbound.websub import KEY
from app.services.drafts import ImportedItem
from app.services.jobs import Runner
from tests.importers.sites import make_site
from tests.services.making import draft, id_of

ORIGIN = "https://blog.example"
FEEDS = [f"{ORIGIN}/feed.xml", f"{ORIGIN}/atom.xml", f"{ORIGIN}/feed.json"]


class Hub:
    """A hub on a port of this machine; answers each ping with the next of `answers`, then with 204."""

    def __init__(self) -> None:
        self.heard: list[list[tuple[str, str]]] = []
        self.answers: list[int] = []
        self._moved = threading.Condition()
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                self.send_response(hub.answers.pop(0) if hub.answers else 204)
                self.end_headers()
                with hub._moved:
                    hub.heard.append(parse_qsl(body))
                    hub._moved.notify_all()

            def log_message(self, format: str, *args: object) -> None:
                """Tests are quiet."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/hub"

    def wait_for(self, number: int) -> None:
        with self._moved:
            assert self._moved.wait_for(lambda: len(self.heard) >= number, timeout=10), self.heard


@pytest.fixture
def hub() -> Iterator[Hub]:
    made = Hub()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield made
    made.server.shutdown()
    thread.join()
    made.server.server_close()


@pytest.fixture
def parts(tmp_path: Path, migrated: Callable[[str], Path]) -> Iterator[Parts]:
    opened = make_site(tmp_path / "site", migrated)
    yield opened
    opened.close()


@pytest.fixture
def run(parts: Parts) -> Iterator[Callable[[], Runner]]:
    """Start the real runner with the real step, which may also speak to this machine."""
    started: list[Runner] = []

    def start() -> Runner:
        services = parts.services
        step = Pinging(ORIGIN, services.site, services.audit, allowed=lambda address: address == "127.0.0.1")
        started.append(Runner(services.jobs, {}, {PING: step.ping}))
        started[-1].start()
        return started[-1]

    yield start
    for one in started:
        one.stop()


def publish(parts: Parts, number: int) -> None:
    parts.services.drafts.import_items([ImportedItem(draft(number, status="draft"), "1")])
    parts.services.drafts.publish(id_of(number))
    parts.worker.drain(parts.databases["drafts"])


def now_due(parts: Parts) -> None:
    """As if the moment in which pings are gathered were over."""
    assert parts.services.jobs.next_at(PING) is not None
    parts.services.jobs.put(PING, KEY, datetime.now(UTC))


def waits(parts: Parts) -> bool:
    return parts.services.jobs.next_at(PING) is not None


def settled(parts: Parts) -> None:
    """Wait until the runner has noted what became of the ping."""
    until = datetime.now(UTC) + timedelta(seconds=10)
    while parts.services.jobs.claimed():
        assert datetime.now(UTC) < until


def test_publishing_tells_the_hub_of_every_feed(parts: Parts, hub: Hub, run: Callable[[], Runner]) -> None:
    parts.services.site.update(websub_hub=hub.address)
    for number in range(3):
        publish(parts, number)
    now_due(parts)
    run()
    hub.wait_for(1)
    settled(parts)
    assert hub.heard == [[("hub.mode", "publish"), *(("hub.url", feed) for feed in FEEDS)]]
    assert not waits(parts)
    event = parts.services.audit.latest(1)[0]
    assert (event.action, event.detail) == ("hub told", {"hub": hub.address})


def test_taking_back_is_news_too(parts: Parts, hub: Hub) -> None:
    publish(parts, 1)
    assert not waits(parts)  # no hub yet
    parts.services.site.update(websub_hub=hub.address)
    parts.services.drafts.unpublish(id_of(1))
    parts.worker.drain(parts.databases["drafts"])
    assert waits(parts)


def test_a_draft_is_no_news(parts: Parts, hub: Hub) -> None:
    parts.services.site.update(websub_hub=hub.address)
    parts.services.drafts.import_items([ImportedItem(draft(1, status="draft"), "1")])
    parts.worker.drain(parts.databases["drafts"])
    assert not waits(parts)


def test_a_hub_that_says_later_is_asked_again(parts: Parts, hub: Hub, run: Callable[[], Runner]) -> None:
    parts.services.site.update(websub_hub=hub.address)
    hub.answers = [503]
    publish(parts, 1)
    now_due(parts)
    run()
    hub.wait_for(1)
    settled(parts)
    assert waits(parts)
    assert parts.services.audit.latest() == []
    now_due(parts)
    hub.wait_for(2)


def test_a_hub_that_refuses_is_given_up(parts: Parts, hub: Hub, run: Callable[[], Runner]) -> None:
    parts.services.site.update(websub_hub=hub.address)
    hub.answers = [403]
    publish(parts, 1)
    now_due(parts)
    run()
    hub.wait_for(1)
    settled(parts)
    assert "answered 403" in parts.services.jobs.given_up()[0].last_error


def test_a_claim_of_an_earlier_reign_is_not_sent_again(parts: Parts, hub: Hub, run: Callable[[], Runner]) -> None:
    """The state a restored site finds: a ping was claimed, and nobody knows whether it left."""
    parts.services.site.update(websub_hub=hub.address)
    publish(parts, 1)
    now_due(parts)
    assert parts.services.jobs.claim(datetime.now(UTC), [PING])
    run()
    given_up = parts.services.jobs.given_up()
    assert [job.kind for job in given_up] == [PING]
    assert hub.heard == []


def test_a_hub_inside_our_own_network_is_not_told(parts: Parts, hub: Hub) -> None:
    parts.services.site.update(websub_hub=hub.address)
    publish(parts, 1)
    now_due(parts)
    runner = Runner(parts.services.jobs, {}, {PING: Pinging(ORIGIN, parts.services.site, parts.services.audit).ping})
    runner.start()
    until = datetime.now(UTC) + timedelta(seconds=10)
    while not parts.services.jobs.given_up():
        assert datetime.now(UTC) < until
    runner.stop()
    assert "private address" in parts.services.jobs.given_up()[0].last_error
    assert hub.heard == []
