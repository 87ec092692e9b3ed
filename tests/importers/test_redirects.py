"""The redirects file: Ghost's two forms, Netlify's, CSV; every rule comes in or has a reason."""

import contextlib
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.importers.items import Failed, Redirect, Skipped, Unreadable, Warned
from app.importers.redirects import read_redirects, read_redirects_file


def one(source, target, permanent=True):
    (found,) = read_redirects(
        json.dumps([{"from": source, "to": target, "permanent": permanent}]).encode(), "redirects.json"
    )
    return found


def follow(redirect, path):
    """What whoever serves a redirect does with it."""
    if not redirect.is_regex:
        return redirect.target if path.rstrip("/") == redirect.source.rstrip("/") else None
    found = re.fullmatch(redirect.source, path)
    return re.sub(r"\$(\d)", lambda group: found[int(group[1])] or "", redirect.target) if found else None


@pytest.mark.parametrize(
    ("source", "target", "path", "to"),
    [
        ("/old", "/new/", "/old/", "/new/"),
        ("/old/", "/new/", "/old", "/new/"),
        ("^/old/?$", "/new/", "/old", "/new/"),
        ("^\\/old\\/?$", "/new/", "/old/", "/new/"),
        ("old-post", "new", "/old-post/", "/new"),
        ("/2019.html", "/x/", "/2019.html", "/x/"),
        ("^/blog/(.*)$", "/$1", "/blog/a/b/", "/a/b/"),
        ("/blog/([a-z]+)/", "/$1/", "/blog/hi", "/hi/"),
        ("^\\/(\\d{4})\\/(\\d{2})\\/([\\w-]+)", "/$3/", "/2019/05/a-b/", "/a-b/"),
        ("^/(?<year>\\d+)/(?<slug>[^/]+)$", "/$<slug>/in/$<year>", "/2019/x", "/x/in/2019"),
        ("/^\\/OLD\\/(.+)\\//i", "/new/$1", "/old/x/", "/new/x/"),
        ("//SALE/i", "/shop/", "/sale/", "/shop/"),
        ("(.*)\\.html", "$1/", "/a/b.html", "/a/b/"),
        ("\\.php(.*)", "/", "/x.php", "/x/"),
        ("page-(\\d+)", "/p/$1", "/page-3/", "/p/3"),
        ("page-(\\d+)", "/p/$1", "/in/page-3", "/in/p/3"),
        ("page-(\\d+)", "https://x.example/$1", "/in/page-3", "https://x.example/3"),
        ("^/a|^/b", "/c", "/b", "/c"),
        ("/x[[]y", "/z", "/x[y", "/z"),
        ("/x[^]y+", "/z", "/x\nyy", "/z"),
        ("/(a)(b)?/c", "/$1/$2/", "/a/c", "/a//"),
        ("/?p=12", "/post/", "/?p=12", "/post/"),
        ("/away", "https://x.example/y?z=1", "/away", "https://x.example/y?z=1"),
    ],
)
def test_ghosts_patterns(source, target, path, to):
    assert follow(one(source, target), path) == to


@pytest.mark.parametrize(
    ("source", "path"),
    [("/old", "/older/"), ("/old", "/x/old"), ("/ab+", "/x/abb"), ("^/blog/(\\d+)$", "/blog/x"), ("/a.b+", "/ab")],
)
def test_other_addresses_are_left_alone(source, path):
    assert follow(one(source, "/new"), path) is None


@pytest.mark.parametrize(
    ("source", "target", "said"),
    [
        ("/a(", "/b", "not valid"),
        ("/(?<=a+)b", "/b", "not valid"),
        ("/(a+)+$", "/b", "far too long"),
        ("/(.*)(.*)(.*)(.*)(.*)(.*)(.*)x", "/b", "far too long"),
        ("/" + "(a)" * 12, "/b", "groups"),
        ("/" + "a?" * 400, "/b", "longer than"),
        ("/a(b)", "/$2", "group"),
        ("/a(b)", "/$&", "can't be carried over"),
        ("/a", "javascript:alert(1)", "scheme"),
        ("/a", "http://[bad", "not a valid"),
        ("", "/b", "no old or no new"),
        ("/a", " ", "no old or no new"),
    ],
)
def test_what_cannot_be_carried_over_says_why(source, target, said):
    found = one(source, target)
    assert isinstance(found, Failed)
    assert said in found.reason


def test_permanent_or_not():
    assert one("/a", "/b", True).permanent
    assert not one("/a", "/b", False).permanent
    assert one("/a/", "/a") == Skipped("redirects", "/a/", "it leads to itself")


