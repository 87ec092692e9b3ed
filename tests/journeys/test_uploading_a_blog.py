"""An old blog by upload at the desk, in a browser: looked at, brought in, read; and one that can't be read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browsers import browser as browser
from tests.journeys.running import FIXTURES, Site, copied
from tests.journeys.uploads import uploads_of_the_old_blog

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery staple"
BLOG = FIXTURES / "old-blog.xml"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sockets: Path, started_once: Site) -> Iterator[Site]:
    made = copied(started_once, tmp_path_factory.mktemp("upload") / "data", sockets)
    try:
        made.start().ready()
        assert made.run("user", "add", "--role", "owner", "olga@old.example", "Olga", typed=f"{PASSWORD}\n").code == 0
        yield made
    finally:
        made.end()


@pytest.fixture(scope="module")
def page(browser: Browser, site: Site) -> Iterator[Page]:
    context = browser.new_context(base_url=f"http://127.0.0.1:{site.port}")
    opened = context.new_page()
    opened.goto("/admin/sign-in")
    opened.get_by_label("E-mail").fill("olga@old.example")
    opened.get_by_label("Password").fill(PASSWORD)
    opened.get_by_role("button", name="Sign in", exact=True).click()
    yield opened
    context.close()


def row(page: Page, kind: str) -> list[str]:
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=kind)).locator("td").all_inner_texts()


def test_look_first_then_bring_it_in(page: Page, site: Site, tmp_path: Path) -> None:
    """The numbers at the desk are those of the command line."""
    uploads = uploads_of_the_old_blog(tmp_path)
    said = site.run("import", BLOG, "--media", uploads, "--dry-run", "--json").json()
    page.goto("/admin/import")
    page.get_by_label("What your old blog gave you").set_input_files(BLOG)
    page.get_by_text("More: files").click()
    page.get_by_label("Its uploads").set_input_files(uploads)
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_text("Nothing has been written yet.")).to_be_visible(timeout=30_000)
    assert row(page, "posts")[:2] == [str(said["read"]["posts"]), str(said["imported"]["posts"])]
    assert site.get("/2015/03/the-first-walk/").status == 404

    page.get_by_role("button", name="Bring it in").click()
    expect(page.get_by_text("See the site")).to_be_visible(timeout=60_000)
    assert row(page, "posts")[:2] == [str(said["read"]["posts"]), str(said["imported"]["posts"])]
    assert site.get("/2015/03/the-first-walk/").status == 200
    imports = site.data / "imports"
    assert not list(imports.glob("*/blog")), "what was uploaded is not kept any longer"
    with page.expect_download() as download:
        page.get_by_text("Download the whole report").click()
    assert '"wordpress"' in download.value.path().read_text()


def test_again_changes_nothing(page: Page) -> None:
    page.goto("/admin/import")
    page.get_by_label("What your old blog gave you").set_input_files(BLOG)
    page.get_by_role("button", name="Bring it in at once").click()
    expect(page.get_by_text("unchanged since the last import").first).to_be_visible(timeout=60_000)


def test_what_can_not_be_read_says_so(page: Page, tmp_path: Path) -> None:
    odd = tmp_path / "holiday.txt"
    odd.write_text("no blog")
    page.goto("/admin/import")
    page.get_by_label("What your old blog gave you").set_input_files(odd)
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_role("alert")).to_contain_text("neither a WordPress export", timeout=30_000)
    page.goto("/admin/import")
    expect(page.get_by_text("could not be read")).to_be_visible()
