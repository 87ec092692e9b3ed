import pytest

from app.services.posts import PostService
from tests.services.conftest import OpenDatabase


@pytest.fixture
def posts(open_database: OpenDatabase) -> PostService:
    return PostService(open_database("Posts"))
