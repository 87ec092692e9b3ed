"""Following every link of the site from its front page: nothing is missing, nothing fails."""

from urllib.parse import urldefrag, urljoin

from tests.web.content import CANARY
from tests.web.reading import links_of
from tests.web.world import ORIGIN, World


def crawl(world: World, *starts: str) -> dict[str, int]:
    """Address -> status of everything that can be reached."""
    client = world.client()
    waiting, statuses = list(starts), dict[str, int]()
    while waiting:
        path = waiting.pop()
        if path in statuses:
            continue
        answer = client.get(path)
        statuses[path] = answer.status_code
        assert CANARY not in answer.text, path
        assert "@mail.example" not in answer.text, path
        assert "set-cookie" not in answer.headers, path
        if answer.status_code in (301, 302):
            waiting.append(urljoin(ORIGIN + path, answer.headers["location"]).removeprefix(ORIGIN))
        if answer.headers.get("content-type", "").startswith("text/html"):
            for link in links_of(answer.text):
                target = urldefrag(urljoin(ORIGIN + path, link))[0]
                if target.startswith(ORIGIN + "/"):
                    waiting.append(target.removeprefix(ORIGIN))
    return statuses


def test_every_link_leads_somewhere(shared: World) -> None:
    statuses = crawl(shared, "/")
    assert len(statuses) > 80
    broken = {path: status for path, status in statuses.items() if status != 200}
    assert broken == {"/?p=12": 301, "/2015/01/small-files/notes.html": 404}  # as its author wrote them
    for path in (
        "/feed.xml",
        "/tag/maps/feed.xml",
        "/author/jane/atom.xml",
        "/archive/2014/08/",
        "/search",
        "/?page=5",
    ):
        assert path in statuses, path
    assert any(path.startswith("/media/") for path in statuses)
    assert any(path.startswith("/static/") and path.endswith("/waypost.css") for path in statuses)


def test_everything_in_the_sitemap_and_feeds_is_there(shared: World) -> None:
    client = shared.client()
    sitemap = client.get("/sitemap.xml").text
    locations = [part.split("</loc>")[0].removeprefix(ORIGIN) for part in sitemap.split("<loc>")[1:]]
    assert len(locations) == 41
    assert {client.get(path).status_code for path in locations} == {200}
    items = client.get("/feed.json").json()["items"]
    assert {client.get(item["url"].removeprefix(ORIGIN)).status_code for item in items} == {200}
