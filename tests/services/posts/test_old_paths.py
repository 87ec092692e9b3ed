from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.posts import PostService
from tests.services.making import id_of, post


def test_an_old_address_leads_to_the_present_path(posts: PostService) -> None:
    posts.publish([post(1, old_paths=("/?p=12", "/2015/01/old-name/", "/Ünïcode"))])
    for address in ("/?p=12", "/?p=12&utm_source=x", "/2015/01/old-name", "/2015/01/old-name/?x=1", "/Ünïcode/"):
        assert posts.find_old_path(address) == "/post-1/", address
    for address in ("/", "/?p=1", "/?q=12", "/2015/01/", "", "?", "/%00"):
        assert posts.find_old_path(address) is None, address


def test_a_present_path_without_its_slash_leads_to_it(posts: PostService) -> None:
    posts.publish([post(1), post(2, path="/about.html")])
    assert posts.find_old_path("/post-1") == "/post-1/"
    assert posts.find_old_path("//post-1//") == "/post-1/"
    assert posts.find_old_path("/about.html/") == "/about.html"
    assert posts.find_old_path("/post-1/") is None


def test_the_newer_of_two_posts_answers_for_a_path_both_had(posts: PostService) -> None:
    for order in ((1, 2), (2, 1)):
        posts.unpublish([id_of(1), id_of(2)])
        for number in order:
            posts.publish([post(number, old_paths=("/shared",))])
        assert posts.find_old_path("/shared") == "/post-2/"
    posts.unpublish([id_of(2)])
    assert posts.find_old_path("/shared") == "/post-1/"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text() | st.text(alphabet="/?&=%#.\\p1o \x00\ud800é\u0301"))
def test_no_address_raises_or_leads_to_itself(posts: PostService, address: str) -> None:
    posts.publish([post(1, path="/p/", old_paths=("/?p=1", "/o", "/é"))])
    assert posts.find_by_path(address) is None or address == "/p/"
    assert posts.find_old_path(address) in (None, "/p/")
    assert posts.find_old_path("/p/") is None
