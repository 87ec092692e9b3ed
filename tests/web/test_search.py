# ruff: noqa: E501
"""Search: no query can raise an error page."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.settings import resources
from app.web.static import StaticFiles
from tests.web.world import World

HTMX = StaticFiles(resources.STATIC).address("htmx.min.js")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60) | st.lists(st.sampled_from(list("\"*^-:(){}[]+,.~'&|!/\\<>%;=")), max_size=12).map("".join))
def test_any_query(shared: World, query: str) -> None:
    answer = shared.client_again().get("/search", params={"q": query.encode("utf-8", "replace").decode()})
    assert answer.status_code == 200
    assert re.findall(r"<script[^>]*>", answer.text) == [f'<script src="{HTMX}" defer>']


@pytest.mark.parametrize("query", ["NEAR(a b)", "title:map", "a AND", '"', "-", "*", "map*", "'; drop table posts --", "a" * 5000,
                                   "\x00", "<script>alert(1)</script>", "%", "_", "map " * 500])  # fmt: skip
def test_what_looks_like_syntax(shared: World, query: str) -> None:
    answer = shared.client_again().get("/search", params={"q": query})
    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_query_is_shown_as_text(shared: World) -> None:
    html = shared.client_again().get("/search", params={"q": '"><b>x'}).text
    assert 'value="&#34;&gt;&lt;b&gt;x"' in html


def test_htmx_gets_what_was_found_alone(shared: World) -> None:
    client = shared.client_again()
    for _ in range(2):  # from the page cache too
        whole = client.get("/search", params={"q": "river"})
        part = client.get("/search", params={"q": "river"}, headers={"hx-request": "true"})
        assert "<html" in whole.text
        assert "<html" not in part.text
        assert part.text.strip() in whole.text
        assert whole.headers["vary"] == part.headers["vary"] == "HX-Request, Accept-Encoding"


def test_nothing_found_names_the_tags(shared: World) -> None:
    client = shared.client_again()
    for path in ("/search", "/search?q=zeppelin"):
        assert 'href="/tag/maps/"' in client.get(path).text
