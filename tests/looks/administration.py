"""Shoots the small pictures of docs/administration.md: `python -m tests.looks.administration`."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from tests.journeys.browsers import CHROMIUM, QUIET
from tests.looks.desk import EMAIL, PASSWORD
from tests.looks.site import make_sample, served

IMAGES = Path(__file__).parents[2] / "docs" / "images"
SIZE = {"width": 760, "height": 560}


def main() -> int:
    with (
        TemporaryDirectory(prefix="waypost-administration-") as folder,
        served(make_sample(Path(folder) / "own")[0]) as origin,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = browser.new_page(viewport=SIZE, color_scheme="light")  # type: ignore[arg-type]
        page.goto(f"{origin}/admin/sign-in")
        _shoot(page, f"{origin}/admin/sign-in", "sign-in")
        page.get_by_label("E-mail").fill(EMAIL)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(f"{origin}/admin/")
        page.goto(f"{origin}/admin/people")
        page.get_by_label("Their e-mail").fill("dora@blog.example")
        page.get_by_role("button", name="Make an invitation").click()
        page.get_by_text("It works once").wait_for()
        _save(page, "people")
        page.goto(f"{origin}/admin/account/two-step")
        page.get_by_role("button", name="Set it up").click()
        page.get_by_label("A QR code").wait_for()
        _save(page, "two-step")
        _shoot(page, f"{origin}/admin/audit", "log")
        browser.close()
    return 0


def _shoot(page: Page, address: str, name: str) -> None:
    page.goto(address, wait_until="load")
    _save(page, name)


def _save(page: Page, name: str) -> None:
    page.screenshot(path=IMAGES / f"admin-{name}.png")


if __name__ == "__main__":
    sys.exit(main())
