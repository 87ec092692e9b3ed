"""Which old address is which file: all spellings lead to the one that was found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.files import Files
from app.importers.items import Site
from app.importers.old_site import OldSite


@pytest.fixture
def files() -> Files:
    made = Files(OldSite(Site(url="https://old.example")))
    made.add(["https://old.example/wp-content/uploads/2015/01/a b.jpg"], "/media/1/a-b.jpg")
    return made


@pytest.mark.parametrize(
    "address",
    [
        "https://old.example/wp-content/uploads/2015/01/a%20b.jpg",
        "http://www.old.example/wp-content/uploads/2015/01/a%20b.jpg?w=300",
        "//old.example/wp-content/uploads/2015/01/a b.jpg",
        "/wp-content/uploads/2015/01/a%20b.jpg",
        "/wp-content/uploads/2015/01/a%20b-300x225.jpg",
        "https://i0.wp.com/old.example/wp-content/uploads/2015/01/a%20b.jpg?resize=1",
    ],
)
def test_all_spellings(files: Files, address: str) -> None:
    assert files.find(address) == "/media/1/a-b.jpg"


@pytest.mark.parametrize(
    "address", ["https://other.example/wp-content/uploads/2015/01/a%20b.jpg", "/a.jpg", "http://[x"]
)
def test_other_files(files: Files, address: str) -> None:
    assert files.find(address) is None


def test_what_looks_like_a_file(files: Files) -> None:
    assert files.looks_like_file("/uploads/x.PDF")
    assert not files.looks_like_file("/2015/01/hello.html")
    assert not files.looks_like_file("https://other.example/x.jpg")


@given(st.text())
def test_any_address_can_be_asked(address: str) -> None:
    Files(OldSite(Site(url="https://old.example"))).find(address)
