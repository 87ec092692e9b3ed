"""Looks at a page in Chromium: does anything stick out, move while loading, or stand out too little?"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Page, Route

from tests.looks.matrix import SCHEMES, Look, Scheme
from tests.looks.pictures import landscape

AXE = Path(AXE_FILE_PATH).read_text(encoding="utf-8")
_WATCH = """
window.moved = [];
window.unsized = () => document.querySelector("img[src^=http]:not([width], .picture *, .lead *)") !== null;
new PerformanceObserver(list => { for (const entry of list.getEntries()) window.moved.push([entry.value,
  entry.sources.map(source => source.node?.outerHTML?.slice(0, 120)).join(' ')]); })
  .observe({ type: 'layout-shift', buffered: true });
"""
_STICKS_OUT = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return '';
  const far = [...document.querySelectorAll('body *')].filter(node => node.getBoundingClientRect().right > width + 1);
  return far.slice(0, 3).map(node => node.outerHTML.slice(0, 120)).join('\\n') || 'something';
}"""
CONTRAST = ("color-contrast",)
EVERYTHING = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_AXE = """async rules => {
  const found = await axe.run({ runOnly: rules, resultTypes: ['violations'] });
  return found.violations.flatMap(one => one.nodes.map(
    node => one.id + ': ' + node.html.slice(0, 160) + ' ' + (node.any[0]?.message ?? one.help)));
}"""
# A picture of another site whose size nobody has written down moves what is under it; that is the old blog's, not ours.
_MOVED = "window.unsized() ? [] : window.moved"
_ALL_PICTURES = """() => Promise.all([...document.images].map(image => {
  image.loading = 'eager';
  return image.decode().catch(() => {});
}))"""
_SETTLED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


class Looker:
    """One page of one browser, used again for every look. Every picture of another site is the same hill here."""

    def __init__(self, browser: Browser, width: int) -> None:
        self.width = width
        self.page: Page = browser.new_page(viewport={"width": width, "height": 900})
        self.page.add_init_script(_WATCH)
        self.page.route(_is_missing, _instead)

    def faults(
        self, origin: str, look: Look, *, schemes: Iterable[Scheme] = SCHEMES, rules: Sequence[str] = EVERYTHING
    ) -> list[str]:
        """What is wrong, in words; axe asks for `rules` in each of the schemes. The page stays open, in the last."""
        where = f"{look.name} at {self.width}"
        self.page.emulate_media(color_scheme="light")
        self.page.goto(origin + look.path, wait_until="load")
        self.page.evaluate(_SETTLED)
        found = [f"{where}: sticks out: {out}" for out in [self.page.evaluate(_STICKS_OUT)] if out]
        found += [f"{where}: moves by {by:.3f}: {what}" for by, what in self.page.evaluate(_MOVED)]
        for scheme in schemes:
            self.page.emulate_media(color_scheme=scheme)
            found += [f"{where}, {scheme}: {fault}" for fault in self._ask_axe(rules)]
        return found

    def is_page(self, origin: str, look: Look) -> bool:
        """Tell if there is a page of its own at the address, rather than a file, a fragment or the way elsewhere."""
        answer = self.page.request.get(origin + look.path, max_redirects=0)
        return answer.headers.get("content-type", "").startswith("text/html") and "<html" in answer.text()

    def shoot(self, scheme: Scheme, to: Path, tallest: int = 3000) -> None:
        """Shoot the page that is open, from its top."""
        self.page.emulate_media(color_scheme=scheme)
        self.page.evaluate(_ALL_PICTURES)
        height = min(self.page.evaluate("document.documentElement.scrollHeight"), tallest)
        self.page.screenshot(
            path=to, full_page=True, clip={"x": 0, "y": 0, "width": self.width, "height": max(height, 900)}
        )

    def close(self) -> None:
        self.page.close()

    def _ask_axe(self, rules: Sequence[str]) -> list[str]:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        faults: list[str] = self.page.evaluate(_AXE, list(rules))
        return faults


def _is_missing(url: str) -> bool:
    """Of another site, or a file of an old blog that did not come with its export."""
    return "//127.0.0.1" not in url or "/content/" in url or "/wp-content/" in url


def _instead(route: Route) -> None:
    if route.request.resource_type == "image":
        route.fulfill(body=landscape("meander", 2, 600, 400), content_type="image/png")
    else:
        route.abort()
