"""Zola sites."""

import pytest

from tests.importers.markdown.conftest import Read

CONFIG = 'base_url = "https://z.example"\ntitle = "T"\ndefault_language = "en"\n[languages.fr]\n'
POST = '+++\ntitle = "A"\n{}\n+++\nText\n'


@pytest.mark.parametrize(
    ("name", "matter", "path", "day"),
    [
        ("blog/Some Post.md", "date = 2020-01-02", "/blog/some-post/", "2020-01-02"),
        ("blog/2020-01-02-post.md", "", "/blog/post/", "2020-01-02"),
        ("blog/2020-01-02_post/index.md", "", "/blog/post/", "2020-01-02"),
        ("blog/post/index.md", 'slug = "own"', "/blog/own/", None),
        ("post.md", 'path = "2014/12/12/1.0-Timeline"', "/2014/12/12/1.0-Timeline/", "2014-12-12"),
        ("2020-01-02-x.md", 'path = "2014/12/12/y"', "/2014/12/12/y/", "2020-01-02"),
        ("blog/Café.md", "date = 2020-01-02T23:30:00-05:00", "/blog/cafe/", "2020-01-03"),
        ("blog/post.fr.md", "", "/fr/blog/post/", None),
        ("blog/post/index.fr.md", "", "/fr/blog/post/", None),
    ],
)
def test_addresses_and_dates(read: Read, name: str, matter: str, path: str, day: str | None) -> None:
    entry = read({"config.toml": CONFIG, f"content/{name}": POST.format(matter)}).only
    assert (entry.path, entry.local_date) == (path, day)
    assert entry.language == ("fr" if ".fr." in name else None)


def test_aliases_start_at_the_root(read: Read) -> None:
    entry = read(
        {"config.toml": CONFIG, "content/a.md": POST.format('aliases = ["old/x", "old.html", "/with/slash/"]')}
    ).only
    assert entry.old_paths == ("/old/x/", "/old.html", "/with/slash/")


def test_taxonomies_authors_and_extra(read: Read) -> None:
    matter = (
        'authors = ["Jane", "Joe, PhD"]\ndescription = "D"\nupdated = 2021-01-01\n'
        '[taxonomies]\ntags = ["One Two"]\ncategories = ["News"]\n[extra]\nimage = "a.png"\nx = 2020-01-01'
    )
    found = read({"config.toml": CONFIG, "content/p/index.md": POST.format(matter), "content/p/a.png": b"x"})
    entry = found.only
    assert entry.authors == ("Jane", "Joe, PhD")
    assert entry.tags == ("one-two", "news")
    assert found.tags["one-two"].old_paths == ("/tags/one-two/",)
    assert (entry.description, entry.image) == ("D", "/p/a.png")
    assert entry.metadata == {"extra": {"image": "a.png", "x": "2020-01-01"}}
    assert str(entry.updated_at) == "2021-01-01 00:00:00+00:00"
    assert found.media["/p/a.png"].open is not None


def test_a_tree_without_configuration_is_told_by_its_texts(read: Read) -> None:
    found = read({"content/a.md": POST.format('path = "2020/01/02/a"'), "content/b.md": POST.format('path = "x"')})
    assert found.entries["content/a.md"].path == "/2020/01/02/a/"


def test_sections_and_links_between_files(read: Read) -> None:
    dated = "date = 2020-01-02"
    found = read(
        {
            "config.toml": CONFIG,
            "content/_index.md": '+++\ntitle = "Home"\n+++\n',
            "content/one.md": POST.format(dated),
            "content/two.md": POST.format(dated) + "[x](@/one.md#part) [y](@/gone.md)",
            "content/three.md": POST.format(dated),
            "content/side/_index.md": '+++\ntitle = "Side"\n+++\n',
            "content/side/four.md": POST.format("date = 2020-01-03"),
        }
    )
    assert "[x](/one/#part) [y](@/gone.md)" in found.entries["content/two.md"].source
    assert found.entries["content/_index.md"].status == "draft"
    assert found.entries["content/side/_index.md"].source == "- [A](/side/four/)\n"
    assert found.redirects == {
        "/side/atom.xml": "/feed.xml",
        "/side/rss.xml": "/feed.xml",
        "/side/feed.xml": "/feed.xml",
    }


def test_shortcodes(read: Read) -> None:
    body = (
        '{{ youtube(id="dQw4w9WgXcQ") }}\n\n{% quote(author="Jane") %}\nWords\n{% end %}\n\n'
        '{{ image(src="a.png", alt="A") }}\n\n{{ mystery(x=1) }}\n\n`{{ youtube(id="x") }}`\n\n'
        "{{/* shown() */}}\n\nclosure::{{closure}}"
    )
    found = read({"config.toml": CONFIG, "content/a.md": POST.format("") + body})
    source = found.only.source
    assert 'data-embed="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ' in source
    assert "> Words\n>\n> — Jane" in source
    assert 'alt="A"' in source
    assert "{{ mystery(x=1) }}" in source
    assert '`{{ youtube(id="x") }}`' in source
    assert "{{ shown() }}" in source
    assert "closure::{{closure}}" in source
    assert found.warnings == ["content/a.md: left as text: {{ mystery() }}"]
