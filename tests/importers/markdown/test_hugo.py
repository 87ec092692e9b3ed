"""Hugo sites."""

import pytest

from tests.importers.markdown.conftest import Read

POST = "---\ntitle: My First Post\ndate: 2023-04-05\n---\nText\n"
CONFIG = 'baseURL = "https://h.example/"\n'


@pytest.mark.parametrize(
    ("config", "matter", "path"),
    [
        ("", "", "/post/sub/a-file/"),
        ("", "slug: Own Slug", "/post/sub/own-slug/"),
        ("", "url: /exact/Path", "/exact/Path/"),
        ("", "url: /exact/path.html", "/exact/path.html"),
        ("", 'url: "my\\\\:example"', "/my:example/"),
        ("", "url: /:year/:slug", "/2023/my-first-post/"),
        ("uglyURLs = true", "", "/post/sub/a-file.html"),
        ("[uglyURLs]\npost = true", "", "/post/sub/a-file.html"),
        ("disablePathToLower = true", "", "/post/sub/A-File/"),
        ('[permalinks]\npost = "/:year/:month/:day/:slug/"', "", "/2023/04/05/my-first-post/"),
        ('[permalinks]\npost = "/:year/:month/:slug"', "slug: x", "/2023/04/x/"),
        ('[permalinks.page]\npost = "/:section/:contentbasename/"', "", "/post/a-file/"),
        ('[permalinks]\npost = "/:sections/:title/"', "", "/post/sub/my-first-post/"),
        ('[permalinks]\npost = "/:sections[last]/:slugorfilename/"', "", "/sub/a-file/"),
        (
            '[permalinks]\npost = "/:yearday/:weekday/:weekdayname/:monthname/:filename/"',
            "",
            "/95/3/wednesday/april/a-file/",
        ),
        ('[permalinks]\nother = "/:year/"', "", "/post/sub/a-file/"),
    ],
)
def test_addresses(read: Read, config: str, matter: str, path: str) -> None:
    text = POST.replace("---\nText", f"{matter}\n---\nText")
    assert read({"hugo.toml": CONFIG + config, "content/post/sub/A File.md": text}).only.path == path


@pytest.mark.parametrize(
    "name", ["hugo.toml", "config.toml", "config/_default/hugo.toml", "config/_default/config.toml"]
)
def test_every_place_of_the_configuration(read: Read, name: str) -> None:
    config = (
        'baseURL = "https://h.example/sub/"\ntitle = "T"\ntimeZone = "Asia/Tokyo"\n[params]\ndescription = "<b>D</b>"'
    )
    found = read({name: config, "content/post/a.md": POST})
    assert (found.site.url, found.site.title, found.site.tagline) == ("https://h.example/sub", "T", "D")
    assert found.only.path == "/sub/post/a/"
    assert str(found.only.published_at) == "2023-04-04 15:00:00+00:00"
    assert found.only.local_date == "2023-04-05"


def test_a_folder_of_configuration_is_put_together(read: Read) -> None:
    found = read(
        {
            "config/_default/hugo.yaml": "baseURL: https://h.example\ndefaultContentLanguage: en",
            "config/_default/languages.en.toml": 'title = "English"\nlocale = "en-GB"\ncontentDir = "content/en"',
            "config/_default/languages.fr.toml": 'title = "Français"\ncontentDir = "content/fr"',
            "config/_default/menu.en.toml": (
                '[[main]]\nname = "Two"\nurl = "/two/"\nweight = 2\n[[main]]\nname = "One"\nurl = "/"\nweight = 1'
            ),
            "content/en/post/a.md": POST,
            "content/fr/post/a.md": POST,
        }
    )
    assert (found.site.title, found.site.language) == ("English", "en-GB")
    assert found.site.navigation == (("One", "/"), ("Two", "/two/"))
    assert {entry.path: entry.language for entry in found.entries.values()} == {"/post/a/": None, "/fr/post/a/": "fr"}


def test_languages_in_file_names(read: Read) -> None:
    config = CONFIG + '[languages.en]\n[languages.pt-br]\nlocale = "pt-BR"'
    files = {"post/a.md": POST, "post/a.pt-br.md": POST, "post/b/index.pt-br.md": POST, "post/v1.2.md": POST}
    entries = read({"hugo.toml": config, **{f"content/{name}": text for name, text in files.items()}}).entries
    assert {ref.removeprefix("content/"): (e.path, e.language, e.slug) for ref, e in entries.items()} == {
        "post/a.md": ("/post/a/", None, "a"),
        "post/a.pt-br.md": ("/pt-br/post/a/", "pt-BR", "a"),
        "post/b/index.pt-br.md": ("/pt-br/post/b/", "pt-BR", "b"),
        "post/v1.2.md": ("/post/v1.2/", None, "v1.2"),
    }


