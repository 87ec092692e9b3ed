"""Shoot the whole matrix, `make shots`: one picture a page, width and scheme in build/shots, and sheets of all.

Ends with 1 if anything sticks out, moves, or stands out too little.
"""

import sys
from contextlib import ExitStack
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from tests.importers.corpora import IS_HERE, MISSING
from tests.journeys.browsers import CHROMIUM, QUIET
from tests.looks.looking import CONTRAST, Looker
from tests.looks.matrix import OTHERS, OWN, SCHEMES, SOURCES, WIDTHS, Look
from tests.looks.site import make_other, make_sample, served

SHOTS = Path(__file__).parents[2] / "build" / "shots"
_SHEET = """<!doctype html><meta charset=utf-8><style>body{margin:16px;background:#888;font:12px sans-serif;
display:flex;flex-wrap:wrap;gap:12px}figure{margin:0;width:WIDTHpx}img{width:100%;display:block}</style>"""


def main() -> int:
    SHOTS.mkdir(parents=True, exist_ok=True)
    faults: list[str] = []
    with TemporaryDirectory(prefix="waypost-shots-") as folder, ExitStack() as stack:
        sites = [("own", stack.enter_context(served(make_sample(Path(folder) / "own")[0])), OWN)]
        if IS_HERE:
            other = make_other(Path(folder) / "others", *SOURCES)
            sites.append(("others", stack.enter_context(served(other)), OTHERS))
        else:
            print(MISSING)
        playwright = stack.enter_context(sync_playwright())  # last: no file may be written on its event loop
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for site, origin, looks in sites:
            faults += _shoot(browser, origin, site, looks)
        browser.close()
    print("\n".join(faults) or f"nothing to find fault with; the pictures are in {SHOTS}")
    return 1 if faults else 0


def _shoot(browser: Browser, origin: str, site: str, looks: tuple[Look, ...]) -> list[str]:
    faults: list[str] = []
    for width in WIDTHS:
        looker = Looker(browser, width)
        shot: dict[str, list[Path]] = {scheme: [] for scheme in SCHEMES}
        for look in looks:
            faults += looker.faults(origin, look, rules=CONTRAST)
            for scheme in SCHEMES:
                shot[scheme].append(SHOTS / f"{site}-{look.name}-{width}-{scheme}.png")
                looker.shoot(scheme, shot[scheme][-1])
        looker.close()
        for scheme in SCHEMES:
            _sheet(browser, shot[scheme], SHOTS / f"sheet-{site}-{width}-{scheme}", width)
    return faults


def _sheet(browser: Browser, pictures: list[Path], to: Path, width: int, columns: int = 5) -> None:
    """All pictures of a width and scheme, small, beside one another."""
    shown = {320: 230, 768: 330, 1280: 420}[width]
    page = browser.new_page(viewport={"width": columns * (shown + 12) + 32, "height": 900})
    for number, at in enumerate(range(0, len(pictures), 2 * columns), 1):
        cells = "".join(
            f"<figure><img src='{path.as_uri()}'>{escape(path.stem)}</figure>"
            for path in pictures[at : at + 2 * columns]
        )
        sheet = to.with_name(f"{to.name}-{number}.html")
        sheet.write_text(_SHEET.replace("WIDTH", str(shown)) + cells, encoding="utf-8")
        page.goto(sheet.as_uri(), wait_until="load")
        page.screenshot(path=sheet.with_suffix(".png"), full_page=True)
    page.close()


if __name__ == "__main__":
    sys.exit(main())
