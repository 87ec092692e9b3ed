# ruff: noqa: E501
"""The theme in Chromium: nothing is asked of other sites before a click, nothing sticks out, no rule is broken."""

import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.world import World

pytestmark = pytest.mark.browser
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
ESSAY = "/2015/02/the-map-is-a-promise/"
PATHS = ["/", ESSAY, "/2014/11/rivers/", "/archive/", "/search?q=river", "/tag/maps/", "/nothing/", "/admin/sign-in"]


@pytest.fixture(scope="module")
def address(shared: World) -> Iterator[str]:
    """The sample site on a port of this machine."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(shared.app, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS.split())
        yield opened
        opened.close()


@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out_and_nothing_is_refused(browser: Browser, address: str, width: int, scheme: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    for path in PATHS:
        page.goto(address + path)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, path
    page.close()
    assert [text for text in said if "404" not in text] == []
    assert [url for url in asked if not url.startswith((address + "/", "data:"))] == []


def test_an_embed_is_loaded_by_a_click(browser: Browser, address: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.route("https://**", lambda route: (asked.append(route.request.url), route.fulfill(body="<p>film")))
    page.goto(address + ESSAY)
    assert asked == []
    with page.expect_request("https://www.youtube-nocookie.com/embed/**"):
        page.get_by_role("button", name="YouTube").click()
    assert page.locator("figure.embed iframe").count() == 1
    page.close()


def test_an_embed_is_a_link_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page: Page = context.new_page()
    page.goto(address + ESSAY)
    assert page.locator("figure.embed a").get_attribute("href") == "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
    assert page.locator("figure.embed button").count() == 0
    context.close()


def test_by_keyboard(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(address + "/")
    page.keyboard.press("Tab")
    skip = page.locator(".skip")
    assert skip.evaluate("element => element === document.activeElement && element.offsetWidth > 50")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "wp-main"
    page.close()


def test_nothing_moves_while_loading(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => { for (const entry of list.getEntries()) window.shift += entry.value; })"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    for path in ("/", ESSAY):
        page.goto(address + path, wait_until="load")
        page.wait_for_timeout(150)
        assert page.evaluate("window.shift") < 0.01, path
    page.close()


def test_search_while_typing(browser: Browser, address: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(address + "/search")
    box = page.locator("main input[name=q]")
    box.press_sequentially("meanders")
    page.get_by_role("link", name="How rivers remember where they were").wait_for()
    assert box.evaluate("element => element === document.activeElement")
    page.wait_for_url(address + "/search?q=meanders")
    page.reload()
    assert page.locator("main .entry").count() == 1
    page.close()
    assert said == []


def test_search_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "/search")
    page.locator("main input[name=q]").fill("meanders")
    page.locator("main button").click()
    assert page.locator("main .entry").count() == 1
    context.close()