def test_a_language_nobody_configured_needs_a_twin(read: Read) -> None:
    entries = read({"content/post/a.md": POST, "content/post/a.fr.md": POST, "content/post/mail.to.md": POST}).entries
    assert entries["content/post/a.fr.md"].path == "/fr/post/a/"
    assert entries["content/post/mail.to.md"].path == "/post/mail.to/"


def test_bundles_sections_and_parts(read: Read) -> None:
    found = read(
        {
            "hugo.toml": CONFIG,
            "content/_index.md": "---\ntitle: Home\n---\n",
            "content/about.md": "---\ntitle: About\ndate: 2020-01-01\n---\n",
            "content/docs/_index.md": "---\ntitle: Docs\n---\nRead these.",
            "content/docs/one.md": "---\ntitle: One\nweight: 3\n---\n1",
            "content/post/_index.md": "---\ntitle: Posts\n---\n",
            "content/post/a/index.md": POST + "![](pic.png)",
            "content/post/a/notes.md": "---\ntitle: Notes\n---\nPart",
            "content/post/a/pic.png": b"x",
            "content/post/a/unnamed.jpg": b"y",
            "content/post/b.md": POST,
        }
    )
    assert {ref.removeprefix("content/"): (e.kind, e.path, e.status) for ref, e in found.entries.items()} == {
        "_index.md": ("page", "/", "draft"),
        "about.md": ("page", "/about/", "published"),
        "docs/_index.md": ("page", "/docs/", "published"),
        "docs/one.md": ("page", "/docs/one/", "published"),
        "post/_index.md": ("page", "/post/", "draft"),
        "post/a/index.md": ("post", "/post/a/", "published"),
        "post/a/notes.md": ("page", None, "draft"),
        "post/b.md": ("post", "/post/b/", "published"),
    }
    assert found.redirects == {"/post/": "/", "/post/index.xml": "/feed.xml"}
    assert set(found.media) == {"/post/a/pic.png", "/post/a/unnamed.jpg"}
    one = found.entries["content/docs/one.md"]
    assert (one.parent_ref, one.position) == ("content/docs/_index.md", 3)


def test_aliases_start_at_the_root_or_at_the_page(read: Read) -> None:
    config = CONFIG + "[languages.en]\n[languages.de]"
    post = "---\naliases: [/old-url, old-name, ../old/path, /x.html, 'https://h.example/abs', 'https://b.example/no']\n---\n"
    entries = read({"hugo.toml": config, "content/ex/a.md": post, "content/ex/b.de.md": post}).entries
    assert entries["content/ex/a.md"].old_paths == ("/old-url/", "/ex/old-name/", "/old/path/", "/x.html", "/abs/")
    assert entries["content/ex/b.de.md"].old_paths == (
        *("/de/old-url/", "/de/ex/old-name/", "/de/old/path/", "/de/x.html", "/de/abs/"),
    )


def test_days_go_by_the_offset_they_were_written_with(read: Read) -> None:
    config = CONFIG + '[permalinks]\npost = "/:year/:month/:day/:filename/"'
    post = "---\ndate: 2020-01-01T23:30:00-08:00\n---\n"
    assert read({"hugo.toml": config, "content/post/a.md": post}).only.path == "/2020/01/01/a/"


def test_dates_of_file_names_where_hugo_was_told_so(read: Read) -> None:
    config = CONFIG + '[frontmatter]\ndate = [":filename", ":default"]'
    entry = read({"hugo.toml": config, "content/post/2020-05-06-hello.md": "---\ntitle: A\n---\n"}).only
    assert (entry.path, entry.local_date, entry.kind) == ("/post/hello/", "2020-05-06", "post")


def test_drafts_schedules_and_what_expired(read: Read) -> None:
    found = read(
        {
            "hugo.toml": CONFIG,
            "content/post/a.md": POST.replace("---\nText", "draft: true\n---\nText"),
            "content/post/b.md": POST.replace("2023", "2999"),
            "content/post/c.md": POST.replace("---\nText", "expiryDate: 2024-01-01\n---\nText"),
            "content/post/d.md": POST.replace("---\nText", "headless: true\n---\nText"),
            "content/post/e.md": POST.replace("---\nText", "expiryDate: 2999-01-01\nlastmod: 2024-02-03\n---\nText"),
        }
    )
    states = [found.entries[f"content/post/{name}.md"].status for name in "abcde"]
    assert states == ["draft", "scheduled", "draft", "draft", "published"]
    assert any("expired on 2024-01-01" in warning for warning in found.warnings)
    assert str(found.entries["content/post/e.md"].updated_at) == "2024-02-03 00:00:00+00:00"
    assert found.entries["content/post/e.md"].metadata == {"expiryDate": "2999-01-01"}


