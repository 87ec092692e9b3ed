"""A post that waits for its time, in a browser with the real program: not before, once, and over a restart."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browsers import browser as browser
from tests.journeys.running import Site

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery staple"


@pytest.fixture
def page(browser: Browser, site: Site) -> Iterator[Page]:
    site.start().ready()
    assert site.run("user", "add", "--role", "owner", "olga@blog.example", "Olga", typed=f"{PASSWORD}\n").code == 0
    context = browser.new_context(base_url=f"http://127.0.0.1:{site.port}")
    opened = context.new_page()
    opened.goto("/admin/sign-in")
    opened.get_by_label("E-mail").fill("olga@blog.example")
    opened.get_by_label("Password").fill(PASSWORD)
    opened.get_by_role("button", name="Sign in", exact=True).click()
    yield opened
    context.close()


def write(page: Page, title: str) -> None:
    page.get_by_role("button", name="New post").click()
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("Text", exact=True).fill("Wait for it.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("#autosave")).to_contain_text("Saved")
    page.reload()


def schedule(page: Page, at: datetime) -> None:
    page.get_by_label("Publish by itself at").fill(at.strftime("%Y-%m-%dT%H:%M:%S"))
    page.get_by_role("button", name="Schedule", exact=True).click()
    expect(page.get_by_text("Scheduled: it is published by itself")).to_be_visible()


def test_at_its_time_and_over_a_restart(page: Page, site: Site) -> None:
    """The first one's time comes while the server runs, the other's while it is off."""
    write(page, "The first")
    soon = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=5)
    schedule(page, soon)
    assert site.get("/the-first/").status == 404
    page.goto("/admin/posts/?status=scheduled")
    expect(page.get_by_role("row").filter(has_text="The first")).to_be_visible()
    site.until(lambda: site.get("/the-first/").status == 200)
    assert datetime.now(UTC) >= soon
    assert site.get("/feed.xml").text.count("<title>The first</title>") == 1

    page.goto("/admin/")
    write(page, "The second")
    later = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=5)
    schedule(page, later)
    assert site.stop() == 0
    while datetime.now(UTC) < later:
        pass
    site.start().ready()
    site.until(lambda: site.get("/the-second/").status == 200)
    page.goto("/admin/posts/")
    row = page.get_by_role("row").filter(has_text="The second")
    expect(row).to_contain_text("published")
