"""From a file dropped on the library to a picture readers get in the size their screen needs, in Chromium."""

import base64
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from app.content import render_markdown
from app.services.media import Wanted
from tests.imaging import pictures
from tests.services.making import draft
from tests.web.admin.test_passkeys import FLAGS, served
from tests.web.content import PASSWORD
from tests.web.world import World

__all__ = ["served"]  # the fixture

pytestmark = pytest.mark.browser
FILES = """async (files) => {
  const transfer = new DataTransfer();
  for (const [content, name, type] of files) {
    const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type }));
  }
  window.transfer = transfer;
  const form = document.querySelector("form[data-upload]");
  window.seen = new Set();
  new MutationObserver(() => {
    for (const line of form.querySelectorAll(".progress li")) {
      if (line.querySelector("progress")) window.seen.add(line.innerText.trim());
    }
  }).observe(form, { subtree: true, childList: true, characterData: true });
}"""
DROP = """() => {
  const send = (name) => document.body.dispatchEvent(
    new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: window.transfer }));
  send("dragover");
  const wasOver = document.querySelector("form[data-upload]").classList.contains("over");
  send("drop");
  return wasOver;
}"""
PASTE = """() => dispatchEvent(new ClipboardEvent("paste", { clipboardData: window.transfer }))"""


@pytest.fixture
def page(served: tuple[World, str]) -> Iterator[Page]:
    """A page of the library, with Olga signed in. Nothing may be said on the console."""
    _world, origin = served
    with sync_playwright() as play:
        browser: Browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        opened = browser.new_page(viewport={"width": 1280, "height": 900})
        said: list[str] = []
        opened.on("console", lambda message: said.append(message.text))
        opened.on("pageerror", lambda error: said.append(str(error)))
        opened.goto(f"{origin}/admin/sign-in")
        opened.get_by_label("E-mail").fill("olga@blog.test")
        opened.get_by_label("Password").fill(PASSWORD)
        opened.get_by_role("button", name="Sign in").click()
        opened.goto(f"{origin}/admin/media/")
        yield opened
        browser.close()
    assert [text for text in said if "422" not in text] == []


def give(page: Page, *files: tuple[bytes, str, str]) -> None:
    page.evaluate(FILES, [[base64.b64encode(content).decode(), name, kind] for content, name, kind in files])


def test_from_a_drop_to_a_published_picture(served: tuple[World, str], page: Page) -> None:
    world, origin = served
    give(page, (pictures.photo(1500, 1000), "hill.jpg", "image/jpeg"))
    assert page.evaluate(DROP)
    page.get_by_label("What it shows, in words").wait_for()
    assert "Say in words" not in page.locator("h1").inner_text()
    page.get_by_label("What it shows, in words").fill("A hill at noon")
    page.locator("[data-focus] img").click(position={"x": 10, "y": 10})
    assert int(page.get_by_label("From the left").input_value()) < 10
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    markdown = page.get_by_label("To put it into a text").input_value()
    assert markdown.startswith("![A hill at noon](/media/")
    written = draft(960, version=0, html=render_markdown(markdown).html)
    with ThreadPoolExecutor(1) as beside:  # Playwright's loop runs in this thread
        beside.submit(world.services.drafts.save, written).result()
    for width, least, most in ((400, 320, 640), (1280, 640, 960)):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{origin}/post-960/")
        shown = page.get_by_alt_text("A hill at noon")
        page.wait_for_function("document.querySelector('.prose img').complete")
        source = str(shown.evaluate("image => image.currentSrc"))
        assert source.endswith(".avif")
        assert least <= int(source.removesuffix(".avif").rpartition("-")[2]) <= most
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_several_with_one_that_is_refused(page: Page) -> None:
    give(
        page,
        (pictures.flat(300, 200), "a.png", "image/png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "b.svg", "image/svg+xml"),
    )
    page.evaluate(PASTE)
    page.get_by_text("Not taken: it is HTML or SVG").wait_for()
    link = page.get_by_role("link", name="See the file that was taken")
    link.wait_for()
    assert {text.split("\n")[0].split("Making")[0].strip() for text in page.evaluate("[...window.seen]")} == {
        "a.png",
        "b.svg",
    }
    link.click()
    page.get_by_role("link", name="a.png").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_sticks_out(served: tuple[World, str], page: Page, scheme: str) -> None:
    world, origin = served
    picture = world.services.media.list_media(Wanted(kind="image"), 1, 1).entries[0].media
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for width in (320, 768, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for path in ("", f"/{picture.id}", f"/{picture.id}/delete", "?only=unused", "?q=nothing"):
            page.goto(f"{origin}/admin/media{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
