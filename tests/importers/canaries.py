"""Four small old blogs in which whatever was not for everybody holds a word that stands nowhere else.

`CANARY` stands in every field of every hidden item, and in what is personal beside the public ones.
"""

import json
from collections.abc import Mapping
from pathlib import Path

CANARY = "zxcanary"
UNKNOWN = "zxfinches"[: len(CANARY)]  # as long, and written nowhere
LATER = "2199-01-02"

_XML = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Alice writes</title><link>https://alice.example</link>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://alice.example</wp:base_blog_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login>alice</wp:author_login>
 <wp:author_email>alice.zxcanary@mail.example</wp:author_email><wp:author_display_name>Alice</wp:author_display_name></wp:author>
<wp:author><wp:author_id>2</wp:author_id><wp:author_login>zxcanary</wp:author_login>
 <wp:author_email>z@mail.example</wp:author_email><wp:author_display_name>Zxcanary Person</wp:author_display_name></wp:author>
<wp:category><wp:term_id>7</wp:term_id><wp:category_nicename>zxcanary</wp:category_nicename><wp:cat_name>Zxcanary</wp:cat_name></wp:category>
<wp:category><wp:term_id>8</wp:term_id><wp:category_nicename>news</wp:category_nicename><wp:cat_name>News</wp:cat_name></wp:category>
"""  # noqa: E501
_COMMENT = """<wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author>{name}</wp:comment_author>
<wp:comment_author_email>{email}</wp:comment_author_email><wp:comment_author_IP>192.0.2.7</wp:comment_author_IP>
<wp:comment_date_gmt>2020-05-01 10:00:00</wp:comment_date_gmt><wp:comment_content>{body}</wp:comment_content>
<wp:comment_approved>{approved}</wp:comment_approved></wp:comment>"""

# name of the item -> what makes it one that is not for everybody
WORDPRESS_HIDDEN: Mapping[str, Mapping[str, str]] = {
    "draft": {"status": "draft", "post_date_gmt": "0000-00-00 00:00:00"},
    "pending": {"status": "pending"},
    "private": {"status": "private"},
    "private-page": {"status": "private", "post_type": "page"},
    "future": {"status": "future", "post_date": f"{LATER} 10:00:00", "post_date_gmt": f"{LATER} 10:00:00"},
    "overdue": {"status": "future"},
    "trash": {"status": "trash"},
    "auto-draft": {"status": "auto-draft"},
    "protected": {"post_password": CANARY},
    "no-status": {"status": ""},
    "unknown-status": {"status": "for-friends"},
    "revision": {"status": "inherit", "post_type": "revision"},
    "custom": {"post_type": "recipe"},
    "order": {"post_type": "shop_order"},
    "block": {"post_type": "wp_block", "status": "draft"},
}


def write_wordpress(folder: Path) -> Path:
    path = folder / "export.xml"
    rows = [_public_post(), *map(_hidden_post, range(100, 100 + len(WORDPRESS_HIDDEN)), WORDPRESS_HIDDEN)]
    path.write_text(f"{_XML}{''.join(rows)}</channel></rss>", "utf-8")
    return path


def _public_post() -> str:
    comments = [
        _COMMENT.format(id=1, name="Bob", email="bob.zxcanary@mail.example", body="Nice one", approved="1"),
        *(
            _COMMENT.format(id=number, name="Zxcanary", email="z@mail.example", body="Zxcanary", approved=approved)
            for number, approved in enumerate(("0", "spam", "trash", "", "post-trashed"), 2)
        ),
    ]
    thumbnail = (
        "<wp:postmeta><wp:meta_key>_edit_lock</wp:meta_key><wp:meta_value>zxcanary</wp:meta_value></wp:postmeta>"
    )
    fields = {"title": "Open", "post_id": "10", "post_name": "open", "link": "https://alice.example/open/"}
    terms = '<category domain="category" nicename="news">News</category>'
    return _item(fields | {"content": "Words for all.", "creator": "alice"}, terms + thumbnail + "".join(comments))


def _hidden_post(number: int, name: str) -> str:
    slug = f"{CANARY}-{name}"
    fields = {
        "title": f"Zxcanary {name}",
        "link": f"https://alice.example/{slug}/",
        "content": f"<p>Zxcanary in the body of {name}</p><!--more--><p>and zxcanary behind</p>",
        "excerpt": "Zxcanary in the excerpt",
        "creator": CANARY,
        "post_id": str(number),
        "post_name": slug,
        "is_sticky": "1",
        "attachment_url": "",
        **WORDPRESS_HIDDEN[name],
    }
    more = '<category domain="category" nicename="zxcanary">Zxcanary</category>'
    more += '<category domain="post_tag" nicename="zxcanary-tag">Zxcanary tag</category>'
    for key in ("_yoast_wpseo_metadesc", "_yoast_wpseo_canonical", "_wp_old_slug", "mood"):
        value = f"https://alice.example/{CANARY}/" if key.endswith("canonical") else CANARY
        more += f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"
    more += _COMMENT.format(id=1000 + number, name="Zxcanary", email="z@mail.example", body="Zxcanary", approved="1")
    photo = {
        "title": "Zxcanary photo",
        "link": f"https://alice.example/{slug}/{CANARY}-photo/",
        "post_id": str(2000 + number),
        "post_name": f"{CANARY}-photo-{number}",
        "post_type": "attachment",
        "status": "inherit",
        "post_parent": str(number),
        "attachment_url": f"https://alice.example/wp-content/uploads/{CANARY}-{number}.jpg",
    }
    menu_meta = {
        "_menu_item_type": "post_type",
        "_menu_item_object_id": str(number),
        "_menu_item_object": "page",
        "_menu_item_menu_item_parent": "0",
    }
    entry = "".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value>{value}</wp:meta_value></wp:postmeta>"
        for key, value in menu_meta.items()
    )
    menu = {"title": "", "post_id": str(3000 + number), "post_type": "nav_menu_item", "post_name": str(3000 + number)}
    entry += '<category domain="nav_menu" nicename="main">Main</category>'
    return _item(fields, more) + _item(photo, "") + _item(menu, entry)


def _item(fields: Mapping[str, str], more: str) -> str:
    values = {
        "post_date": "2020-05-01 09:00:00",
        "post_date_gmt": "2020-05-01 09:00:00",
        "status": "publish",
        "post_type": "post",
        **fields,
    }
    names = {"title": "title", "link": "link", "creator": "dc:creator"}
    names |= {"content": "content:encoded", "excerpt": "excerpt:encoded"}
    tags = [(names.get(name, f"wp:{name}"), value) for name, value in values.items()]
    return "<item>" + "".join(f"<{tag}><![CDATA[{value}]]></{tag}>" for tag, value in tags) + more + "</item>\n"


GHOST_HIDDEN: Mapping[str, Mapping[str, str]] = {
    "draft": {"status": "draft"},
    "scheduled": {"status": "scheduled", "published_at": f"{LATER} 10:00:00"},
    "overdue": {"status": "scheduled"},
    "sent": {"status": "sent"},
    "members": {"visibility": "members"},
    "paid": {"visibility": "paid"},
    "tiers": {"visibility": "tiers"},
    "filtered": {"visibility": "label:vip"},
    "page": {"type": "page", "visibility": "members"},
    "odd": {"status": "secret"},
    "no-status": {"status": ""},
}


def write_ghost(folder: Path) -> Path:
    gated = "<!--kg-gated-block:begin nonMember:false--><p>Zxcanary</p><!--kg-gated-block:end-->"
    email = {"type": "email", "html": "<p>Zxcanary in a letter</p>"}
    words = {"type": "paragraph", "children": [{"type": "extended-text", "text": "Words for all.", "format": 0}]}
    public = {
        **_ghost_row("open", {}),
        "html": f"<p>Words for all.</p>{gated}",
        "lexical": json.dumps({"root": {"type": "root", "children": [words, email]}}),
    }
    plain = {**_ghost_row("lexical-only", {}), "lexical": public["lexical"], "html": None}
    hidden = [_ghost_row(f"{CANARY}-{name}", how, "Zxcanary") for name, how in GHOST_HIDDEN.items()]
    hidden.append(_ghost_row(f"{CANARY}-email-only", {}, "Zxcanary"))
    tables = {
        "posts": [public, plain, *hidden],
        "posts_meta": [
            {"post_id": row["id"], "meta_description": "Zxcanary", "email_subject": "Zxcanary", "og_title": "Zxcanary"}
            | {"email_only": 1 if row["slug"] == f"{CANARY}-email-only" else 0}
            for row in hidden
        ],
        "tags": [{"id": "t1", "name": "News", "slug": "news"}, {"id": "t2", "name": "Zxcanary", "slug": CANARY}],
        "posts_tags": [
            *({"post_id": row["id"], "tag_id": "t2", "sort_order": 0} for row in hidden),
            {"post_id": "open", "tag_id": "t1", "sort_order": 0},
        ],
        "users": [
            {"id": "u1", "name": "Alice", "slug": "alice", "email": "alice.zxcanary@mail.example", "password": CANARY},
            {"id": "u2", "name": "Zxcanary Person", "slug": CANARY, "email": "z@mail.example", "bio": "Zxcanary"},
        ],
        "posts_authors": [
            {"post_id": row["id"], "author_id": "u2" if row in hidden else "u1", "sort_order": 0}
            for row in (public, plain, *hidden)
        ],
        "members": [{"id": "m1", "name": "Bob", "email": "bob.zxcanary@mail.example", "note": "Zxcanary"}],
        "comments": [
            {"id": "c1", "post_id": "open", "member_id": "m1", "status": "published", "html": "<p>Nice one</p>"},
            {"id": "c2", "post_id": "open", "member_id": "m1", "status": "hidden", "html": "<p>Zxcanary</p>"},
            {"id": "c3", "post_id": "open", "member_id": "m1", "status": "deleted", "html": "<p>Zxcanary</p>"},
            *(
                {"id": f"c-{row['id']}", "post_id": row["id"], "member_id": "m1", "status": "published", "html": CANARY}
                for row in hidden
            ),
        ],
        "settings": [
            {"key": "title", "value": "Alice writes"},
            {"key": "stripe_secret_key", "value": CANARY},
            {"key": "members_private_key", "value": CANARY},
            {"key": "password", "value": CANARY},
        ],
    }
    path = folder / "ghost.json"
    path.write_text(json.dumps({"db": [{"meta": {"version": "5.130.6"}, "data": tables}]}), "utf-8")
    return path


def _ghost_row(slug: str, how: Mapping[str, str], word: str = "") -> dict[str, object]:
    lines = {name: f"{word} in {name}" if word else "" for name in ("custom_excerpt", "codeinjection_head")}
    return {
        "id": slug,
        "title": f"{word} {slug}" if word else slug.capitalize(),
        "slug": slug,
        "html": f"<p>{word} in the body</p>",
        "plaintext": f"{word} in the body",
        "type": "post",
        "status": "published",
        "visibility": "public",
        "featured": 1,
        "published_at": "2020-05-01 09:00:00",
        **lines,
        **how,
    }


_PUBLIC = "---\ntitle: Open\ndate: 2020-05-01\ntags: [news]\nauthor: Alice\n---\nWords for all.\n"
_WORDS = "title: Zxcanary {name}\ntags: [zxcanary]\nauthor: Zxcanary Person\ndescription: Zxcanary\nmood: zxcanary\n"
_BODY = "\nZxcanary in the body\n\n<!--more-->\n\nand zxcanary behind\n"
JEKYLL_HIDDEN = {
    "_posts/2020-05-02-zxcanary-unpublished.md": "published: false\n",
    "_posts/2020-05-02-zxcanary-draft.md": "draft: true\n",
    "_posts/2020-05-02-zxcanary-password.md": "password: zxcanary\n",
    "_posts/2020-05-02-zxcanary-private.md": "status: private\n",
    f"_posts/{LATER}-zxcanary-future.md": "",
    "_posts/2020-05-02-zxcanary-later.md": f"date: {LATER}\n",
    "_drafts/zxcanary-idea.md": "",
    "zxcanary-page.md": "published: false\npermalink: /zxcanary/\nredirect_from: /old-page/\n",
}
HUGO_HIDDEN = {
    "content/post/zxcanary-draft.md": "draft: true\naliases: [/old-zxcanary/]\n",
    "content/post/zxcanary-future.md": f"date: {LATER}\n",
    "content/post/zxcanary-later.md": f"publishDate: {LATER}\n",
    "content/post/zxcanary-expired.md": "expiryDate: 2020-06-01\n",
    "content/post/zxcanary-unbuilt.md": "build:\n  render: never\n  list: never\n",
    "content/zxcanary-headless/index.md": "headless: true\n",
}


def write_jekyll(folder: Path) -> Path:
    config = "title: Alice writes\nurl: https://alice.example\nfuture: false\ntoken: zxcanary\n"
    files = {
        "_config.yml": config,
        "_posts/2020-05-01-open.md": _PUBLIC,
        "_data/people.yml": "zxcanary: {name: Zxcanary}\n",
    }
    return _tree(folder / "jekyll", files, JEKYLL_HIDDEN)


def write_hugo(folder: Path) -> Path:
    config = 'title = "Alice writes"\nbaseURL = "https://alice.example/"\n[params]\ntoken = "zxcanary"\n'
    files = {"hugo.toml": config, "content/post/open.md": _PUBLIC, "data/secret.yml": "word: zxcanary\n"}
    return _tree(folder / "hugo", files, HUGO_HIDDEN)


def _tree(folder: Path, files: Mapping[str, str], hidden: Mapping[str, str]) -> Path:
    texts = {name: f"---\n{_WORDS.format(name=Path(name).stem)}{how}---\n{_BODY}" for name, how in hidden.items()}
    for name, text in (files | texts).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


BLOGS = {
    "wordpress": (write_wordpress, WORDPRESS_HIDDEN),
    "ghost": (write_ghost, GHOST_HIDDEN),
    "jekyll": (write_jekyll, JEKYLL_HIDDEN),
    "hugo": (write_hugo, HUGO_HIDDEN),
}
