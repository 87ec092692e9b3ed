"""The Content API: keys, shapes, filters, pages, errors; only what is published, and nothing older than the files."""

import re
from typing import Any

import httpx
import pytest

from tests.services.making import id_of
from tests.web.content import CANARY
from tests.web.world import World

API = "/ghost/api/content"
POST_KEYS = {
    *("id", "uuid", "title", "slug", "html", "comment_id", "feature_image", "feature_image_alt"),
    *("feature_image_caption", "featured", "visibility", "created_at", "updated_at", "published_at", "custom_excerpt"),
    *("codeinjection_head", "codeinjection_foot", "custom_template", "canonical_url", "url", "excerpt", "reading_time"),
    *("access", "comments", "og_image", "og_title", "og_description", "twitter_image", "twitter_title"),
    *("twitter_description", "meta_title", "meta_description", "email_subject", "frontmatter"),
}


@pytest.fixture(scope="module")
def key(shared: World) -> str:
    return shared.services.site.add_api_key("a front end").key


def ask(world: World, key: str, path: str, /, **parameters: Any) -> httpx.Response:
    return world.client_again().get(f"{API}/{path}/", params={"key": key} | parameters)


def slugs(answer: httpx.Response, name: str = "posts") -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one["slug"] for one in answer.json()[name]]


def test_posts(shared: World, key: str) -> None:
    answer = ask(shared, key, "posts")
    found = answer.json()
    assert found["meta"]["pagination"] == {
        "page": 1,
        "limit": 15,
        "pages": found["meta"]["pagination"]["pages"],
        "total": shared.services.posts.count("post"),
        "next": 2,
        "prev": None,
    }
    assert len(found["posts"]) == 15
    assert set(found["posts"][0]) == POST_KEYS
    assert all(re.fullmatch(r"[0-9a-f]{24}", post["id"]) for post in found["posts"])
    times = [post["published_at"] for post in found["posts"]]
    assert times == sorted(times, reverse=True)
    assert answer.headers["content-version"] == "v5.130"
    assert "Accept-Version" in answer.headers["vary"]
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cache-control"] == "public, max-age=0"
    assert answer.headers["etag"]


def test_one_by_id_and_by_slug(shared: World, key: str) -> None:
    by_slug = ask(shared, key, "posts/slug/the-map-is-a-promise", include="tags,authors").json()
    (post,) = by_slug["posts"]
    assert "meta" not in by_slug
    assert post["id"] == id_of("essay")
    assert [tag["slug"] for tag in post["tags"]] == ["maps", "rivers"]  # the internal one is for nobody
    assert post["primary_tag"]["slug"] == "maps"
    assert post["primary_author"]["name"] == "Jane Ferriter"
    assert post["url"] == "http://blog.test/2015/02/the-map-is-a-promise/"
    assert post["feature_image"].startswith("http://blog.test/media/")
    assert 'href="/' not in post["html"]
    assert ask(shared, key, f"posts/{post['id']}").json()["posts"][0]["slug"] == "the-map-is-a-promise"


@pytest.mark.parametrize("path", ["posts", "pages", "tags", "authors", "settings", "tiers", "newsletters", "offers"])
def test_every_resource(shared: World, key: str, path: str) -> None:
    assert ask(shared, key, path).status_code == 200
    assert CANARY not in ask(shared, key, path, limit="all", formats="html,plaintext").text


def test_settings(shared: World, key: str) -> None:
    found = ask(shared, key, "settings").json()["settings"]
    assert (found["title"], found["lang"], found["timezone"]) == ("Marginal Notes", "en-GB", "Europe/Berlin")
    assert found["navigation"][0] == {"label": "About", "url": "http://blog.test/about/"}


def test_counts(shared: World, key: str) -> None:
    found = ask(shared, key, "tags", include="count.posts", order="count.posts desc").json()["tags"]
    numbers = [tag["count"]["posts"] for tag in found]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] > 0
    assert "count" not in ask(shared, key, "tags").json()["tags"][0]


def test_fields_and_formats(shared: World, key: str) -> None:
    (post,) = ask(shared, key, "posts", limit=1, fields="title,url").json()["posts"]
    assert set(post) == {"title", "url"}
    (post,) = ask(shared, key, "posts", limit=1, formats="plaintext").json()["posts"]
    assert post["plaintext"]
    assert "html" not in post


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("slug:rivers", {"rivers"}),
        ("tag:maps+tag:rivers+featured:true", {"the-map-is-a-promise"}),
        ("tag:maps+slug:-the-map-is-a-promise", None),
        ("featured:true", {"the-map-is-a-promise"}),
        ("title:~'MAP IS'", {"the-map-is-a-promise"}),
        ("slug:[rivers,small-files]", {"rivers", "small-files"}),
        ("primary_tag:maps+primary_author:jane+featured:true", {"the-map-is-a-promise"}),
        ("published_at:>='2015-02-15'+published_at:<'2015-02-16'", {"the-map-is-a-promise"}),
        ("published_at:>now-1d", set()),
        ("tag:hash-plan", set()),
        ("visibility:public+status:published+slug:rivers", {"rivers"}),
        ("feature_image:-null+slug:the-map-is-a-promise", {"the-map-is-a-promise"}),
        ("reading_time:>1000", set()),
    ],
)
def test_filter(shared: World, key: str, wanted: str, expected: set[str] | None) -> None:
    found = set(slugs(ask(shared, key, "posts", filter=wanted, limit="all")))
    assert found == expected if expected is not None else "the-map-is-a-promise" not in found


