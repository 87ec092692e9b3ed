"""What was not for everybody in the old blog is in no byte that anybody may see, and no address gives it away."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import httpx
import pytest

from app.importers.detect import open_source
from app.importers.items import Options
from app.importers.report import Report
from app.services.drafts import Draft
from tests.importers.canaries import BLOGS, CANARY, UNKNOWN
from tests.importers.sites import bring_in, make_site
from tests.web.reading import links_of
from tests.web.world import Client, World, open_world

DOORS = (
    *("/", "/archive/", "/search", "/search?q=words", "/feed.xml", "/atom.xml", "/feed.json", "/sitemap.xml"),
    *(
        "/robots.txt",
        "/-/live",
        "/-/ready",
        "/-/status",
        "/admin/",
        "/admin/sign-in",
        "/admin/posts/",
        "/nothing-here/",
    ),
    *("/tag/", "/author/", "/tag/news/", "/author/alice/", "/?page=2", "/wp-json/wp/v2/posts", "/xmlrpc.php"),
)


@dataclass
class Blog:
    world: World
    report: Report
    drafts: list[Draft]
    hidden: int  # items that are not for everybody


@pytest.fixture(scope="module", params=BLOGS)
def blog(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, migrated: Callable[[str], Path]
) -> Iterator[Blog]:
    """A site with one of the blogs in it; nothing can be written any more."""
    write, hidden = BLOGS[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    parts = make_site(folder, migrated)
    report = bring_in(parts, open_source([write(folder)], "auto", Options()))
    drafts = parts.services.drafts.drafts_after("", 1000)
    parts.close()
    world = open_world(folder / "data", writable=False)
    yield Blog(world, report, drafts, len(hidden))
    world.close()


def has_canary(content: bytes | str) -> bool:
    text = content.decode("utf-8", "replace") if isinstance(content, bytes) else content
    return CANARY in text.lower()


def test_the_hidden_items_are_there_or_accounted_for(blog: Blog) -> None:
    """Else nothing would be proved."""
    open_ones = [draft for draft in blog.drafts if draft.status == "published"]
    assert open_ones
    assert not [draft.title for draft in open_ones if has_canary(draft.title + draft.html)]
    kept = [draft for draft in blog.drafts if draft.status != "published"]
    left = [
        one for one in blog.report.skipped if one.kind not in ("comments", "tags", "media", "menu item", "redirects")
    ]
    assert all(has_canary(draft.title) and has_canary(draft.html) for draft in kept)
    assert len(kept) + len(left) >= blog.hidden
    assert not [one for one in blog.report.failed if one.kind in ("posts", "pages", "comments")]


def test_no_page_feed_or_list_holds_it(blog: Blog) -> None:
    client = blog.world.client()
    seen: set[str] = set()
    waiting = list(DOORS)
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        assert not has_canary(answer.content), address
        assert not has_canary(str(answer.headers)), address
        waiting += [link for link in found_in(answer) if link not in seen]
    assert "/tag/news/" in seen
    assert len(seen) > len(DOORS)


def found_in(answer: httpx.Response) -> list[str]:
    """Addresses of this site that an answer names."""
    text = answer.text
    found = links_of(text) if "<" in text else []
    found += [part.partition("</loc>")[0] for part in text.split("<loc>")[1:]]
    found += [answer.headers["location"]] if "location" in answer.headers else []
    own = [urlsplit(address) for address in found if address.startswith(("/", "http://blog.test/"))]
    return [part.path + (f"?{part.query}" if part.query else "") for part in own]


def guesses(blog: Blog) -> Iterator[str]:
    """Every address with the word in it that somebody could try."""
    for draft in blog.drafts:
        for address in (draft.path, *draft.old_paths):
            yield address
            yield f"{address.rstrip('/')}/feed/"
            yield f"{address.rstrip('/')}/amp/"
    for word in (CANARY, f"{CANARY}-tag", f"{CANARY}-person"):
        yield from (f"/{word}/", f"/tag/{word}/", f"/category/{word}/", f"/tag/{word}/feed.xml", f"/?tag={word}")
        yield from (f"/author/{word}/", f"/author/{word}/feed/", f"/?author_name={word}", f"/?category_name={word}")
        yield from (f"/search?q={word}", f"/?s={word}", f"/search/{word}/", f"/tag/{word}/rss/", f"/{word}/2/")
    yield from (
        f"/wp-content/uploads/{CANARY}-100.jpg",
        f"/old-{CANARY}/",
        f"/{CANARY}-page/",
        f"/post/{CANARY}-draft/",
    )
    yield from (f"/?preview=true&p={CANARY}", f"/p/{CANARY}/", f"/2020/05/02/{CANARY}-draft/", f"/{CANARY}.html")


def test_an_address_with_the_word_answers_as_one_that_never_was(blog: Blog) -> None:
    """The answer may repeat what was asked, and nothing else: it is the same for a word nobody wrote."""
    client = blog.world.client()
    locked = {draft.path.rstrip("/") for draft in blog.drafts if draft.status == "protected"}
    for address in dict.fromkeys(guesses(blog)):
        if address.rstrip("/") in locked:
            assert_asks_for_a_password(client, address)
        elif has_canary(address):
            assert told(client, address) == told(client, address.replace(CANARY, UNKNOWN)), address


def assert_asks_for_a_password(client: Client, address: str) -> None:
    """At its own address, which it had in the old blog too, and it says nothing that was not asked."""
    answer = client.get(address)
    assert answer.status_code == 200
    assert 'type="password"' in answer.text
    assert not has_canary(answer.text.replace(address.strip("/"), ""))
    assert not has_canary(str(answer.headers))


def told(client: Client, address: str) -> tuple[int, str, str]:
    answer = client.get(address)
    location = unquote(answer.headers.get("location", ""))
    return answer.status_code, level(location), level(answer.text)


def level(text: str) -> str:
    return text.replace(CANARY, "WORD").replace(UNKNOWN, "WORD")


def test_numbers_tell_nothing(blog: Blog) -> None:
    """`/?p=101` was the draft's: it answers as a number that never was, which is the front page."""
    client = blog.world.client()
    front = client.get("/").text
    numbers = (*range(98, 118), *range(2098, 2118), *range(3098, 3118))
    names = ("p", "page_id", "attachment_id", "cat", "author", "tag_id")
    for address in [f"/?{name}={number}" for name in names for number in (1, 2, 7, *numbers)]:
        answer = client.get(address)
        assert not has_canary(answer.content), address
        assert not has_canary(str(answer.headers)), address
        if answer.status_code == 200:
            assert answer.text == front, address


def test_the_public_files_do_not_hold_it(blog: Blog) -> None:
    folder = blog.world.folder
    for name in ("Posts", "Comments"):
        files = list(folder.glob(f"{name}.db*"))
        assert files
        assert not [path.name for path in files if has_canary(path.read_bytes())]
    assert has_canary((folder / "Drafts.db").read_bytes() + (folder / "Drafts.db-wal").read_bytes())
