"""Old addresses keep working: each is where it was, or answers one redirect to the right place."""

import os
from collections.abc import Iterable
from urllib.parse import quote, unquote

import pytest

from app.services.site import Redirect
from tests.importers.corpora import IS_HERE, MISSING, NAMES, SOURCES, Imported, Library, Source
from tests.importers.old_addresses import OldBlog, Pair
from tests.web.world import Client

pytestmark = [pytest.mark.corpus, pytest.mark.skipif(not IS_HERE, reason=MISSING)]

# By default as many items of a source as this, spread evenly; WAYPOST_ALL_LINKS=1 asks for every item's addresses.
SAMPLE = 10_000 if os.environ.get("WAYPOST_ALL_LINKS") else 15
ASKED_AT_LEAST = 2_500


def visit(client: Client, address: str) -> tuple[int, int, str]:
    """Return the hops, the status at the end, and the address of the end, decoded."""
    hops, target = 0, encoded(address)
    while True:
        answer = client.get_raw(target)
        if answer.status_code not in (301, 302) or hops == 3:
            return hops, answer.status_code, unquote(target.partition("?")[0])
        assert answer.status_code == 301, address
        hops, target = hops + 1, answer.headers["location"].partition("#")[0]
        if not target.startswith("/"):
            return hops, 0, target


def encoded(address: str) -> str:
    path, mark, query = address.partition("?")
    return quote(path, safe="/%:@!$&'()*+,;=~") + mark + quote(query, safe="=&%/")


def step(source: Source) -> int:
    return max(1, len(source.items) // SAMPLE)


@pytest.mark.parametrize("source", SOURCES, ids=NAMES)
def test_old_addresses_lead_to_the_right_place_in_one_hop(library: Library, source: Source) -> None:
    imported = library.get(source)
    if imported.refused:
        pytest.skip(f"refused at once: {imported.refused}")
    with imported.open() as world:
        client = world.client()
        redirects = world.services.site.list_redirects(1, 100_000)
        assert not wrong_addresses(client, OldBlog(imported, step(source)).pairs())
        assert not wrong_redirects(client, imported, redirects[:: max(1, len(redirects) // (3 * SAMPLE))])


def wrong_addresses(client: Client, pairs: Iterable[Pair]) -> list[tuple[str, object]]:
    wrong: list[tuple[str, object]] = []
    for address, wanted in dict(pairs).items():
        hops, status, end = visit(client, address)
        if status != 200 or hops > 1 or (wanted and end != wanted):
            wrong.append((address, (hops, status, end, wanted)))
    return wrong


def wrong_redirects(client: Client, imported: Imported, redirects: Iterable[Redirect]) -> list[tuple[str, object]]:
    """Each must lead to a page, or to a file's own address as long as nobody has brought the file.

    What leads to the list of a tag or author that nobody sees must not lead there.
    """
    wrong: list[tuple[str, object]] = []
    for redirect in redirects:
        hops, status, end = visit(client, redirect.source)
        is_empty_list = redirect.target.startswith(("/tag/", "/author/")) and hops == 0
        if hops > 1 or not (status == 200 or is_empty_list or is_file(imported, end)):
            wrong.append((redirect.source, (hops, status, end)))
    return wrong


def is_file(imported: Imported, address: str) -> bool:
    return any(address in (known, unquote(known)) or known.endswith(address) for known in imported.report.missing_media)


def test_there_was_much_to_ask(library: Library) -> None:
    assert sum(len(dict(OldBlog(library.get(source), step(source)).pairs())) for source in SOURCES) > ASKED_AT_LEAST
