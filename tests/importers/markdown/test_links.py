"""Addresses in texts: of files, of other texts, of nothing that is here."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.markdown.links import rewrite_links
from tests.importers.markdown.conftest import Read, Write, stream

POST = "---\ntitle: A\ndate: 2020-01-01\n---\n"
HUGO = 'baseURL = "https://h.example/"\n'


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("![a](x.png)", ["x.png"]),
        ("[a](x.md#b 'Title')", ["x.md#b"]),
        ("[a](<x y.png>)", ["x y.png"]),
        ("![a](my picture.png)", ["my picture.png"]),
        ('![a](x(1).png "T")', ["x(1).png"]),
        ("[![a](x.png)](y.md)", ["x.png", "y.md"]),
        ("[a]: x.png\n[b]: <y z.png> 'T'\n[^1]: note.png", ["x.png", "y z.png"]),
        ("[Update]: some words in a line", []),
        ("<img src=\"x.png\" srcset='y.png 1x, z.png 2x'>", ["x.png", "y.png", "z.png"]),
        ('<a href="x&amp;y.html">', ["x&y.html"]),
        ("[a](https://b.example/x.png) [b](#c) [d](mailto:x@y) [e](//c.example/x.png)", []),
        ("`[a](x.png)` ```\n[a](x.png)\n```", []),
        ("```\n![a](x.png)\n```\n<pre>![a](x.png)</pre>", []),
        ("[a]({{ x }}/y.png)", []),
    ],
)
def test_what_is_an_address(text: str, seen: list[str]) -> None:
    found: list[str] = []

    def change(address: str) -> None:
        found.append(address)

    assert rewrite_links(text, change) == text.replace("my picture.png", "my%20picture.png")
    assert found == seen


def test_addresses_are_replaced_where_they_stand() -> None:
    text = "![x.png](x.png) [x.png]: no\n\n[r]: x.png\n<img alt='x.png' src=\"x.png\"> `x.png`"
    assert rewrite_links(text, lambda address: "/new (1).png") == (
        "![x.png](/new%20%281%29.png) [x.png]: no\n\n[r]: /new%20%281%29.png\n"
        "<img alt='x.png' src=\"/new (1).png\"> `x.png`"
    )


@given(st.text(alphabet="[]()<>!`~\n x.png\"'=#:/src", max_size=60))
def test_rewriting_never_raises_and_keeps_a_text_nothing_is_changed_in(text: str) -> None:
    assert rewrite_links(text, lambda address: None).replace("%20", " ") == text.replace("%20", " ")


def test_files_of_a_page_and_of_the_site(read: Read) -> None:
    found = read(
        {
            "hugo.toml": HUGO,
            "content/post/a/index.md": POST
            + "![](pic 1.png) ![](sub/b.png?v=2) ![](/img/C.PNG) ![](/img/gone.png) [p](/doc.pdf)",
            "content/post/a/pic 1.png": b"1",
            "content/post/a/sub/b.png": b"2",
            "static/img/c.png": b"3",
            "static/doc.pdf": b"4",
            "static/unused.png": b"5",
            "content/post/b.md": POST + "![](/post/a/sub/b.png) ![](../a/pic%201.png) <img src='/img/c.png'>",
        }
    )
    assert {url: media.open().read() if media.open else None for url, media in found.media.items()} == {
        "/post/a/pic%201.png": b"1",
        "/post/a/sub/b.png": b"2",
        "/img/c.png": b"3",
        "/img/gone.png": None,
        "/doc.pdf": b"4",
    }
    assert found.entries["content/post/a/index.md"].source == (
        "![](/post/a/pic%201.png) ![](/post/a/sub/b.png) ![](/img/c.png) ![](/img/gone.png) [p](/doc.pdf)"
    )
    assert found.entries["content/post/b.md"].source == (
        "![](/post/a/sub/b.png) ![](/post/a/pic%201.png) <img src='/img/c.png'>"
    )
    assert found.media["/img/c.png"].aliases == ("/img/C.PNG",)
    assert any("spelled c.png" in warning for warning in found.warnings)


def test_files_under_the_sites_address(read: Read) -> None:
    found = read(
        {
            "_config.yml": "url: https://a.example\nbaseurl: /blog",
            "assets/x.png": b"x",
            "_posts/2020-01-01-a.md": (
                POST
                + "![]({{ site.url }}{{ site.baseurl }}/assets/x.png) ![](/blog/assets/x.png)"
                + " ![]({{ '/assets/x.png' | relative_url }})"
                " [o](https://a.example/blog/about/) ![](https://b.example/assets/x.png)"
            ),
        }
    )
    assert found.only.source == (
        "![](/blog/assets/x.png) ![](/blog/assets/x.png) ![](/blog/assets/x.png)"
        " [o](https://a.example/blog/about/) ![](https://b.example/assets/x.png)"
    )
    assert list(found.media) == ["/blog/assets/x.png"]


def test_links_to_other_texts_lead_to_their_addresses(read: Read) -> None:
    found = read(
        {
            "hugo.toml": HUGO + '[permalinks]\npost = "/:year/:filename/"',
            "content/post/a.md": POST,
            "content/post/b/index.md": POST,
            "content/post/c.md": POST
            + "[a](a.md) [b](b/index.md#x) [a](../post/a.md) [r](/post/a.md) [n](gone.md) "
            + "[rel](../other/) [top](/x) [q](?p=1)",
        }
    )
    assert found.entries["content/post/c.md"].source == (
        "[a](/2020/a/) [b](/2020/b/#x) [a](/2020/a/) [r](/2020/a/) [n](/2020/c/gone.md) "
        "[rel](/2020/other/) [top](/x) [q](?p=1)"
    )


def test_uploads_are_found_by_the_end_of_their_address(write_tree: Write) -> None:
    root = write_tree(
        {
            "site/_posts/2020-01-01-a.md": POST
            + "![](/wp-content/uploads/2019/a.png) ![](/x/only.png) ![](/x/twice.png)",
            "uploads/2019/a.png": b"a",
            "uploads/deep/only.png": b"o",
            "uploads/1/twice.png": b"1",
            "uploads/2/twice.png": b"2",
        }
    )
    media = stream(root / "site", media=(root / "uploads",)).media
    assert {url: one.open is not None for url, one in media.items()} == {
        "/wp-content/uploads/2019/a.png": True,
        "/x/only.png": True,
        "/x/twice.png": False,
    }


@pytest.mark.parametrize(
    ("matter", "image", "alt", "caption"),
    [
        ("image: /a.png\nimage_alt: A\nimage_figcaption: C", "/a.png", "A", "C"),
        ("cover:\n  image: a.png\n  alt: A\n  caption: C", "/a.png", "A", "C"),
        ("featured_image: https://b.example/x.jpg", "https://b.example/x.jpg", "", ""),
        ("images: [a.png, b.png]", "/a.png", "", ""),
        ("header:\n  overlay_image: /a.png", "/a.png", "", ""),
        ("params:\n  image: a.png", "/a.png", "", ""),
        ("hero: false\nfeatured: true\nthumbnail: a.png", "/a.png", "", ""),
        ("image:", None, "", ""),
        ("image: /gone.png", "/gone.png", "", ""),
    ],
)
def test_the_featured_image(read: Read, matter: str, image: str | None, alt: str, caption: str) -> None:
    entry = read({"a.md": f"---\n{matter}\n---\nx", "a.png": b"x"}).only
    assert (entry.image, entry.image_alt, entry.image_caption) == (image, alt, caption)


def test_a_bundles_cover_is_its_image(read: Read) -> None:
    assert (
        read({"hugo.toml": HUGO, "content/p/a/index.md": POST, "content/p/a/cover.jpg": b"x"}).only.image
        == "/p/a/cover.jpg"
    )
