import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.site import is_reserved, normalise, spellings

ADDRESSES = st.text() | st.text(alphabet="/?&=#%.ab \x00é\u0301\ud800\\:")


@pytest.mark.parametrize(
    ("typed", "one"),
    [
        ("/2015/hello/", "/2015/hello"),
        ("2015//hello", "/2015/hello"),
        ("//evil.example/x", "/evil.example/x"),
        ("/", "/"),
        ("", "/"),
        ("/?p=12", "/?p=12"),
        ("/x/?p=12", "/x?p=12"),
        ("/x?", "/x"),
        ("/cafe\u0301/", "/caf\u00e9"),
        ("/a\r\nb", "/ab"),
    ],
)
def test_one_spelling(typed: str, one: str) -> None:
    assert normalise(typed) == one


def test_what_an_old_link_may_be_stored_as() -> None:
    assert spellings("/x/?a=1&b=2") == ("/x?a=1&b=2", "/x?a=1", "/x?b=2", "/x")
    assert spellings("/?p=1&utm=2") == ("/?p=1&utm=2", "/?p=1", "/?utm=2")
    assert spellings("/x/") == ("/x",)
    assert spellings("/") == ("/",)


@given(ADDRESSES)
def test_a_spelling_stays_as_it_is(address: str) -> None:
    one = normalise(address)
    assert normalise(one) == one
    assert one.startswith("/")
    assert not one.startswith("//")


@given(ADDRESSES)
def test_the_whole_address_is_tried_first_and_few_others(address: str) -> None:
    tried = spellings(address)
    assert tried[0] == normalise(address)
    assert len(tried) == len(set(tried)) <= 10
    assert all(normalise(spelling) == spelling for spelling in tried[:1])


def test_addresses_of_our_own() -> None:
    for path in ("/", "", "/admin", "/Admin/x", "//admin/", "/-/live", "/tag/x/", "/feed.xml", "/robots.txt?x"):
        assert is_reserved(path), path
    for path in ("/administer/", "/about/", "/2015/tag/"):
        assert not is_reserved(path), path