def test_those_without_a_tag(shared: World, key: str) -> None:
    total = ask(shared, key, "posts").json()["meta"]["pagination"]["total"]
    without = ask(shared, key, "posts", filter="tag:null").json()["meta"]["pagination"]["total"]
    having = ask(shared, key, "posts", filter="tag:-null").json()["meta"]["pagination"]["total"]
    assert 0 < without < total
    assert without + having == total


def test_pages_of_a_list(shared: World, key: str) -> None:
    everything = slugs(ask(shared, key, "posts", limit="all"))
    paged = [slug for page in range(1, 9) for slug in slugs(ask(shared, key, "posts", limit=5, page=page))]
    assert paged == everything[:40]
    assert ask(shared, key, "posts", page=999).json()["posts"] == []
    assert ask(shared, key, "posts", limit=5000).json()["meta"]["pagination"]["limit"] == 100


@pytest.mark.parametrize(
    ("path", "parameters", "status", "kind"),
    [
        ("posts", {"key": ""}, 403, "NoPermissionError"),
        ("posts", {"key": "0" * 26}, 401, "UnauthorizedError"),
        ("posts", {"key": "nonsense"}, 401, "UnauthorizedError"),
        ("posts/" + "0" * 24, {}, 404, "NotFoundError"),
        ("posts/slug/nothing", {}, 404, "NotFoundError"),
        ("posts/slug/secret", {}, 404, "NotFoundError"),
        ("tags/slug/hash-plan", {}, 404, "NotFoundError"),
        ("nonsense", {}, 404, "NotFoundError"),
        ("posts/xyz", {}, 422, "ValidationError"),
        ("posts", {"filter": "a:"}, 400, "BadRequestError"),
        ("posts", {"filter": "nonsense:1"}, 400, "BadRequestError"),
        ("posts", {"filter": "featured:maybe"}, 400, "BadRequestError"),
        ("posts", {"filter": "published_at:>yesterday"}, 400, "BadRequestError"),
        ("posts", {"filter": "reading_time:~1"}, 400, "BadRequestError"),
        ("posts", {"order": "password"}, 400, "BadRequestError"),
        ("posts", {"limit": "-1"}, 422, "ValidationError"),
        ("posts", {"page": "x"}, 422, "ValidationError"),
        ("posts", {"formats": "mp3"}, 422, "ValidationError"),
    ],
)
def test_errors(shared: World, key: str, path: str, parameters: dict[str, str], status: int, kind: str) -> None:
    answer = ask(shared, key, path, **parameters)
    assert answer.status_code == status
    (error,) = answer.json()["errors"]
    assert error["type"] == kind
    assert set(error) >= {"message", "context", "details", "property", "help", "code", "id", "ghostErrorCode"}
    assert answer.headers["access-control-allow-origin"] == "*"
    if status == 401:
        assert error["code"] == "UNKNOWN_CONTENT_API_KEY"


def test_other_methods(shared: World, key: str) -> None:
    client = shared.client_again()
    assert client.post(f"{API}/posts/?key={key}").status_code == 405
    preflight = client.request("OPTIONS", f"{API}/posts/", headers={"origin": "https://front.example"})
    assert preflight.status_code == 204
    assert "Accept-Version" in preflight.headers["access-control-allow-headers"]


def test_from_the_page_cache_while_it_is_true(world: World) -> None:
    key = world.services.site.add_api_key("a").key
    first = ask(world, key, "posts", limit=2)
    again = world.client_again().get(
        f"{API}/posts/?limit=2&key={key}", headers={"if-none-match": first.headers["etag"]}
    )
    assert again.status_code == 304
    world.services.drafts.unpublish(first.json()["posts"][0]["id"])
    world.settle()
    assert slugs(ask(world, key, "posts", limit=2)) != slugs(first)


def test_a_key_that_was_taken_away_opens_nothing(world: World) -> None:
    key = world.services.site.add_api_key("a")
    assert ask(world, key.key, "posts").status_code == 200
    world.services.site.delete_api_key(key.id)
    assert ask(world, key.key, "posts").status_code == 401


def test_what_asks_for_now_is_not_kept(shared: World, key: str) -> None:
    assert "etag" not in ask(shared, key, "posts", filter="published_at:<now-1d").headers


def test_a_post_without_a_slug_goes_by_its_address(shared: World, key: str) -> None:
    for slug in slugs(ask(shared, key, "posts", limit="all")):
        assert slugs(ask(shared, key, f"posts/slug/{slug}")) == [slug]
