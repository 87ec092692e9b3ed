import html
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.services.posts import PostService
from app.services.posts.search import fts_query, segmented, snippet_html
from tests.services.making import post


def titles(posts: PostService, query: str) -> list[str]:
    return [hit.post.title for hit in posts.search(query, 1, 10).entries]


@pytest.fixture
def library(posts: PostService) -> PostService:
    posts.publish(
        [
            post(1, title="Walrus", text="An animal of the north."),
            post(2, title="Heron", text="A bird; no walrus is one. Crème brûlée for birdwatchers."),
            post(3, title="Page of birds", kind="page", text="The quick brown fox is <b>no</b> bird & no fish."),
            post(4, title="東京の天気", text="今日の東京は晴れです。大阪は雨。"),
            post(5, title="Thai", text="ภาษาไทยเป็นภาษาที่มีระดับเสียง"),
        ]
    )
    return posts


def test_words_in_titles_weigh_more(library: PostService) -> None:
    assert titles(library, "walrus") == ["Walrus", "Heron"]


def test_all_words_must_be_there_and_the_last_may_be_a_beginning(library: PostService) -> None:
    assert titles(library, "bird fox") == ["Page of birds"]
    assert titles(library, "birdw") == ["Heron"]
    assert titles(library, "birdw walrus") == []
    assert titles(library, "walr ") == []


def test_phrases_and_words_left_out(library: PostService) -> None:
    assert titles(library, '"quick brown"') == ["Page of birds"]
    assert titles(library, '"brown quick"') == []
    assert titles(library, "walrus -heron") == ["Walrus"]
    assert titles(library, 'walrus -"bird no"') == ["Walrus"]
    assert titles(library, "-walrus") == []
    assert titles(library, '"unfinished quick br') == []


def test_accents_and_case_do_not_matter(library: PostService) -> None:
    assert titles(library, "CREME brulee") == ["Heron"]
    assert titles(library, "crème") == ["Heron"]


def test_scripts_without_spaces_are_found_at_any_length(library: PostService) -> None:
    for query in ("東京", "京", "東京 大阪", "晴れです", "天気", "東京の天気"):
        assert titles(library, query) == ["東京の天気"], query
    assert titles(library, "京東") == []
    assert titles(library, "ภาษาที่") == ["Thai"]
    assert library.search("東京は", 1, 10).entries[0].snippet == "今日の<mark>東京は</mark>晴れです。大阪は雨。"


def test_snippets_are_escaped_text_with_marks(library: PostService) -> None:
    hit = library.search("fox", 1, 10).entries[0]
    assert hit.snippet == "The quick brown <mark>fox</mark> is &lt;b&gt;no&lt;/b&gt; bird &amp; no fish."


def test_no_marks_can_be_smuggled_into_a_snippet(posts: PostService) -> None:
    posts.publish([post(1, title="\x02t\x03", text="\x02<script>\x03 alert <mark>fox</mark>")])
    snippet = posts.search("fox", 1, 10).entries[0].snippet
    assert snippet == " &lt;script&gt;  alert &lt;mark&gt;<mark>fox</mark>&lt;/mark&gt;"


def test_an_empty_query_finds_nothing(library: PostService) -> None:
    for query in ("", " ", '"', '""', "-", "!!!", "*", "\x00", "\ud800", "AND", "́"):
        page = library.search(query, 1, 10)
        assert (page.entries, page.total) == ((), 0), query


def test_hits_come_page_by_page(posts: PostService) -> None:
    posts.publish([post(n, text="walrus " * n) for n in range(1, 8)])
    first, second = posts.search("walrus", 1, 4), posts.search("walrus", 2, 4)
    assert (first.total, first.pages, len(first.entries), len(second.entries)) == (7, 2, 4, 3)
    assert len({hit.post.id for hit in (*first.entries, *second.entries)}) == 7
    assert posts.search("walrus", 99, 4).entries == ()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text() | st.text(alphabet='ab"*-^:(){}+ \t\x00東é\u0301\ud800{}NEARANDORT'))
def test_no_query_raises(library: PostService, query: str) -> None:
    page = library.search(query, 1, 10)
    assert len(page.entries) == min(page.total, 10)


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"])))
def test_a_snippet_is_the_text_it_was_made_of(text: str) -> None:
    shown = html.unescape(snippet_html(segmented(text)))
    expected = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", " ", text).replace("\u200b", "")
    assert shown == html.unescape(html.escape(expected))


def test_only_letters_and_digits_begin_a_longer_word() -> None:
    assert [fts_query(typed) for typed in ("wal", "w", "C++", "wal ", "東", '"wal"')] == [
        *('"wal"*', '"w"', '"C++"', '"wal"'),
        '"\u200b東\u200b"',
        '"wal"',
    ]


def test_long_queries_are_cut() -> None:
    query = fts_query("word " * 1000)
    assert query is not None
    assert query.count('"') == 32
