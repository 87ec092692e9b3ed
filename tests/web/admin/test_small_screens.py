"""The pages of accounts and people in Chromium: nothing sticks out of a phone, no rule of the policy is broken."""

import pytest
from playwright.sync_api import sync_playwright

from tests.web.admin.test_passkeys import FLAGS, served
from tests.web.content import PASSWORD
from tests.web.world import World

PAGES = ["account", "account/two-step", "account/passkeys", "people", "audit", "sign-in", "sign-in/passkey"]

__all__ = ["served"]  # the fixture


@pytest.mark.browser
def test_nothing_sticks_out(served: tuple[World, str]) -> None:
    _world, origin = served
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_page(viewport={"width": 320, "height": 640}, color_scheme="dark")
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(f"{origin}/admin/sign-in")
        page.get_by_label("E-mail").fill("olga@blog.test")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.goto(f"{origin}/admin/account/two-step")
        page.get_by_role("button", name="Set it up").click()
        page.get_by_label("A QR code").wait_for()
        for path in PAGES:
            page.goto(f"{origin}/admin/{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        browser.close()
    assert not said