def test_cascades_stand_behind_the_pages_below(read: Read) -> None:
    found = read(
        {
            "hugo.toml": CONFIG + "[[cascade]]\n[cascade.target]\npath = '{/docs/**}'\n[cascade.params]\nx = 1",
            "content/_common/_index.md": "---\ncascade:\n  build: {render: never}\n---\n",
            "content/_common/part.md": "---\n---\nPart",
            "content/docs/_index.md": "---\ntitle: D\ncascade: {author: Jane}\n---\nx",
            "content/docs/a.md": '---\ntitle: A\n---\n{{% param x %}}{{% include "_common/part.md" %}}',
        }
    )
    assert found.entries["content/docs/a.md"].authors == ("Jane",)
    assert found.entries["content/docs/a.md"].source == "1Part"
    assert found.entries["content/_common/part.md"].path is None
    assert found.entries["content/_common/part.md"].status == "draft"


def test_pages_of_authors_and_terms_are_taken_as_what_they_describe(read: Read) -> None:
    post = POST.replace("---\nText", "authors: [jane]\ntags: [go]\n---\nText")
    found = read(
        {
            "hugo.toml": CONFIG,
            "content/post/a.md": post,
            "content/authors/jane/_index.md": "---\ntitle: Jane Doe\n---\nWrites.",
            "content/authors/jane/avatar.jpg": b"x",
            "content/tags/go/_index.md": "---\ntitle: Golang\ndescription: The language\n---\n",
        }
    )
    assert (found.authors["jane"].name, found.authors["jane"].bio) == ("Jane Doe", "Writes.")
    assert found.authors["jane"].old_paths[0] == "/authors/jane/"
    assert (found.tags["go"].name, found.tags["go"].description) == ("Golang", "The language")
    assert found.tags["go"].old_paths == ("/tags/go/",)
    assert len(found.skipped) == 2


def test_other_markup_languages_are_named(read: Read) -> None:
    found = read({"hugo.toml": CONFIG, "content/post/a.md": POST, "content/post/b.adoc": "= B"})
    assert "AsciiDoc" in found.skipped["content/post/b.adoc"]


def test_mounts_and_targets(read: Read) -> None:
    config = CONFIG + '[[module.mounts]]\nsource = "articles"\ntarget = "content/blog"\n'
    assert read({"hugo.toml": config, "articles/a.md": POST}).only.path == "/blog/a/"


def test_texts_hugo_never_looked_at_are_named(read: Read) -> None:
    found = read(
        {"hugo.toml": CONFIG, "content/post/a.md": POST, "notes/b.md": POST, "README.md": "x", "themes/t/c.md": "x"}
    )
    assert list(found.entries) == ["content/post/a.md"]
    assert found.warnings == [
        "tree: 1 Markdown files lie where hugo does not look for posts and were not read: notes/b.md"
    ]


def test_references_stay_in_their_language(read: Read) -> None:
    config = CONFIG + '[languages.en]\n[languages.fr]\ncontentDir = "content/fr"\n[languages.de]\n'
    text = POST + '[x]({{< ref "other.md#h" >}})'
    files = {f"content/{name}": POST for name in ("post/other.md", "post/other.de.md", "fr/post/other.md")}
    asking = {f"content/{name}": text for name in ("post/a/index.md", "post/b.de.md", "fr/post/c.md")}
    entries = read({"hugo.toml": config, **files, **asking}).entries
    assert [entries[ref].source.rpartition("\n")[2] for ref in asking] == [
        "[x](/post/other/#h)",
        "[x](/de/post/other/#h)",
        "[x](/fr/post/other/#h)",
    ]


def test_a_hash_in_a_title_stays_encoded_in_the_address(read: Read) -> None:
    config = CONFIG + '[permalinks]\npost = "/:slug/"'
    found = read(
        {
            "hugo.toml": config,
            "content/post/a/index.md": "---\ntitle: 'C# #1'\n---\n![](x.png)",
            "content/post/a/x.png": b"x",
        }
    )
    assert found.only.path == "/c%23-%231/"
    assert list(found.media) == ["/c%23-%231/x.png"]
