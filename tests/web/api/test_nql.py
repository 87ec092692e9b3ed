"""NQL: every tree that can be written is read back, and nothing makes the parser fail in another way than it says."""

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Invalid
from app.services.posts import And, Compare, Filter, OneOf, Or, Value
from app.web.api.nql import parse

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
SIGNS = {"=": "", ">": ">", ">=": ">=", "<": "<", "<=": "<=", "contains": "~", "starts": "~^", "ends": "~$"}


def read(text: str) -> Filter:
    return parse(text, NOW).filter


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("featured:true", Compare("featured", "=", True)),
        ("featured:-true", Compare("featured", "=", True, True)),
        ("feature_image:null", Compare("feature_image", "=", None)),
        ("tag:hash-a", Compare("tag", "=", "hash-a")),
        ("tag:2015", Compare("tag", "=", "2015")),
        ("title:'It\\'s (a), b+c'", Compare("title", "=", "It's (a), b+c")),
        ('title:"double"', Compare("title", "=", "double")),
        ("title:~'map'", Compare("title", "contains", "map")),
        ("title:-~^'map'", Compare("title", "starts", "map", True)),
        ("published_at:>'2015-01-01 00:00:00'", Compare("published_at", ">", "2015-01-01 00:00:00")),
        ("published_at:<=2015-01-01", Compare("published_at", "<=", "2015-01-01")),
        ("tag:[a,'b c',null]", OneOf("tag", ("a", "b c", None))),
        ("tags.slug:-[a, b]", OneOf("tags.slug", ("a", "b"), True)),
        ("a:1+b:2,c:3", Or((And((Compare("a", "=", "1"), Compare("b", "=", "2"))), Compare("c", "=", "3")))),
        ("a:1+(b:2,c:3)", And((Compare("a", "=", "1"), Or((Compare("b", "=", "2"), Compare("c", "=", "3")))))),
        (" a : 1 + b:2 ", And((Compare("a", "=", "1"), Compare("b", "=", "2")))),
        ("published_at:>now-30d", Compare("published_at", ">", NOW - timedelta(days=30))),
        ("published_at:<now+1h", Compare("published_at", "<", NOW + timedelta(hours=1))),
        ("slug:nowhere", Compare("slug", "=", "nowhere")),
    ],
)
def test_read(text: str, tree: Filter) -> None:
    assert read(text) == tree


def test_whether_it_asks_for_now() -> None:
    assert parse("published_at:>now-1d", NOW).asks_for_now
    assert not parse("slug:'now-1d'", NOW).asks_for_now


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("", "character 1"),
        ("tag", "character 1"),
        ("tag:", "character 5"),
        ("tag:a+", "character 7"),
        ("tag:[a", "character 7"),
        ("(tag:a", "character 7"),
        ("tag:a)", "character 6"),
        ("tag:'open", "character 5"),
        ("a:1" + "+a:1" * 50, "more than 50"),
        ("(" * 30 + "a:1" + ")" * 30, "more than 20"),
        ("a:" + "x" * 2000, "longer than"),
        ("a:>now-99999y", "further away"),
    ],
)
def test_wrong(text: str, where: str) -> None:
    with pytest.raises(Invalid, match=where) as caught:
        read(text)
    assert str(caught.value).startswith(("the filter", "now"))


FIELDS = st.sampled_from(["tag", "tags.slug", "title", "count.posts", "_x1"])
VALUES: st.SearchStrategy[Value] = st.none() | st.booleans() | st.text(max_size=12)
LEAVES = st.builds(Compare, FIELDS, st.sampled_from(sorted(SIGNS)), VALUES, st.booleans()) | st.builds(  # type: ignore[arg-type]
    OneOf, FIELDS, st.lists(VALUES, min_size=1, max_size=3).map(tuple), st.booleans()
)


def nested(kind: type, other: type) -> st.SearchStrategy[Filter]:
    parts = LEAVES | st.lists(LEAVES, min_size=2, max_size=3).map(tuple).map(other)
    return st.lists(parts, min_size=2, max_size=3).map(tuple).map(kind)


def written(tree: Filter) -> str:
    if isinstance(tree, And | Or):
        sign = "+" if isinstance(tree, And) else ","
        return sign.join(f"({written(part)})" for part in tree.parts)
    dash = "-" if tree.negated else ""
    if isinstance(tree, OneOf):
        return f"{tree.field}:{dash}[{','.join(map(value_written, tree.values))}]"
    return f"{tree.field}:{dash}{SIGNS[tree.operator]}{value_written(tree.value)}"


def value_written(value: Value) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return "'" + str(value).replace("\\", "\\\\").replace("'", "\\'") + "'"


@given(LEAVES | nested(And, Or) | nested(Or, And))
def test_what_is_written_is_read_back(tree: Filter) -> None:
    assert read(written(tree)) == tree


@given(st.text("ab:'\"+,()[]-~^$<>=. \\now1d", max_size=40) | st.text(max_size=40))
def test_anything_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(Invalid):
        assert read(text)
