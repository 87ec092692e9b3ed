"""What the first visit of a page costs in bytes, compressed, with all that it loads."""

from urllib.parse import urljoin

import httpx
from playwright.sync_api import Browser

BROTLI = {"accept-encoding": "br"}


def weights(browser: Browser, origin: str, path: str = "/") -> dict[str, int]:
    """Kind → bytes of the bodies as they travel: the page, the theme's files, the pictures of the content.

    All of the page is scrolled through, so that lazy pictures are in it. The icons and the manifest are fetched by
    browsers when they please: they count as the theme's.
    """
    page = browser.new_page(viewport={"width": 412, "height": 823}, device_scale_factor=1.75)
    asked: set[str] = set()
    page.on("request", lambda request: asked.add(request.url))
    page.goto(origin + path, wait_until="networkidle")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    links = page.eval_on_selector_all("link[rel*=icon],link[rel=manifest]", "all => all.map(one => one.href)")
    page.close()
    found = {"page": 0, "theme": 0, "pictures": 0}
    for address in asked | {urljoin(origin, link) for link in links}:
        kind = "page" if address == origin + path else "pictures" if "/media/" in address else "theme"
        with httpx.stream("GET", address, headers=BROTLI) as answer:
            found[kind] += sum(len(chunk) for chunk in answer.iter_raw())
    return found
