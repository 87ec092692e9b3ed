import pytest

from app.services.site import SiteService
from tests.services.conftest import OpenDatabase


@pytest.fixture
def site(open_database: OpenDatabase) -> SiteService:
    return SiteService(open_database("Site"))
