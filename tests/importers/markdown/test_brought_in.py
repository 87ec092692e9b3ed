"""A small Jekyll site, all the way into the databases."""

from app.importers.items import Options
from app.importers.markdown import open_reader
from app.main import Parts
from tests.importers.markdown.conftest import Write
from tests.importers.sites import bring_in

FILES: dict[str, str | bytes] = {
    "_config.yml": "title: T\nurl: https://old.example\ntimezone: Asia/Tokyo\npermalink: pretty",
    "_posts/2020-03-04-first.md": (
        "---\ntitle: First\ntags: [one]\ncategory: News\nauthor: Jane\nredirect_from: /was/\n---\n"
        "![x](/pic.gif) {% youtube dQw4w9WgXcQ %}\n\n[next]({% post_url 2020-03-05-second %}) {{ mystery }}\n"
    ),
    "_posts/2020-03-05-second.md": "---\ntitle: Second\nimage: /gone.png\n---\nText <script>alert(1)</script>\n",
    "_posts/2999-01-01-later.md": "---\ntitle: Later\n---\nSecret plan\n",
    "_drafts/idea.md": "---\ntitle: Idea\n---\nSecret idea\n",
    "about.md": "---\ntitle: About\n---\nMe\n",
    "broken.md": "---\n- list\n---\n",
    "pic.gif": b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,"
    b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;",
}


def test_a_site_comes_in_once(parts: Parts, write_tree: Write) -> None:
    root = write_tree(FILES)
    posts = parts.services.posts
    report = bring_in(parts, open_reader([root], Options()))
    assert (report.read["posts"], report.read["pages"]) == (4, 2)
    assert (report.imported["posts"], report.imported["pages"]) == (4, 1)
    assert [left.ref for left in report.failed] == ["broken.md"]
    assert report.held_back == {"scheduled": 1, "draft": 1}
    assert "/gone.png" in report.missing_media
    post = posts.find_by_path("/2020/03/04/first/") or posts.find_by_path("/news/2020/03/04/first/")
    assert post is not None
    assert post.path == "/news/2020/03/04/first/"
    assert post.local_date == "2020-03-04"
    assert 'href="/2020/03/05/second/"' in post.html
    assert 'src="/media/' in post.html
    assert "data-embed=" in post.html
    assert "{{ mystery }}" in post.html
    assert [tag.slug for tag in post.tags] == ["one", "news"]
    assert posts.find_old_path("/was/") == post.path
    assert posts.find_by_path("/about/") is not None
    assert posts.search("secret", 1, 10).total == 0
    assert not bring_in(parts, open_reader([root], Options())).imported
