"""The owner's first evening at the desk, in a browser: sign in, approve a comment, take a post off and put it back."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from tests.journeys.browsers import browser as browser
from tests.journeys.running import FIXTURES, Site, copied
from tests.journeys.uploads import uploads_of_the_old_blog

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery staple"
POST = "/2015/03/the-first-walk/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sockets: Path, started_once: Site) -> Iterator[Site]:
    """A blog that came in from elsewhere, with a comment nobody has decided on, and an owner."""
    made = copied(started_once, tmp_path_factory.mktemp("desk") / "data", sockets)
    try:
        made.start().ready()
        uploads = uploads_of_the_old_blog(made.data.parent)
        assert made.run("import", FIXTURES / "old-blog.xml", "--media", uploads).code == 0
        added = made.run("user", "add", "--role", "owner", "olga@old.example", "Olga Hill", typed=f"{PASSWORD}\n")
        assert added.code == 0
        assert f"http://127.0.0.1:{made.port}/admin/" in added.out
        yield made
    finally:
        made.end()


class Watched:
    """A browser of its own: what it asked for, and what it complained about."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self.site = site
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.context: BrowserContext = browser.new_context(base_url=f"http://127.0.0.1:{site.port}")
        self.context.on("request", self._on_request)
        self.context.on("requestfailed", self._on_failed)
        self.context.on("console", self._on_console)
        self.context.on("weberror", lambda error: self.complaints.append(str(error.error)))
        self.page: Page = self.context.new_page()

    def _on_request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _on_failed(self, request: Request) -> None:
        if "ERR_ABORTED" not in (request.failure or ""):  # the next page was wanted before
            self.complaints.append(f"{request.failure}: {request.url}")

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(message.text)

    def elsewhere(self) -> list[str]:
        """Requests to any other host."""
        here = f"127.0.0.1:{self.site.port}"
        return [url for url in self.requests if urlsplit(url).scheme != "data" and urlsplit(url).netloc != here]


@pytest.fixture
def reader(browser: Browser, site: Site) -> Iterator[Watched]:
    """Somebody who only reads. Nothing they see may set a cookie, ask another host, or fail."""
    watched = Watched(browser, site)
    yield watched
    cookies = watched.context.cookies()
    watched.context.close()
    assert cookies == []
    assert watched.complaints == []
    assert watched.elsewhere() == []


@pytest.fixture
def olga(browser: Browser, site: Site) -> Iterator[Watched]:
    """The owner, signed in."""
    watched = Watched(browser, site)
    page = watched.page
    page.goto("/admin/")
    expect(page).to_have_url(re.compile("/admin/sign-in"))
    page.get_by_label("E-mail").fill("olga@old.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    yield watched
    watched.context.close()
    assert watched.complaints == []
    assert watched.elsewhere() == []


def test_a_reader_s_round(reader: Watched) -> None:
    page = reader.page
    page.goto("/")
    page.get_by_role("link", name="A second walk").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A second walk")
    page.get_by_role("link", name="Walks").first.click()
    expect(page.locator("body")).to_contain_text("A second walk")
    for path in (POST, "/archive/", "/search?q=ferryman", "/about/", "/nothing/here/"):
        page.goto(path)
    reader.complaints = [text for text in reader.complaints if "404" not in text]


def test_approving_a_comment_shows_it(olga: Watched, site: Site) -> None:
    assert "Which way did you come down?" not in site.get(POST).text
    page = olga.page
    page.get_by_role("link", name="Comments").first.click()
    waiting = page.locator("article", has_text="Which way did you come down?")
    waiting.get_by_role("button", name="Approve").click()
    expect(page.locator("article", has_text="Which way did you come down?")).to_have_count(0)
    assert "Which way did you come down?" in site.get(POST).text  # at once, past every cache


def test_a_post_taken_off_is_gone_everywhere_and_comes_back(olga: Watched, site: Site) -> None:
    public = ("/", "/feed.xml", "/atom.xml", "/feed.json", "/sitemap.xml", "/search?q=ferryman", "/tag/walks/")
    for path in public:
        assert "a-second-walk" in site.get(path).text, path
    page = olga.page
    page.goto("/admin/posts/")
    row = page.get_by_role("row").filter(has_text="A second walk")
    row.get_by_role("button", name="Unpublish").click()
    expect(row.get_by_role("button", name="Publish A second walk", exact=True)).to_be_visible()
    for path in public:
        assert "a-second-walk" not in site.get(path).text, path
        assert "ferryman remembered" not in site.get(path).text, path
    assert site.get("/2015/04/a-second-walk/").status in (404, 410)

    row.get_by_role("button", name="Publish A second walk", exact=True).click()
    expect(row.get_by_role("button", name="Unpublish")).to_be_visible()
    for path in public:
        assert "a-second-walk" in site.get(path).text, path
    assert "The ferryman" in site.get("/2015/04/a-second-walk/").text.replace("the ferryman", "The ferryman")


def test_the_report_has_numbers(olga: Watched) -> None:
    page = olga.page
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Report").first.click()
    row = page.get_by_role("row").filter(has_text="Ada Hill")
    name, published, comments = (text.strip() for text in row.get_by_role("cell").all_inner_texts())
    assert (name, published) == ("Ada Hill", "3")  # two posts and a page; what is a draft does not count
    assert int(comments) >= 1


def test_signing_out_ends_it(olga: Watched) -> None:
    page = olga.page
    page.get_by_role("button", name="Sign out").click()
    page.goto("/admin/posts/")
    expect(page.get_by_label("Password")).to_be_visible()


def test_a_wrong_password_stays_outside(browser: Browser, site: Site) -> None:
    page = browser.new_page(base_url=f"http://127.0.0.1:{site.port}")
    page.goto("/admin/")
    page.get_by_label("E-mail").fill("olga@old.example")
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("body")).to_contain_text("don't belong together")
    page.goto("/admin/comments/")
    expect(page.get_by_label("Password")).to_be_visible()
    page.close()
