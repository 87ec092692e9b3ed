"""Eleventy sites."""

import pytest

from tests.importers.markdown.conftest import Read

POST = "---\ntitle: Some Title\ndate: 2020-03-04\n{}\n---\nText\n"


@pytest.mark.parametrize(
    ("name", "matter", "path"),
    [
        ("posts/hello.md", "", "/posts/hello/"),
        ("posts/hello/hello.md", "", "/posts/hello/"),
        ("posts/hello/index.md", "", "/posts/hello/"),
        ("posts/2020-01-01-hello.md", "", "/posts/2020-01-01-hello/"),
        ("index.md", "", "/"),
        ("posts/a.md", "permalink: /own/", "/own/"),
        ("posts/a.md", "permalink: own/file.html", "/own/file.html"),
        ("posts/a.md", "permalink: /own/index.html", "/own/"),
        ("posts/a.md", "permalink: false", None),
        ("posts/2019-01-01-b.md", "permalink: '/blog/{{ page.fileSlug }}/'", "/blog/b/"),
        (
            "posts/b.md",
            "permalink: \"/{{ page.date | date: '%Y/%m' }}/{{ title | slugify }}/\"",
            "/2020/03/some-title/",
        ),
        ("posts/2019-01-01-b.md", "permalink: '{{ page.filePathStem }}.html'", "/posts/b.html"),
        ("posts/b.md", "permalink: '/{{ mystery(x) }}/'", "/posts/b/"),
    ],
)
def test_addresses(read: Read, name: str, matter: str, path: str | None) -> None:
    assert read({"eleventy.config.js": "", name: POST.format(matter)}).only.path == path


def test_names_without_their_date_lead_there_too(read: Read) -> None:
    found = read({".eleventy.js": "", "posts/2020-01-01-hello.md": POST.format("tags: [post, one]")})
    assert found.only.old_paths == ("/posts/hello/",)
    assert found.only.tags == ("one",)


def test_data_of_folders_stands_behind(read: Read) -> None:
    entries = read(
        {
            ".eleventy.js": 'module.exports = function () { return { dir: { input: "src", output: "dist" } } }',
            "src/posts/posts.json": '{"permalink": "/b/{{ page.fileSlug }}/", "author": "Jane", "tags": "posts"}',
            "src/posts/a.md": POST.format(""),
            "src/talks/talks.11tydata.js": 'module.exports = {\n  permalink: "/t/{{ page.fileSlug }}/",\n}',
            "src/talks/b.md": POST.format(""),
            "src/_includes/layout.md": POST.format(""),
            "README.md": "# Code",
        }
    ).entries
    assert {ref: (entry.path, entry.authors) for ref, entry in entries.items()} == {
        "src/posts/a.md": ("/b/a/", ("Jane",)),
        "src/talks/b.md": ("/t/b/", ()),
    }


def test_the_sites_own_words(read: Read) -> None:
    files = {"package.json": '{"devDependencies": {"@11ty/eleventy": "3"}}', "a.md": POST.format("")}
    site = read({**files, "_data/metadata.json": '{"title": "T", "url": "https://e.example/", "language": "en"}'}).site
    assert (site.title, site.url, site.language) == ("T", "https://e.example", "en")
