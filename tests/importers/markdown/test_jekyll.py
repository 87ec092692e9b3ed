"""Jekyll sites."""

import pytest

from tests.importers.markdown.conftest import Read

POST = "---\ntitle: A\n---\nText\n"


@pytest.mark.parametrize(
    ("permalink", "path"),
    [
        ("", "/news/rust/2019/03/05/Hello-World.html"),
        ("permalink: date", "/news/rust/2019/03/05/Hello-World.html"),
        ("permalink: pretty", "/news/rust/2019/03/05/Hello-World/"),
        ("permalink: none", "/news/rust/Hello-World.html"),
        ("permalink: ordinal", "/news/rust/2019/064/Hello-World.html"),
        ("permalink: weekdate", "/news/rust/2019/W10/TUE/Hello-World.html"),
        ("permalink: /:categories/:year/:month/:day/:title:output_ext", "/news/rust/2019/03/05/Hello-World.html"),
        ("permalink: /:year/:i_month/:i_day/:slug", "/2019/3/5/hello-world"),
        ("permalink: /:short_year/:short_month/:long_month/:title/", "/19/MAR/March/Hello-World/"),
        ("permalink: /blog/:slugified_categories/:title", "/blog/news/rust/Hello-World"),
        ("permalink: /:y_day/:w_year/:week/:w_day/:title_x/", "/064/2019/10/2/Hello-World_x/"),
        ("collections:\n  posts:\n    permalink: /news/:year/:title/", "/news/2019/Hello-World/"),
        ("baseurl: /sub\npermalink: none", "/sub/news/rust/Hello-World.html"),
    ],
)
def test_permalinks(read: Read, permalink: str, path: str) -> None:
    post = "---\ntitle: A\ncategories: [News, Rust]\n---\nText"
    assert read({"_config.yml": permalink, "_posts/2019-03-05-Hello-World.md": post}).only.path == path


@pytest.mark.parametrize(
    ("matter", "path"),
    [
        ("permalink: /own/", "/own/"),
        ("permalink: /own.html", "/own.html"),
        ("permalink: /own/index.html", "/own/"),
        ("permalink: /:year/:title/", "/2019/hello/"),
        ("slug: Other Words", "/2019/03/05/Other-Words.html"),
        ("date: 2018-01-01", "/2018/01/01/hello.html"),
    ],
)
def test_a_post_may_say_where_it_is(read: Read, matter: str, path: str) -> None:
    assert read({"_posts/2019-03-05-hello.md": f"---\n{matter}\n---\n"}).only.path == path


def test_the_day_is_that_of_the_sites_zone_and_others_lead_there(read: Read) -> None:
    entry = read(
        {
            "_config.yml": "timezone: America/Los_Angeles",
            "_posts/2013-05-06-a.md": "---\ndate: 2013-05-06 02:12:52 +0200\n---\n",
        }
    ).only
    assert entry.path == "/2013/05/05/a.html"
    assert entry.old_paths == ("/2013/05/06/a.html",)
    assert entry.local_date == "2013-05-05"
    assert str(entry.published_at) == "2013-05-06 00:12:52+00:00"


@pytest.mark.parametrize(
    ("date", "utc"),
    [("2020-01-02", "2020-01-02 05:00:00+00:00"), ("2020-01-02 03:00:00", "2020-01-02 03:00:00+00:00")],
)
def test_days_are_the_sites_and_times_without_a_zone_are_utc(read: Read, date: str, utc: str) -> None:
    files = {"_config.yml": "timezone: America/New_York", "_posts/2020-01-02-a.md": f"---\ndate: {date}\n---\n"}
    assert str(read(files).only.published_at) == utc


def test_drafts_and_dates_to_come_are_held_back(read: Read) -> None:
    entries = read(
        {
            "_drafts/idea.md": POST,
            "_posts/2999-01-01-later.md": POST,
            "_posts/2020-01-01-hidden.md": "---\npublished: false\n---\n",
            "_posts/no-date.md": POST,
            "_posts/2020-01-01-shown.md": POST,
        }
    ).entries
    assert {ref.rpartition("/")[2]: entry.status for ref, entry in entries.items()} == {
        "idea.md": "draft",
        "2999-01-01-later.md": "scheduled",
        "2020-01-01-hidden.md": "draft",
        "no-date.md": "draft",
        "2020-01-01-shown.md": "published",
    }
    assert all(entry.kind == "post" for entry in entries.values())


def test_a_site_that_showed_the_future_keeps_showing_it(read: Read) -> None:
    assert read({"_config.yml": "future: true", "_posts/2999-01-01-a.md": POST}).only.status == "published"


def test_pages_collections_and_what_is_none(read: Read) -> None:
    found = read(
        {
            "_config.yml": "permalink: pretty\ncollections:\n  docs:\n    output: true\n  notes: {}\nexclude: [old]",
            "about.md": POST,
            "sub/index.md": POST,
            "_pages/team.md": "---\ntitle: T\npermalink: /team/\n---\n",
            "_docs/guide/start.md": POST,
            "_notes/private.md": POST,
            "_layouts/post.html": POST,
            "old/a.md": POST,
            "README.md": "# Read me",
            "notes.md": "no front matter",
            "index.html": "---\n---\n{% for post in site.posts %}x{% endfor %}",
            "404.md": POST,
            "static.html": "<p>x",
        }
    )
    assert {ref: (entry.kind, entry.path, entry.status) for ref, entry in found.entries.items()} == {
        "about.md": ("page", "/about/", "published"),
        "sub/index.md": ("page", "/sub/", "published"),
        "_pages/team.md": ("page", "/team/", "published"),
        "_docs/guide/start.md": ("page", "/docs/guide/start/", "published"),
        "_notes/private.md": ("page", None, "draft"),
    }
    assert set(found.skipped) == {"README.md", "notes.md", "index.html", "404.md"}


