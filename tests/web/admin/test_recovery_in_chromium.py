"""The second step in Chromium: set up, used, and recovered from with a code on paper."""

import pyotp
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.admin.test_passkeys import FLAGS, served
from tests.web.content import PASSWORD
from tests.web.world import World

__all__ = ["served"]  # the fixture


def sign_in(browser: Browser, origin: str, email: str) -> Page:
    page = browser.new_page()
    page.set_default_timeout(20_000)
    page.goto(f"{origin}/admin/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{origin}/admin/")
    return page


@pytest.mark.browser
def test_a_second_step_is_set_up_used_and_recovered_from(served: tuple[World, str]) -> None:
    _world, origin = served
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = sign_in(browser, origin, "alice@blog.test")
        page.goto(f"{origin}/admin/account/two-step")
        page.get_by_role("button", name="Set it up").click()
        page.get_by_label("A QR code").wait_for()
        app = pyotp.TOTP(page.locator("code").first.inner_text())
        page.locator("input[name=code]").fill(app.now())
        page.locator("form:has(input[name=code]) button").first.click()
        codes = page.locator("code")
        codes.nth(9).wait_for()
        recovery = codes.first.inner_text()
        page.get_by_role("button", name="Sign out").click()
        page.get_by_label("E-mail").fill("alice@blog.test")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        code = page.locator("input[name=code]")
        code.fill("000000")
        page.locator("form:has(input[name=code]) button").first.click()
        page.get_by_text("This code is not right").wait_for()
        page.locator("input[name=code]").fill(recovery)
        page.locator("form:has(input[name=code]) button").first.click()
        page.wait_for_url(f"{origin}/admin/")
        page.goto(f"{origin}/admin/account/two-step")
        assert "9" in page.locator("main").inner_text()
        browser.close()
