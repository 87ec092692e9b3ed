"""From a reader's comment to the feed, in a browser: with and without scripts, and the queue by keyboard."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.browsers import browser as browser
from tests.journeys.running import FIXTURES, Site, copied

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery staple"
POST = "/2015/03/the-first-walk/"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, sockets: Path, started_once: Site) -> Iterator[Site]:
    made = copied(started_once, tmp_path_factory.mktemp("talk") / "data", sockets)
    try:
        made.start().ready()
        assert made.run("import", FIXTURES / "old-blog.xml").code == 0
        added = made.run("user", "add", "--role", "owner", "olga@old.example", "Olga Hill", typed=f"{PASSWORD}\n")
        assert added.code == 0
        yield made
    finally:
        made.end()


@pytest.fixture(scope="module")
def desk(browser: Browser, site: Site) -> Iterator[Page]:
    page = browser.new_page(base_url=f"http://127.0.0.1:{site.port}")
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/admin/")
    page.get_by_label("E-mail").fill("olga@old.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/admin/")
    yield page
    page.close()
    assert complaints == []


def say(page: Page, name: str, text: str) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("E-mail (optional").fill(f"{name.lower().replace(' ', '-')}@mail.example")
    page.get_by_role("textbox", name="Comment", exact=True).fill(text)
    page.get_by_role("button", name="Send").click()


def test_from_a_comment_to_the_feed(browser: Browser, site: Site, desk: Page) -> None:
    """Without scripts, as an answer; approved at the desk; then the same person is known."""
    context = browser.new_context(base_url=f"http://127.0.0.1:{site.port}", java_script_enabled=False)
    reader = context.new_page()
    reader.goto(POST)
    assert context.cookies() == []
    reader.get_by_role("link", name=re.compile("^Reply to ")).first.click()
    expect(reader.get_by_role("heading", name=re.compile("^Reply to "))).to_be_visible()
    say(reader, "Rosa", "The ferry *still* runs.")
    expect(reader.get_by_role("heading", name="Thank you")).to_be_visible()
    assert "The ferry" not in site.get(POST).text

    desk.goto("/admin/comments/")
    desk.locator(".submission", has_text="The ferry still runs.").get_by_role("button", name="Approve").click()
    expect(desk.locator(".decided")).to_contain_text("Approved: Rosa")
    for path in (POST, "/comments/feed.xml"):
        assert "The ferry" in site.get(path).text, path
    assert site.get(POST).text.count("<em>still</em>") == 1

    reader.goto(POST)
    say(reader, "Rosa", "And the ferryman sings.")
    expect(reader).to_have_url(re.compile("#wp-comment-"))
    expect(reader.locator(":target")).to_contain_text("And the ferryman sings.")
    assert "ferryman sings" in site.get("/comments/feed.xml").text
    context.close()


def test_the_queue_by_keyboard(browser: Browser, site: Site, desk: Page) -> None:
    reader = browser.new_page(base_url=f"http://127.0.0.1:{site.port}")
    for number in range(3):
        reader.goto(POST)
        reader.get_by_role("textbox", name="Comment", exact=True).focus()
        expect(reader.locator("[name=mark]")).not_to_have_value("")
        reader.evaluate("document.querySelector('[name=mark]').value = ''")  # a person takes longer than this test
        say(reader, f"Walker {number}", f"Number {number} of the walkers.")
        expect(reader.get_by_role("heading", name="Thank you")).to_be_visible()
    reader.close()

    desk.goto("/admin/comments/")
    rows = desk.locator(".queue .submission")
    first, second = rows.filter(has_text="Walker 2"), rows.filter(has_text="Walker 1")
    desk.keyboard.press("j")
    expect(first).to_be_focused()
    desk.keyboard.press("s")
    expect(first).to_contain_text("Spam: Walker 2")
    expect(second).to_be_focused()
    expect(desk.locator("#wp-filters")).to_contain_text("Spam 1")
    desk.keyboard.press("a")
    expect(second).to_contain_text("Approved: Walker 1")
    assert "Number 1 of the walkers" in site.get(POST).text
    desk.keyboard.press("u")
    expect(second.get_by_role("button", name="Approve")).to_be_visible()
    assert "Number 1 of the walkers" not in site.get(POST).text
    desk.keyboard.press("u")
    expect(first.get_by_role("button", name="Approve")).to_be_visible()
    expect(first).to_be_focused()
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog")).to_contain_text("undo the last decision")
    desk.keyboard.press("Escape")
    desk.keyboard.press("x")
    expect(desk.get_by_role("checkbox", name=re.compile("Walker"), checked=True)).to_have_count(1)
    desk.keyboard.press("Enter")
    desk.wait_for_url(re.compile("/admin/comments/[0-9a-f]{24}$"))
    desk.get_by_label(re.compile("^Your answer")).fill("Thank you, all three.")
    desk.get_by_role("button", name="Answer").click()
    expect(desk.get_by_text("Your reply is shown.")).to_be_visible()
    assert "Thank you, all three." in site.get(POST).text