def test_front_matter_defaults_stand_behind(read: Read) -> None:
    config = """
defaults:
  - scope: {path: "", type: posts}
    values: {author: jane, layout: post, tags: [all]}
  - scope: {path: "_posts/x"}
    values: {author: joe}
  - scope: {path: "", type: pages}
    values: {author: nobody}
"""
    entries = read(
        {"_config.yml": config, "_posts/2020-01-01-a.md": POST, "_posts/x/2020-01-02-b.md": POST, "p.md": POST}
    ).entries
    assert {entry.slug: entry.authors for entry in entries.values()} == {
        "a": ("jane",),
        "b": ("joe",),
        "p": ("nobody",),
    }
    assert entries["_posts/2020-01-01-a.md"].tags == ("all",)
    assert "layout" not in entries["_posts/2020-01-01-a.md"].metadata


@pytest.mark.parametrize(
    ("matter", "tags"),
    [
        ("tags: one two", ("one", "two")),
        ("tags: one two, three", ("one-two", "three")),
        ("tag: one two", ("one-two",)),
        ("tags: [one two, Three]", ("one-two", "three")),
        ("category: Big News\ntags: one", ("one", "big-news")),
        ("categories: a b\ntopics: [c]\nseries: S", ("a", "b", "c", "s")),
        ("tags:", ()),
    ],
)
def test_tags_and_categories(read: Read, matter: str, tags: tuple[str, ...]) -> None:
    found = read({"_posts/2020-01-01-a.md": f"---\n{matter}\n---\n"})
    assert found.only.tags == tags
    assert set(found.tags) == set(tags)


def test_folders_above_posts_are_categories(read: Read) -> None:
    entry = read({"travel/italy/_posts/2020-01-01-a.md": POST}).only
    assert entry.tags == ("travel", "italy")
    assert entry.path == "/travel/italy/2020/01/01/a.html"


def test_old_addresses_of_tags_lists_and_feeds(read: Read) -> None:
    config = """
url: https://a.example
baseurl: /b
tag_dir: labels
jekyll-archives: {enabled: [year, month], permalinks: {category: "/in/:name/"}}
"""
    post = "---\ntags: [One Two]\ncategory: News\nredirect_from: [/old/, /older.html]\n---\n"
    found = read({"_config.yml": config, "_posts/2020-03-01-a.md": post})
    assert found.tags["one-two"].old_paths == ("/b/tags/one-two/", "/b/tag/one-two/", "/b/labels/one-two/")
    assert found.tags["news"].old_paths == ("/b/categories/news/", "/b/category/news/", "/b/in/news/")
    assert found.only.old_paths == ("/b/old/", "/b/older.html")
    assert found.redirects["/b/2020/03/"] == "/archive/2020/03/"
    assert found.redirects["/b/feed.xml"] == "/feed.xml"
    assert found.redirects["/b/"] == "/"
    assert found.site.url == "https://a.example/b"


def test_a_page_that_only_leads_elsewhere_is_a_redirect(read: Read) -> None:
    found = read(
        {"_config.yml": "", "go.md": "---\nredirect_to: https://b.example/\n---\n", "_posts/2020-01-01-a.md": POST}
    )
    assert found.redirects["/go.html"] == "https://b.example/"
    assert "only leads to" in found.skipped["go.md"]


def test_the_sites_own_words(read: Read) -> None:
    found = read(
        {
            "_config.yml": (
                "title: T\ntagline: G\nlang: de-AT\ntimezone: Europe/Vienna\nauthor: {name: Jane, email: j@a.example}"
            ),
            "_data/navigation.yml": "main:\n- {title: About, url: /about/}\n- {title: Empty}",
            "CNAME": "a.example\n",
            "_posts/2020-01-01-a.md": POST,
        }
    )
    site = found.site
    assert (site.title, site.tagline, site.language, site.timezone) == ("T", "G", "de-AT", "Europe/Vienna")
    assert (site.url, site.navigation) == ("https://a.example", (("About", "/about/"),))
    assert found.only.authors == ("Jane",)
    assert found.authors["Jane"].email == "j@a.example"


def test_hexo_keeps_its_texts_below_source(read: Read) -> None:
    found = read(
        {
            "_config.yml": "title: T\ntheme: x\npermalink: :year/:month/:title/\nnew_post_name: :title.md",
            "source/_posts/hello.md": (
                "---\ntitle: H\ndate: 2020-01-02 10:00:00\n---\n{% asset_img a.png A %}\n<!-- more -->\nrest"
            ),
            "source/a.png": b"x",
            "source/about/index.md": POST,
        }
    )
    entry = found.entries["source/_posts/hello.md"]
    assert (entry.path, entry.excerpt) == ("/2020/01/hello/", "")
    assert '<img src="/a.png" alt="A">' in entry.source
    assert found.entries["source/about/index.md"].path == "/about/"
