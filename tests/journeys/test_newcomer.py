"""A newcomer's first hour: an empty folder, the guide, the old blog brought in beside the running site."""

import io
import json
import re
import time
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest

from tests.journeys.running import FIXTURES, Said, Site
from tests.journeys.uploads import a_picture, uploads_of_the_old_blog

BLOG = FIXTURES / "old-blog.xml"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sockets: Path) -> Iterator[Site]:
    """A site in a folder that was empty."""
    made = Site(tmp_path_factory.mktemp("new") / "blog", sockets)
    try:
        yield made.start().ready()
    finally:
        made.end()


@pytest.fixture(scope="module")
def guide(site: Site) -> dict[str, str]:
    """path -> page, of every page that can be reached from the front page of a new site."""
    pages: dict[str, str] = {}
    waiting = ["/"]
    while waiting:
        path = waiting.pop()
        if path in pages:
            continue
        answer = site.get(path)
        assert answer.status in (200, 301), (path, answer.status)
        assert "set-cookie" not in answer.headers, path
        pages[path] = answer.text if answer.headers.get_content_type() == "text/html" else ""
        if answer.status == 301:
            waiting.append(urljoin(path, answer.headers["location"]))
        waiting += [link for link in links(pages[path], path, site.port) if not link.startswith("/admin")]
    return pages


@pytest.fixture(scope="module")
def imported(site: Site, guide: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Said, Site]:
    """What `waypost import --dry-run` and then `waypost import` said beside the running site."""
    assert guide
    uploads = uploads_of_the_old_blog(tmp_path_factory.mktemp("uploads"))
    before = contents(site.data)
    dry = site.run("import", BLOG, "--media", uploads, "--dry-run", "--json")
    assert contents(site.data) == before
    return dry, site.run("import", BLOG, "--media", uploads, "--json"), site


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src") and value]


def links(page: str, path: str, port: int) -> list[str]:
    """Addresses of this site a page leads to, without fragments."""
    parser = Links()
    parser.feed(page)
    absolute = [urlsplit(urldefrag(urljoin(f"http://127.0.0.1:{port}{path}", link)).url) for link in parser.found]
    here = [link for link in absolute if link.netloc == f"127.0.0.1:{port}"]
    return [link.path + (f"?{link.query}" if link.query else "") for link in here]


def contents(data: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in data.glob("*.db*") if path.is_file() and path.suffix != ".db-shm"}


def test_a_new_site_shows_its_guide(guide: dict[str, str], site: Site) -> None:
    assert "Welcome to Waypost" in guide["/"]
    assert {"/bring-your-old-blog/", "/archive/", "/feed.xml", "/search", "/about/"} <= guide.keys()
    assert "waypost import" in guide["/bring-your-old-blog/"]
    for path in ("/sitemap.xml", "/robots.txt", "/feed.json", "/atom.xml"):
        assert site.get(path).status == 200, path


def test_it_says_where_it_is_and_how_to_sign_in(site: Site) -> None:
    assert f"http://127.0.0.1:{site.port}/" in site.output
    assert str(site.data) in site.output
    assert re.search(r"waypost user add --role owner|/admin/setup\?token=\S{20}", site.output)


def test_folders_are_closed_to_others(site: Site) -> None:
    assert site.data.stat().st_mode & 0o077 == 0
    assert [path.name for path in site.data.iterdir() if path.is_file() and path.stat().st_mode & 0o077] == []


def test_a_dry_run_says_what_would_happen(imported: tuple[Said, Said, Site]) -> None:
    dry, real, _ = imported
    assert (dry.code, dry.err) == (0, "")
    said, done = dry.json(), real.json()
    assert said["dry_run"] is True
    for kinds in ("read", "imported", "skipped", "failed", "held_back"):
        assert said[kinds] == done[kinds], kinds


def test_the_report_is_as_documented(imported: tuple[Said, Said, Site]) -> None:
    _, real, _ = imported
    assert (real.code, real.err) == (0, "")
    report = real.json()
    seconds = report.pop("seconds")
    assert 0 < seconds < 60
    documented = json.loads(example_in_docs())
    assert list(real.json()) == list(documented)
    assert {type(value) for value in report.values()} <= {str, bool, dict, list}
    for kind in report["read"]:
        left = [one for one in report["skipped"] + report["failed"] if one["kind"] == kind]
        assert report["read"][kind] == report["imported"].get(kind, 0) + len(left), kind
    assert all(list(one) == ["kind", "ref", "reason"] for one in report["skipped"] + report["failed"])
    assert all(list(one) == ["ref", "message"] for one in report["warnings"])
    assert (report["format"], report["dry_run"], report["failed"]) == ("wordpress", False, [])
    assert report["held_back"] == {"draft": 1}
    assert report["missing_media"] == []
    wanted = {"posts": 3, "pages": 1, "comments": 2, "tags": 2, "authors": 1, "media": 1}
    assert {kind: report["imported"][kind] for kind in wanted} == wanted
    assert {"kind": "posts", "ref": "14", "reason": "in the trash of the old blog"} in report["skipped"]


