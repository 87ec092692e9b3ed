from collections.abc import Callable

import pytest

from tests.journeys.running import Site


@pytest.fixture
def site(make_site: Callable[..., Site]) -> Site:
    return make_site()
