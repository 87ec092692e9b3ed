"""Makes the pictures of docs/writing.md from the sample blog of the tests: `python -m bench.desk_pictures [FOLDER]`."""

import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from app.db import migrate
from tests.services.making import id_of
from tests.web.content import PASSWORD, SITE, publish_sample
from tests.web.world import NAMES, open_world

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
EDITOR = f"/admin/posts/{id_of('essay')}/edit"
LINE = "They measured with chains of {} metres, in wet wool, and drew the result on stone."


def main() -> int:
    to = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parent.parent / "docs" / "images")
    to.mkdir(parents=True, exist_ok=True)
    with sample_site() as origin, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for scheme, width in (("light", 1100), ("dark", 1100), ("light", 320), ("dark", 320), ("light", 768)):
            take(browser, origin, to, scheme, width, "" if (scheme, width) == ("light", 1100) else f"-{width}-{scheme}")
            if len(sys.argv) == 1:  # the one look the docs show
                break
        browser.close()
    return 0


def take(browser: Browser, origin: str, to: Path, scheme: str, width: int, suffix: str) -> None:
    bob, olga = (signed_in(browser, origin, name, scheme, width) for name in ("bob", "olga"))
    for page in (bob, olga):
        page.goto(origin + EDITOR)
        discard = page.get_by_role("button", name="Discard it")
        if discard.count():
            discard.click()
            page.wait_for_load_state("networkidle")
    write(olga, LINE.format("thirty"))
    write(bob, LINE.format("twenty"))
    bob.locator("#autosave time").wait_for()
    bob.keyboard.press("Control+Shift+P")
    bob.frame_locator("#preview").locator("h1").wait_for()
    bob.wait_for_timeout(300)
    bob.screenshot(path=to / f"editor{suffix}.png")
    bob.get_by_role("button", name="Publish changes").click()
    bob.locator("#autosave").get_by_text("Published").wait_for()
    bob.keyboard.press("Control+/")
    bob.screenshot(path=to / f"shortcuts{suffix}.png")
    olga.get_by_role("button", name="Publish changes").click()
    olga.get_by_role("heading", name="Two versions").first.wait_for()
    olga.screenshot(path=to / f"conflict{suffix}.png")
    olga.get_by_role("button", name="Keep mine").click()
    olga.locator("#autosave").get_by_text("Published").wait_for()
    olga.goto(origin + EDITOR.replace("/edit", "/history"))
    olga.screenshot(path=to / f"history{suffix}.png")
    for page in (bob, olga):
        page.context.close()


def write(page: Page, text: str) -> None:
    page.get_by_label("Text", exact=True).focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(
        f"## What the surveyors knew\n\n{text}\n\n> Whoever draws the line has already walked it.\n"
    )


def signed_in(browser: Browser, origin: str, name: str, scheme: str, width: int) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 700}, color_scheme=scheme).new_page()  # type: ignore[arg-type]
    page.goto(f"{origin}/admin/sign-in")
    page.get_by_label("E-mail").fill(f"{name}@blog.test")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    return page


@contextmanager
def sample_site() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        data.mkdir(mode=0o700)
        for name in NAMES:
            migrate.upgrade(data / f"{name.capitalize()}.db")
        listening = socket.create_server(("127.0.0.1", 0))
        origin = f"http://localhost:{listening.getsockname()[1]}"
        world = open_world(data, WAYPOST_URL=origin)
        world.services.site.update(**SITE)
        publish_sample(world.services)
        world.settle()
        server = uvicorn.Server(uvicorn.Config(world.app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield origin
        server.should_exit = True
        thread.join()
        world.close()


if __name__ == "__main__":
    sys.exit(main())