def example_in_docs() -> str:
    page = (Path(__file__).parents[2] / "docs" / "import.md").read_text()
    match = re.search(r"```json\n(.*?)```", page, re.DOTALL)
    assert match
    return match[1]


def test_the_blog_is_there_at_once(imported: tuple[Said, Said, Site]) -> None:
    site = imported[2]
    home = site.get("/").text
    assert "The first walk" in home
    assert "Walking with Ada" in home
    assert "Welcome to Waypost" not in home
    post = site.get("/2015/03/the-first-walk/").text
    assert "Blackmoor" in post
    assert "I was cold, and I would go again." in post
    assert "Which way did you come down?" not in post
    assert "alert(" not in post
    assert "Ada walks, Ben carries." in site.get("/about/").text


def test_pictures_come_from_here(imported: tuple[Said, Said, Site]) -> None:
    site = imported[2]
    post = site.get("/2015/03/the-first-walk/").text
    addresses = re.findall(r'src="(?:http://[^/"]+)?(/media/[^"]+)"', post)
    assert addresses
    answer = site.get(addresses[0])
    assert (answer.status, answer.headers.get_content_type(), answer.body) == (200, "image/png", a_picture())
    assert "old.example/wp-content" not in post


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/?p=11", "/2015/03/the-first-walk/"),
        ("/2015/03/our-first-walk/", "/2015/03/the-first-walk/"),
        ("/2015/03/the-first-walk", "/2015/03/the-first-walk/"),
        ("/category/walks/", "/tag/walks/"),
        ("/?cat=2", "/tag/walks/"),
        ("/feed/", "/feed.xml"),
        ("/author/ada/", None),
    ],
)
def test_old_addresses_lead_on(imported: tuple[Said, Said, Site], old: str, new: str | None) -> None:
    site = imported[2]
    answer = site.get(old)
    if new is None:
        assert answer.status == 200
        return
    assert answer.status == 301, old
    target = urlsplit(answer.headers["location"]).path
    assert target == new
    assert site.get(target).status == 200


def test_the_guide_has_stepped_aside(imported: tuple[Said, Said, Site], guide: dict[str, str]) -> None:
    site = imported[2]
    shown = {path for path, page in guide.items() if "guide" in page.lower() and path.count("/") == 2}
    assert {"/bring-your-old-blog/", "/welcome-to-waypost/"} <= shown
    for path in ("/bring-your-old-blog/", "/welcome-to-waypost/"):
        assert site.get(path).status in (404, 410), path
    for everything in ("/feed.xml", "/atom.xml", "/feed.json", "/sitemap.xml"):
        page = site.get(everything).text
        assert "elcome" not in page, everything
        assert "the-first-walk" in page, everything


def test_what_is_not_public_is_nowhere(imported: tuple[Said, Said, Site]) -> None:
    site = imported[2]
    for path in ("/", "/archive/", "/feed.xml", "/feed.json", "/sitemap.xml", "/search?q=sentence", "/?p=13"):
        body = site.get(path).text
        assert "Half a sentence" not in body, path
        assert "Not yet" not in body, path


def test_again_changes_nothing(imported: tuple[Said, Said, Site]) -> None:
    site = imported[2]
    again = site.run("import", BLOG)
    assert (again.code, again.err) == (0, "")
    assert again.out.splitlines()[-1] == "Nothing has changed since the last import."
    report = site.run("import", BLOG, "--json").json()
    assert sum(report["imported"].values()) == 0
    assert {one["reason"] for one in report["skipped"]} >= {"unchanged since the last import"}


def test_what_came_in_reaches_the_store(imported: tuple[Said, Said, Site]) -> None:
    site = imported[2]
    site.until(lambda: site.run("status", "--json").json()["unreplicated_s"] == 0.0)
    before = time.monotonic()
    files = site.run("status", "--json").json()["files"]
    assert time.monotonic() - before < 5
    assert all(file["txid"] == file["replicated_txid"] for file in files.values())


def test_the_archive_of_uploads_may_be_any_zip(imported: tuple[Said, Said, Site], tmp_path: Path) -> None:
    site = imported[2]
    empty = tmp_path / "empty.zip"
    data = io.BytesIO()
    zipfile.ZipFile(data, "w").close()
    empty.write_bytes(data.getvalue())
    assert site.run("import", BLOG, "--media", empty).code == 0
