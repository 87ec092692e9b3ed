"""The whole site by a button in a browser, wiped, brought in again: every page is the same."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browsers import browser as browser
from tests.journeys.running import FIXTURES, Site, copied
from tests.journeys.uploads import uploads_of_the_old_blog

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery staple"


@pytest.fixture
def site(tmp_path: Path, sockets: Path, started_once: Site) -> Iterator[Site]:
    made = copied(started_once, tmp_path / "first", sockets)
    try:
        made.start().ready()
        said = made.run("import", FIXTURES / "old-blog.xml", "--media", uploads_of_the_old_blog(tmp_path), "--json")
        assert said.code == 0, said.err
        assert made.run("user", "add", "--role", "owner", "olga@old.example", "Olga", typed=f"{PASSWORD}\n").code == 0
        yield made
    finally:
        made.end()


@pytest.fixture
def another(tmp_path: Path, sockets: Path, started_once: Site) -> Iterator[Site]:
    made = copied(started_once, tmp_path / "second", sockets)
    try:
        yield made.start().ready()
    finally:
        made.end()


def pages(site: Site) -> dict[str, str]:
    """Path -> the page, without the origin, which has a port of its own."""
    origin = f"http://127.0.0.1:{site.port}"
    found = {}
    for address in re.findall(r"<loc>(.+?)</loc>", site.get("/sitemap.xml").text):
        answer = site.get(address.removeprefix(origin))
        assert answer.status == 200, address
        here = answer.text.replace(origin, "http://here").replace(quote(origin, safe=""), "http%3A%2F%2Fhere")
        found[address.removeprefix(origin)] = here
    return found


def sign_in(page: Page) -> None:
    page.goto("/admin/sign-in")
    page.get_by_label("E-mail").fill("olga@old.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_out_and_in_again(browser: Browser, site: Site, another: Site, tmp_path: Path) -> None:
    before = pages(site)
    assert "/2015/03/the-first-walk/" in before
    with browser.new_context(base_url=f"http://127.0.0.1:{site.port}") as context:
        page = context.new_page()
        sign_in(page)
        page.get_by_text("More", exact=True).click()
        page.get_by_role("link", name="Export").click()
        page.get_by_label("How much").select_option("private")
        page.get_by_role("button", name="Make an export").click()
        link = page.get_by_role("link", name="Download")
        expect(link).to_be_visible(timeout=60_000)
        with page.expect_download() as download:
            link.click()
        zipped = tmp_path / download.value.suggested_filename
        download.value.save_as(zipped)
    site.end()
    said = another.run("import", zipped, "--json")
    assert said.code == 0, said.err
    assert said.json()["format"] == "waypost"
    another.until(lambda: "/2015/03/the-first-walk/" in another.get("/sitemap.xml").text)
    after = pages(another)
    assert after.keys() == before.keys()
    assert [path for path, text in before.items() if after[path] != text] == []
    picture = re.search(r'src="(/media/[^"]+)"', before["/2015/03/the-first-walk/"])
    assert picture is None or another.get(picture[1]).status == 200
