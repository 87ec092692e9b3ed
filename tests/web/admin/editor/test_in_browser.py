"""Writing in Chromium: nothing typed is lost, nobody overwrites anybody, and all of it by keyboard."""

import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect

from app.web.admin.editor.rights import byline_of
from tests.journeys.browsers import browser as browser
from tests.web.content import PASSWORD, Sample, landscape
from tests.web.world import World, open_world

pytestmark = pytest.mark.browser
TEXT = "The river moved."


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, sample_folder: tuple[Path, Sample]) -> Iterator[World]:
    """The sample site on localhost, for all tests of this module; each writes an item of its own."""
    folder = tmp_path_factory.mktemp("writing") / "data"
    shutil.copytree(sample_folder[0], folder)
    listening = socket.create_server(("127.0.0.1", 0))
    world = open_world(folder, WAYPOST_URL=f"http://localhost:{listening.getsockname()[1]}")
    server = uvicorn.Server(uvicorn.Config(world.app, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield world
    server.should_exit = True
    thread.join()
    world.close()


@pytest.fixture(scope="module")
def states(browser: Browser, served: World) -> Callable[[str], object]:
    """Name -> the cookies of somebody signed in; made once, since each sign-in costs a hash."""
    known: dict[str, object] = {}

    def state(name: str) -> object:
        if name not in known:
            context = browser.new_context(base_url=served.settings.origin)
            sign_in(context.new_page(), name)
            known[name] = context.storage_state()
            context.close()
        return known[name]

    return state


@pytest.fixture
def desk(browser: Browser, served: World, states: Callable[[str], object]) -> Iterator[Callable[..., BrowserContext]]:
    """`desk("bob")`: a browser of Bob's. No page may complain of anything but the answers it was meant to get."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def complain(text: str) -> None:
        if not text.startswith("Failed to load resource"):
            complaints.append(text)

    def one(name: str, **options: object) -> BrowserContext:
        context = browser.new_context(
            base_url=served.settings.origin,
            storage_state=states(name),
            **options,  # type: ignore[arg-type]
        )
        context.set_default_timeout(20_000)
        context.on("console", lambda message: complain(message.text) if message.type in ("error", "warning") else None)
        context.on("weberror", lambda error: complain(str(error.error)))
        opened.append(context)
        return context

    yield one
    for context in opened:
        context.close()
    assert complaints == []


@pytest.fixture
def item(served: World, request: pytest.FixtureRequest) -> str:
    """The address of the editor of a new post of Bob's with a title."""
    bob = served.services.users.find_by_email("bob@blog.test")
    assert bob is not None
    with ThreadPoolExecutor(1) as elsewhere:  # Playwright's event loop runs in this thread, and no write may
        made = elsewhere.submit(served.services.editing.create, "post", byline_of(bob), request.node.name[:60])
        draft_id = made.result()
    return f"/admin/posts/{draft_id}/edit"


def sign_in(page: Page, name: str) -> None:
    page.goto("/admin/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@blog.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")


def text_of(page: Page):  # type: ignore[no-untyped-def]
    return page.get_by_label("Text", exact=True)


def state_of(page: Page):  # type: ignore[no-untyped-def]
    return page.locator("#autosave")


def write(page: Page, text: str) -> None:
    text_of(page).focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def saved(served: World, item: str) -> str:
    return served.services.drafts.get(item.split("/")[3]).source


def test_what_is_typed_is_kept_and_offered(desk: Callable[..., BrowserContext], served: World, item: str) -> None:
    page = desk("bob").new_page()
    page.goto(item)
    write(page, TEXT)
    expect(state_of(page)).to_contain_text(re.compile(r"^Saved \d"))
    assert saved(served, item) == ""
    page.reload()
    expect(text_of(page)).to_have_value("")
    page.get_by_role("link", name="Go on with it").click()
    expect(text_of(page)).to_have_value(TEXT)
    page.get_by_role("button", name="Save draft").click()
    expect(state_of(page)).to_contain_text(re.compile(r"^Saved \d"))
    assert saved(served, item) == TEXT
    page.reload()
    expect(text_of(page)).to_have_value(TEXT)
    expect(page.get_by_role("link", name="Go on with it")).to_have_count(0)
    expect(page.locator("#kept")).to_be_hidden()


def test_two_tabs_on_one_item(desk: Callable[..., BrowserContext], served: World, item: str) -> None:
    first = desk("bob").new_page()
    second = desk("olga").new_page()
    first.goto(item)
    second.goto(item)
    write(first, "Bob’s words.")
    first.get_by_role("button", name="Save draft").click()
    expect(state_of(first)).to_contain_text(re.compile(r"^Saved \d"))
    write(second, "Olga’s words.")
    expect(state_of(second)).to_contain_text("Not saved: there is another version.")
    expect(second.get_by_text("Bob Editor changed this while you were writing")).to_be_visible()
    second.get_by_role("button", name="Compare and decide").click()
    expect(second.get_by_role("heading", name="Two versions")).to_be_visible()
    expect(second.locator("del").first).to_have_text("Olga")
    expect(second.locator("ins").first).to_have_text("Bob")
    assert saved(served, item) == "Bob’s words."
    write(second, "Bob’s words, and Olga’s.")
    second.get_by_role("button", name="Save draft").click()
    expect(state_of(second)).to_contain_text(re.compile(r"^Saved \d"))
    assert saved(served, item) == "Bob’s words, and Olga’s."


def test_offline_and_back(desk: Callable[..., BrowserContext], served: World, item: str) -> None:
    context = desk("bob")
    page = context.new_page()
    page.goto(item)
    context.set_offline(True)
    write(page, TEXT)
    expect(state_of(page)).to_contain_text("Not saved: there is no connection.")
    page.get_by_role("button", name="Save draft").click()
    expect(state_of(page)).to_contain_text("Not saved: there is no connection.")
    context.set_offline(False)
    expect(state_of(page)).to_contain_text(re.compile(r"^Saved \d"))
    assert saved(served, item) == TEXT
    context.set_offline(True)
    write(page, "Typed where there was no net.")
    expect(state_of(page)).to_contain_text("Not saved")
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(item)
    expect(page.get_by_text("This browser has kept text that did not reach the site")).to_be_visible()
    expect(page.locator("#kept pre")).to_have_text("Typed where there was no net.")
    page.get_by_role("button", name="Compare both").click()
    expect(page.get_by_role("heading", name="Two versions")).to_be_visible()
    page.get_by_role("button", name="Keep mine").click()
    expect(state_of(page)).to_contain_text(re.compile(r"^Saved \d"))
    assert saved(served, item) == "Typed where there was no net."


def test_signed_out_and_back(desk: Callable[..., BrowserContext], served: World, item: str) -> None:
    context = desk("bob")
    page = context.new_page()
    page.goto(item)
    context.clear_cookies()
    write(page, TEXT)
    expect(state_of(page)).to_contain_text("Not saved: you are signed out.")
    page.keyboard.press("Control+s")
    expect(state_of(page)).to_contain_text("Not saved: you are signed out.")
    with context.expect_page() as opened:
        page.get_by_role("link", name="Sign in in another tab").click()
    sign_in(opened.value, "bob")
    opened.value.close()
    page.bring_to_front()
    expect(state_of(page)).to_contain_text(re.compile(r"^Saved \d"))
    assert saved(served, item) == TEXT


def test_the_keyboard_is_enough(desk: Callable[..., BrowserContext], served: World, item: str) -> None:
    page = desk("bob").new_page()
    page.goto(item)
    write(page, "word")
    for key, text in (("b", "**word**"), ("b", "word"), ("i", "_word_"), ("i", "word"), ("k", "[word](url)")):
        page.keyboard.press("Control+A")
        page.keyboard.press(f"Control+{key}")
        expect(text_of(page)).to_have_value(text)
    page.keyboard.press("Control+s")
    expect(state_of(page)).to_contain_text(re.compile(r"^Saved \d"))
    assert saved(served, item) == "[word](url)"
    page.keyboard.press("Control+/")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_hidden()


def test_the_preview_is_the_page_readers_get(desk: Callable[..., BrowserContext], served: World, item: str) -> None:
    page = desk("bob").new_page()
    page.goto(item)
    page.get_by_label("Title", exact=True).fill("A film")
    write(page, "See *this*:\n\nhttps://www.youtube.com/watch?v=dQw4w9WgXcQ\n\n<script>top.location='/x'</script>")
    page.keyboard.press("Control+Shift+P")
    shown = page.frame_locator("#preview")
    expect(shown.get_by_role("heading", name="A film")).to_be_visible()
    expect(shown.locator("figure.embed a")).to_have_text("https://www.youtube.com/watch?v=dQw4w9WgXcQ")
    assert shown.locator("h1").evaluate("node => getComputedStyle(node).fontWeight") == "600"
    text_of(page).focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("\n\n## Later")
    expect(shown.get_by_role("heading", name="Later")).to_be_visible()
    expect(page.locator("#counts")).to_contain_text("words")
    assert page.url.endswith("/edit")
    assert served.services.drafts.get(item.split("/")[3]).source == ""


def test_tags_are_completed(desk: Callable[..., BrowserContext], item: str) -> None:
    page = desk("bob").new_page()
    page.goto(item)
    page.get_by_label("Tags").press_sequentially("Rivers, ma")
    expect(page.locator("#tag-options option")).to_have_attribute("value", "Rivers, Maps")


def test_files_are_dropped_into_the_text(desk: Callable[..., BrowserContext], item: str, tmp_path: Path) -> None:
    from_content = tmp_path / "valley at dusk.png"
    from_content.write_bytes(landscape())
    page = desk("bob").new_page()
    page.goto(item)
    page.locator("#f-file").set_input_files(from_content)
    expect(text_of(page)).to_have_value(re.compile(r"!\[.*\]\(/media/[0-9a-f]+/"))


def test_without_scripts(desk: Callable[..., BrowserContext], served: World, item: str) -> None:
    page = desk("bob", java_script_enabled=False, viewport={"width": 320, "height": 640}).new_page()
    page.goto(item)
    page.get_by_label("Title", exact=True).fill("By form")
    text_of(page).fill("Only a form.")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("Published.")).to_be_visible()
    page.get_by_role("link", name="See it on the site").click()
    expect(page.get_by_role("heading", name="By form")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_of_a_phone(
    desk: Callable[..., BrowserContext], served: World, item: str, scheme: str
) -> None:
    page = desk("bob", viewport={"width": 320, "height": 640}, color_scheme=scheme).new_page()
    page.goto(item)
    write(page, "A_word_that_is_longer_than_a_phone_is_wide_" * 4)
    page.get_by_role("button", name="Save draft").click()
    expect(state_of(page)).to_contain_text(re.compile(r"^Saved \d"))
    for address in (item, item.replace("/edit", "/history")):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
