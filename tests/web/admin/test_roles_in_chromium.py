"""Role by role in Chromium: what somebody is shown they may do, and what they may do they are shown."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, sync_playwright

from app.services.users import ROLES, Role
from tests.web.admin.test_passkeys import FLAGS, served
from tests.web.admin.test_recovery_in_chromium import sign_in
from tests.web.admin.test_roles import FOR_ANYBODY, table
from tests.web.content import PASSWORD, own_draft
from tests.web.world import World

__all__ = ["served"]  # the fixture
NAMES: dict[Role, str] = {"owner": "olga", "admin": "anna", "editor": "bob", "author": "alice", "contributor": "carl"}
ADDRESSES_OF_LINKS = "all => all.map(a => a.getAttribute('href'))"
ADDRESSES_OF_FORMS = "all => all.map(f => f.getAttribute('action') || location.pathname)"
# Reached by a script, or from a page that only stands there when there is something on it.
NOT_LINKED = {"/admin/tags/completion", "/admin/redirects/export"}


def row_of(method: str, path: str) -> tuple[str, str] | None:
    """The row of docs/roles.md an address belongs to; None where everybody may. The most exact one counts."""
    path = path.rstrip("/")
    rows = [row for row in table() if row[0] == method and re.fullmatch(re.sub(r"\{[^}]*\}", "[^/]+", row[1]), path)]
    return min(rows, key=lambda row: row[1].count("{"), default=None)


def shown_to(page: Page, origin: str, role: Role) -> set[tuple[str, str]]:
    """(method, row) of all that the desk's pages offer to this person, from page to page."""
    waiting, seen, offered = ["/admin/"], set[str](), set[tuple[str, str]]()
    while waiting:
        path = waiting.pop(0)
        row = row_of("GET", path)
        if row is None or row[1] in seen or path in seen:
            continue
        answer = page.goto(origin + path)
        assert answer is not None
        seen.add(path)
        if answer.status == 403 and table()[row][role] == "own":
            continue  # somebody else's; the next may be one's own
        assert answer.status == 200, f"{role} is shown {path}"
        seen.add(row[1])
        offered.add(row)
        links = page.eval_on_selector_all("a[href^='/admin']:not([download])", ADDRESSES_OF_LINKS)
        forms = page.eval_on_selector_all("form[method=post i]", ADDRESSES_OF_FORMS)
        waiting += [urlsplit(link).path for link in links]
        for action in (urlsplit(form).path for form in forms):
            if action.rstrip("/") not in FOR_ANYBODY:
                asked = row_of("POST", action)
                assert asked is not None, f"{path} has a form for {action}, which nobody answers"
                offered.add(asked)
    return offered


@pytest.mark.browser
def test_each_role_sees_what_it_may_do(served: tuple[World, str]) -> None:
    world, origin = served
    world.services.users.create(name="Anna", email="anna@blog.test", role="admin", password=PASSWORD)
    for name in ("alice", "carl"):
        own_draft(world.services, world.services.users.get_by_email(f"{name}@blog.test"))
    allowed = table()
    plain = [row for row in allowed if row[0] == "GET" and "{" not in row[1] and row[1] not in NOT_LINKED]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for role in ROLES:
            page = sign_in(browser, origin, f"{NAMES[role]}@blog.test")
            offered = shown_to(page, origin, role)
            for row in offered:
                assert allowed[row][role] in ("yes", "own"), f"{role} is shown {row}"
            for row in plain:
                assert (row in offered) == (allowed[row][role] == "yes"), f"{role}: {row}"
            for row in plain:
                if allowed[row][role] == "–":
                    refused = page.goto(origin + row[1])
                    assert refused is not None
                    assert refused.status == 403, f"{role}: {row}"
                    assert page.get_by_role("heading", name="You may not do this").count() == 1
            page.close()
        browser.close()
