"""Settings, people, tags, and what has no place here."""

import json

from app.importers.items import Author, Failed, Site, Skipped, Tag, Warned


def found(items, kind):
    return [item for item in items if isinstance(item, kind)]


def settings(**values):
    return [{"key": key, "value": value} for key, value in values.items()]


def test_the_site(ghost):
    items = ghost.read_tables(
        settings=settings(
            title="Blog ",
            description="On things",
            timezone="Europe/Paris",
            locale="en_GB",
            navigation=json.dumps([{"label": "Home", "url": "__GHOST_URL__/"}, {"label": "", "url": "/x/"}, 7]),
            secondary_navigation=json.dumps(
                [{"label": "Join", "url": "#/portal/"}, {"label": "About", "url": "/about/"}]
            ),
            codeinjection_head="<script>",
        ),
        site_url="https://old.example/",
    )
    assert items[0] == Site(
        title="Blog",
        tagline="On things",
        url="https://old.example",
        language="en-GB",
        timezone="Europe/Paris",
        navigation=(("Home", "https://old.example/"), ("About", "/about/")),
        aliases=("http://old.example",),
    )
    assert [item.ref for item in found(items, Warned)] == ["settings", "settings"]


def test_old_names_of_settings_and_values_that_are_none(ghost):
    rows = settings(activeTimezone="Mars/Olympus", default_locale="fr", navigation="{broken", title="A")
    items = ghost.read_tables(settings=[*rows, {"key": "title", "value": ""}, {"key": None, "value": 3}])
    site = items[0]
    assert (site.title, site.language, site.timezone, site.navigation) == ("A", "fr", None, ())
    assert len(found(items, Warned)) == 2


def test_people_come_without_their_passwords(ghost):
    rows = [
        {
            "id": "1", "slug": "ann", "name": "Ann", "email": "Ann@Example.org", "password": "$2b$10$hash",
            "bio": "Writes.",
            "website": "https://ann.example", "profile_image": "__GHOST_URL__/content/images/ann.png",
        },
        {"id": "2", "slug": "ann-2", "name": "Ann again", "email": "ann@example.org"},
        {"name": "No Slug"},
        {"id": "4"},
        None,
    ]  # fmt: skip
    items = ghost.read_tables(users=rows)
    authors = found(items, Author)
    assert authors[0] == Author(
        "1",
        "ann",
        "Ann",
        "ann@example.org",
        "Writes.",
        "https://ann.example",
        "/content/images/ann.png",
        ("/author/ann/",),
    )
    assert (authors[1].ref, authors[1].slug) == ("no-slug", "no-slug")
    assert [one.kind for one in found(items, Skipped)] == ["authors"]
    assert len(found(items, Failed)) == 2
    assert "$2b$" not in repr(items)


def test_tags(ghost):
    rows = [
        {"id": "1", "name": "News", "slug": "news", "description": "What is new"},
        {"id": "2", "name": "#hidden", "slug": "hash-hidden", "visibility": "internal"},
        {"id": "3", "name": "News", "slug": "news"},
        {"id": "4", "name": "", "slug": ""},
        {"id": "5", "name": "Only Name"},
    ]
    items = ghost.read_tables(tags=rows)
    tags = found(items, Tag)
    assert tags[0] == Tag("1", "news", "News", "What is new", old_paths=("/tag/news/",))
    assert (tags[1].internal, tags[1].old_paths) == (True, ())
    assert tags[2].slug == "only-name"
    assert len(tags) + len(found(items, Skipped)) + len(found(items, Failed)) == len(rows)


def test_what_has_no_place_here_is_said(ghost):
    items = ghost.read_tables(
        members=[{"id": "m"}], snippets=[{"name": "s"}], newsletters=[{"slug": "n"}], roles=[{"id": 1}]
    )
    assert {(one.kind, one.ref) for one in found(items, Skipped)} == {
        ("member", "m"),
        ("snippet", "s"),
        ("newsletter", "n"),
    }
