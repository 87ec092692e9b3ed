# ruff: noqa: E501
"""Search: no query can raise an error page."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.world import World


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60) | st.lists(st.sampled_from(list("\"*^-:(){}[]+,.~'&|!/\\<>%;=")), max_size=12).map("".join))
def test_any_query(shared: World, query: str) -> None:
    answer = shared.client_again().get("/search", params={"q": query.encode("utf-8", "replace").decode()})
    assert answer.status_code == 200
    assert "<script" not in answer.text


@pytest.mark.parametrize("query", ["NEAR(a b)", "title:map", "a AND", '"', "-", "*", "map*", "'; drop table posts --", "a" * 5000,
                                   "\x00", "<script>alert(1)</script>", "%", "_", "map " * 500])  # fmt: skip
def test_what_looks_like_syntax(shared: World, query: str) -> None:
    answer = shared.client_again().get("/search", params={"q": query})
    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_query_is_shown_as_text(shared: World) -> None:
    html = shared.client_again().get("/search", params={"q": '"><b>x'}).text
    assert 'value="&#34;&gt;&lt;b&gt;x"' in html
