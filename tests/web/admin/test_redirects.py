"""The redirects editor: set, try, find, take away and undo, and files both ways."""

import html
import re

import pytest

from app.services.site import Redirect
from tests.web.world import Client, World


@pytest.fixture
def world(world: World) -> World:
    """Without the redirects of the sample."""
    world.services.site.delete_redirects(world.services.site.list_redirects(per_page=1000))
    return world


def put(client: Client, source: str, target: str, **more: str) -> object:
    return client.post("/admin/redirects", data={"source": source, "target": target, **more})


def test_set_one(world: World, olga: Client) -> None:
    answer = put(olga, "http://blog.test/caf%C3%A9/", "/about/", status="302")
    assert answer.status_code == 200
    assert "/café/ leads to /about/ now." in html.unescape(answer.text)
    assert world.services.site.find_redirect("/café") == Redirect("/café", "/about/", permanent=False)
    assert world.client().get("/caf%C3%A9").headers["location"] == "/about/"
    event = world.services.audit.latest(1)[0]
    assert (event.action, event.target_id) == ("set a redirect", "/café/")


def test_set_a_pattern(world: World, olga: Client) -> None:
    put(olga, "^/blog/(.*)$", "/$1", kind="pattern")
    found = world.services.site.find_redirect("/blog/hello/")
    assert found is not None
    assert found.target == "/hello/"


@pytest.mark.parametrize(
    ("source", "target", "kind"),
    [
        ("/a", "javascript:alert(1)", "exact"),
        ("/a", "//evil.example/", "exact"),
        ("/", "/b", "exact"),
        ("/a", "/a/", "exact"),
        ("(", "/b", "pattern"),
    ],
)
def test_what_can_not_be_says_why_and_keeps_what_was_typed(
    world: World, olga: Client, source: str, target: str, kind: str
) -> None:
    answer = put(olga, source, target, kind=kind)
    assert answer.status_code == 422
    assert f'value="{html.escape(source)}"' in answer.text
    assert 'role="alert"' in answer.text
    assert world.services.site.count_redirects() == 0


@pytest.mark.parametrize("data", [{}, {"source": "/a"}, {"source": " ", "target": "/b"}, {"target": "/b"}])
def test_half_a_redirect(world: World, olga: Client, data: dict[str, str]) -> None:
    assert olga.post("/admin/redirects", data=data).status_code == 422
    assert world.services.site.count_redirects() == 0


def test_take_away_and_undo(world: World, olga: Client) -> None:
    site = world.services.site
    before = [Redirect("^/x", "/y", permanent=False, is_regex=True), Redirect("/a", "/b"), Redirect('/"<&', "/d")]
    site.put_redirects(before)
    assert olga.post("/admin/redirects/delete", data={}).status_code == 422
    answer = olga.post("/admin/redirects/delete", data={"exact": ["/a", '/"<&', "/gone"], "pattern": ["^/x"]})
    assert "3 redirects are taken away." in answer.text
    assert site.list_redirects() == []
    form = answer.text.partition('action="/admin/redirects">')[2].partition("</form>")[0]
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form):
        fields.setdefault(name, []).append(html.unescape(value))
    assert olga.post("/admin/redirects", data=fields).status_code == 200
    assert site.list_redirects() == sorted(before, key=lambda one: (not one.is_regex, one.source))


def test_find_and_try(world: World, olga: Client) -> None:
    world.services.site.put_redirects([Redirect("/a_b", "/one/"), Redirect("/axb", "/two/"), Redirect("/c", "/a_b/x")])
    found = olga.get("/admin/redirects?q=a_b").text
    assert "/one/" in found
    assert "/a_b/x" in found
    assert "/two/" not in found
    assert "leads to <code>/two/</code>" in olga.get("/admin/redirects?try=/axb/").text
    assert "No redirect is for" in olga.get("/admin/redirects?try=/nothing").text
    assert "in it." in olga.get("/admin/redirects?q=zzz").text


def test_a_file_out_and_in_again(world: World, olga: Client) -> None:
    site = world.services.site
    site.put_redirects(
        [
            Redirect("^/b/(.*)", "/$1", is_regex=True),
            Redirect("/a,b*:c", '/"q"', permanent=False),
            Redirect("/é?x=1", "/"),
        ]
    )
    before = site.list_redirects()
    answer = olga.get("/admin/redirects/export")
    assert answer.headers["content-disposition"] == 'attachment; filename="redirects.csv"'
    site.delete_redirects(before)
    said = olga.post("/admin/redirects/import", files={"file": ("redirects.csv", answer.content)}).text
    assert "3 redirects are in, 0 were known, 0 were left out." in said
    assert site.list_redirects() == before


def test_a_file_with_faults_says_each(world: World, olga: Client) -> None:
    file = ("redirects.csv", b"/a,/b\n/only\n/c,javascript:alert(1)\n/d,/d/\n(,/x,301,pattern\n")
    said = html.unescape(olga.post("/admin/redirects/import", files={"file": file}).text)
    assert "1 redirects are in" in said
    assert "line 2: it has no second column" in said
    assert "line 3: its new address has the scheme" in said
    assert "line 4: it leads to itself" in said or "/d: it leads to itself" in said
    assert "(: the pattern can't be used" in said
    assert world.services.site.count_redirects() == 1


def test_no_file_and_none_that_can_be_read(olga: Client) -> None:
    assert olga.post("/admin/redirects/import", data={}).status_code in (400, 422)
    answer = olga.post("/admin/redirects/import", files={"file": ("r.json", b"{")})
    assert answer.status_code == 422
    assert "is not JSON" in answer.text


def test_many_in_pages(world: World, olga: Client) -> None:
    world.services.site.put_redirects([Redirect(f"/old-{at:03}", "/") for at in range(130)])
    assert "/old-099" in olga.get("/admin/redirects").text
    assert "/old-100" not in olga.get("/admin/redirects").text
    assert "/old-129" in olga.get("/admin/redirects?page=2").text


def test_only_for_owners_and_admins(bob: Client, alice: Client, stranger: Client) -> None:
    for client in (bob, alice):
        assert client.get("/admin/redirects").status_code == 403
        assert put(client, "/a", "/b").status_code == 403
    assert stranger.get("/admin/redirects").status_code == 303
    assert put(stranger, "/a", "/b").status_code == 401


def test_wrong_method(olga: Client) -> None:
    assert olga.request("PUT", "/admin/redirects").status_code == 405
    assert olga.get("/admin/redirects/delete").status_code == 405
