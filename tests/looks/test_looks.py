"""Every page of the matrix: nothing sticks out, nothing moves while it loads, all text can be told from its ground."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.importers.corpora import IS_HERE, MISSING
from tests.journeys.browsers import browser
from tests.looks.looking import Looker
from tests.looks.matrix import OTHERS, OWN, SCHEMES, SOURCES, WIDTHS, Look
from tests.looks.site import make_other, make_sample, served

pytestmark = pytest.mark.browser
__all__ = ["browser"]  # the fixture


@pytest.fixture(scope="module")
def origins(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """ "own" and "others" → origin. Made before the browser, on whose event loop no file may be written."""
    with ExitStack() as stack:
        found = {"own": stack.enter_context(served(make_sample(tmp_path_factory.mktemp("own"))))}
        if IS_HERE:
            found["others"] = stack.enter_context(served(make_other(tmp_path_factory.mktemp("others"), *SOURCES)))
        yield found


@pytest.mark.parametrize("width", WIDTHS)
def test_own_pages(origins: dict[str, str], browser: Browser, width: int) -> None:
    assert not faults(browser, origins["own"], OWN, width)


@pytest.mark.corpus
@pytest.mark.skipif(not IS_HERE, reason=MISSING)
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_old_blogs(origins: dict[str, str], browser: Browser, width: int) -> None:
    assert not faults(browser, origins["others"], OTHERS, width)


def faults(browser: Browser, origin: str, looks: Iterable[Look], width: int) -> str:
    """Contrast at one width only, in one scheme a page by turns: axe takes long. `make shots` asks everything."""
    looker = Looker(browser, width)
    found: list[str] = []
    for number, look in enumerate(looks):
        schemes = [SCHEMES[number % 2]] if width == 768 else []
        found += looker.faults(origin, look, contrast=schemes)
    looker.close()
    return "\n".join(found)


def test_the_matrix_names_every_template() -> None:
    """A new template of the public site is looked at, or this fails."""
    folder = Path(__file__).parents[2] / "templates"
    templates = {path.stem for path in folder.glob("posts/[!_]*.html")}
    known = {"home": "home", "post": "post", "page": "page", "archive": "archive", "search": "search"}
    looked_at = {known.get(look.template, "list") for look in OWN if look.template != "404"}
    assert templates == looked_at