def test_json_rules_of_another_shape():
    rules = [{"from": "/a", "to": "/b"}, {"from": 7}, "x", None]
    found = list(read_redirects(json.dumps({"redirects": rules}).encode(), "redirects.json"))
    assert found[0] == Redirect("/a", "/b", permanent=False)
    assert [item.ref for item in found[1:]] == ["rule 2", "rule 3", "rule 4"]


def test_yaml_keeps_what_looks_like_a_date_or_a_number():
    content = (
        b"301:\n  /2019-01-01: /no\n  on: off\n  ^/x/(\\d+)$: /y/$1\n302:\n  /a: https://b.example/\n404:\n  /z: /q\n"
    )
    assert list(read_redirects(content, "redirects.yaml")) == [
        Redirect("/2019-01-01", "/no"),
        Redirect("/on", "/off"),
        Redirect("^/x/(\\d+)$", "/y/$1", is_regex=True),
        Redirect("/a", "https://b.example/", permanent=False),
        Skipped("redirects", "/z", "it is no redirect: status 404"),
    ]


def test_yaml_of_another_shape():
    content = b"301: [a]\n302:\n  /x: [y]\n303:\n"
    assert [type(item) for item in read_redirects(content, "r.yaml")] == [Failed, Failed]
    assert list(read_redirects(b"", "r.yaml")) == []
    assert list(read_redirects(b"# only a remark", "r.yml")) == []


def test_netlify():
    content = (
        b"# remark\n/a /b\n/c/* /d/:splat 302!\n/n/:year/:slug  /:slug/?y=:year  301\n/g/* https://x.example/:splat\n"
        b"/s id=:id /x/:id\n/l /en 302 Language=en\n/app/* /index.html 200\n/alone\nhttps://old.example/q /r # why\n"
    )
    found = list(read_redirects(content, "_redirects"))
    assert found[:2] == [Redirect("/a", "/b"), Redirect("^/c(?:/(.*))?$", "/d/$1", permanent=False, is_regex=True)]
    assert follow(found[1], "/c/x/y") == "/d/x/y"
    assert follow(found[1], "/c") == "/d/"
    assert follow(found[2], "/n/2019/hi") == "/hi/?y=2019"
    assert follow(found[3], "/g/x") == "https://x.example/x"
    assert [type(item) for item in found[4:8]] == [Skipped, Skipped, Skipped, Failed]
    assert found[8] == Redirect("/q", "/r")


def test_csv():
    content = 'From,To,Status\n/a,/b\n"/c, d",/e,302\n\n/alone\n/f,/g,410\nhttps://old.example/h?x=1,/i,301\n'
    assert list(read_redirects(b"\xef\xbb\xbf" + content.encode(), "r.csv")) == [
        Redirect("/a", "/b"),
        Redirect("/c, d", "/e", permanent=False),
        Failed("redirects", "line 5", "it has no second column"),
        Skipped("redirects", "line 6", "it is no redirect: status 410"),
        Redirect("/h?x=1", "/i"),
    ]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"{broken", "r.json"),
        (b"7", "r.json"),
        (b"[" * 200_000, "r.json"),
        (b"a: [", "r.yaml"),
        (b"- a", "r.yaml"),
        (b"- " * 100_000, "r.yaml"),
        (b" " * (17 << 20), "r.csv"),
    ],
)
def test_files_in_no_form_are_refused(content, name):
    with pytest.raises(Unreadable, match=name):
        list(read_redirects(content, name))


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Unreadable, match="can't be read"):
        list(read_redirects_file(tmp_path / "absent.json"))


def test_odd_bytes_are_said():
    found = list(read_redirects(b"/caf\xe9,/b", "r.csv"))
    assert isinstance(found[0], Warned)
    assert found[1] == Redirect("/caf\ufffd", "/b")


PATTERNS = st.text(alphabet="/ab^$()[]{}*+?|\\.<>:=!1-,i", max_size=20)


@settings(max_examples=300, deadline=None)
@given(PATTERNS, st.text(alphabet="/a$1<>&:{", max_size=8))
def test_any_pattern_is_carried_over_or_refused(source, target):
    found = one(source, target)
    assert isinstance(found, Redirect | Failed | Skipped)
    if isinstance(found, Redirect) and found.is_regex:
        re.compile(found.source)


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet="/ab,: #\n\"'[]{}301-&*!", max_size=60),
    st.sampled_from(["r.json", "r.yaml", "r.csv", "_redirects"]),
)
def test_any_file_is_read_or_refused(content, name):
    with contextlib.suppress(Unreadable):
        assert all(
            isinstance(item, Redirect | Failed | Skipped | Warned) for item in read_redirects(content.encode(), name)
        )
