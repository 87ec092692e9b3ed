"""A site with something of everything, and its export."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.main import WITH_OUTBOX, Parts
from tests.exporters.hard_cases import publish_hard_cases
from tests.exporters.round_trip import export
from tests.importers.sites import make_site
from tests.web.content import SITE, publish_sample

HAS_HUGO = shutil.which("hugo") is not None
NO_HUGO = "LOUDLY: hugo is not installed (scripts/hugo.sh); no build of an export was proved"
needs_hugo = pytest.mark.skipif(not HAS_HUGO, reason=NO_HUGO)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, migrated: Callable[[str], Path]) -> Iterator[Parts]:
    made = make_site(tmp_path_factory.mktemp("out") / "site", migrated)
    made.services.site.update(**SITE)
    publish_sample(made.services)
    publish_hard_cases(made.services)
    for name in WITH_OUTBOX:
        made.worker.drain(made.databases[name])
    yield made
    made.close()


@pytest.fixture(scope="session")
def exported(site: Parts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All of it, private things too. Tests that change it copy it."""
    folder = tmp_path_factory.mktemp("exported") / "blog"
    assert not export(site.services, folder).failed
    return folder


@pytest.fixture
def empty(tmp_path: Path, migrated: Callable[[str], Path]) -> Iterator[Parts]:
    made = make_site(tmp_path / "back", migrated)
    yield made
    made.close()
