"""A newcomer's first hour, with the real program: the address it prints, an account, a post, and readers who see it."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.browsers import browser as browser
from tests.journeys.running import Site

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery staple"


def test_first_run_to_first_published_post(browser: Browser, site: Site) -> None:
    site.start().ready().until(lambda: "/admin/setup" in site.output)
    address = re.search(r"http://\S+/admin/setup\S*", site.output)
    assert address is not None
    context = browser.new_context()
    page = context.new_page()
    page.goto(address[0])
    page.get_by_label("Your name").fill("Olga Hill")
    page.get_by_label("E-mail").fill("olga@blog.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button").click()
    page.wait_for_url("**/admin/")
    page.get_by_role("button", name="New post").click()
    page.get_by_label("Title", exact=True).fill("The river has moved")
    page.get_by_label("Text", exact=True).fill("It lies *further east* now.")
    expect(page.locator("#autosave")).to_contain_text(re.compile(r"^Saved \d"))
    assert site.get("/the-river-has-moved/").status == 404
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published.")).to_be_visible()
    page.get_by_role("link", name="See it on the site").click()
    expect(page.get_by_role("heading", name="The river has moved")).to_be_visible()
    context.close()
    assert "It lies <em>further east</em> now." in site.get("/the-river-has-moved/").text
    assert "The river has moved" in site.get("/feed.xml").text
