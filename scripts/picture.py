"""Draw docs/images/home.png anew: the sample blog's front page, light beside dark. Needs the development environment.

.venv/bin/python -m scripts.picture
"""

import io
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.browsers import CHROMIUM, QUIET
from tests.looks.matrix import SCHEMES, Scheme
from tests.looks.site import make_sample, served

PICTURE = Path(__file__).parents[1] / "docs" / "images" / "home.png"
SIZE = (1180, 820)
COLOURS = 128  # flat colours: a fifth of the bytes


def main() -> int:
    with TemporaryDirectory(prefix="waypost-picture-") as folder:
        data, _ = make_sample(Path(folder) / "own")
        with served(data) as origin, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            light, dark = (_shot(browser, origin, scheme) for scheme in SCHEMES)
            browser.close()
    half = SIZE[0] // 2
    light.paste(dark.crop((half, 0, *SIZE)), (half, 0))
    light.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURE, optimize=True)
    print(f"{PICTURE}: {PICTURE.stat().st_size} bytes")
    return 0


def _shot(browser: Browser, origin: str, scheme: Scheme) -> Image.Image:
    page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]}, color_scheme=scheme)
    page.goto(origin + "/", wait_until="networkidle")
    shot = page.screenshot()
    page.close()
    return Image.open(io.BytesIO(shot)).convert("RGB")


if __name__ == "__main__":
    sys.exit(main())
