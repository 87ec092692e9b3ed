"""Every page of the matrix: nothing sticks out, nothing moves while it loads, all text can be told from its ground."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.importers.corpora import IS_HERE, MISSING
from tests.journeys.browsers import browser
from tests.looks.desk import Desk, sign_in
from tests.looks.looking import CONTRAST, EVERYTHING, Looker
from tests.looks.matrix import OTHERS, OWN, SCHEMES, SOURCES, WIDTHS, Look
from tests.looks.site import make_other, make_sample, served

pytestmark = pytest.mark.browser
__all__ = ["browser"]  # the fixture


@dataclass(frozen=True)
class Served:
    own: str  # origins
    others: str
    desk: Desk


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Made before the browser, on whose event loop no file may be written."""
    data, desk = make_sample(tmp_path_factory.mktemp("own"))
    other = make_other(tmp_path_factory.mktemp("others"), *SOURCES) if IS_HERE else None
    with ExitStack() as stack:
        own = stack.enter_context(served(data))
        yield Served(own, stack.enter_context(served(other)) if other else "", desk)


@pytest.mark.parametrize("width", WIDTHS)
def test_own_pages(sites: Served, browser: Browser, width: int) -> None:
    assert not faults(Looker(browser, width), sites.own, OWN, EVERYTHING)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_desk(sites: Served, browser: Browser, width: int) -> None:
    looker = Looker(browser, width)
    sign_in(looker.page, sites.own)
    looks = [look for look in sites.desk.looks() if looker.is_page(sites.own, look)]
    assert not faults(looker, sites.own, looks, EVERYTHING)


@pytest.mark.corpus
@pytest.mark.skipif(not IS_HERE, reason=MISSING)
@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_old_blogs(sites: Served, browser: Browser, width: int) -> None:
    """Their headings and alternative texts are as they are; the colours are ours."""
    assert not faults(Looker(browser, width), sites.others, OTHERS, CONTRAST)


def faults(looker: Looker, origin: str, looks: Iterable[Look], rules: Sequence[str]) -> str:
    """axe at one width only, in one scheme a page by turns, and of old blogs at each second page: it takes long.

    `make audit` and `make shots` ask everything.
    """
    found: list[str] = []
    for number, look in enumerate(looks):
        asked = looker.width == 768 and (rules is EVERYTHING or number % 2)
        schemes = [SCHEMES[number // (1 if rules is EVERYTHING else 2) % 2]] if asked else []
        found += looker.faults(origin, look, schemes=schemes, rules=rules)
    looker.close()
    return "\n".join(found)


def test_the_matrix_names_every_template() -> None:
    """A new template of the public site is looked at, or this fails."""
    folder = Path(__file__).parents[2] / "templates"
    templates = {path.stem for path in folder.glob("posts/[!_]*.html")}
    known = {"home": "home", "post": "post", "page": "page", "archive": "archive", "search": "search"}
    known["locked"] = "locked"
    looked_at = {known.get(look.template, "list") for look in OWN if look.template != "404"}
    assert templates == looked_at
