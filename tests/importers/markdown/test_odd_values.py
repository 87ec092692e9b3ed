"""Every key anybody may write, holding every kind of value: nothing of it may end an import."""

import json

import pytest

from tests.importers.markdown.conftest import Read

VALUES = [
    None,
    True,
    7,
    -1.5,
    "",
    "word",
    "/a/b: {{ c }} <d>",
    "2020-99-99",
    [],
    ["a", None, 3, ["b"], {"c": "d"}],
    {},
    {"a": 1, "name": ["x"], "src": {"y": None}},
    [{"target": {"path": "/**"}, "values": [1], "scope": "x"}, {"from": "/a", "to": 3}],
    {
        "en": {"title": 1, "contentdir": ["x"]},
        "posts": {"permalink": 3, "output": "maybe"},
        "post": {"x": 1},
        "page": [1],
    },
    "x" * 5_000,
]
_KEYS = """
title date lastmod updated publishDate expiryDate draft published slug url permalink path aliases
redirect_from redirect_to tags tag categories category taxonomies topics series author authors
excerpt summary description image cover featured_image images header weight layout template
canonical_url lang math toc comments pin status password headless build cascade params extra type
locale id name
"""
KEYS = _KEYS.split()
_CONFIG_KEYS = """
title tagline description url baseurl timezone source collections collections_dir defaults permalink
include exclude future excerpt_separator author lang navigation feed jekyll-archives tag_dir
category_dir baseURL languages menu menus contentDir module permalinks uglyURLs taxonomies params
cascade frontmatter outputFormats defaultContentLanguage buildFuture disablePathToLower base_url
default_language slugify feed_filenames theme root
"""
CONFIG_KEYS = _CONFIG_KEYS.split()


@pytest.mark.parametrize("value", VALUES, ids=lambda value: str(value)[:20])
@pytest.mark.parametrize(
    "config", ["_config.yml", "hugo.json", "eleventy.config.js", "zola.toml", "next.config.js", "none.txt"]
)
def test_no_value_ends_an_import(read: Read, config: str, value: object) -> None:
    text = json.dumps(dict.fromkeys(KEYS, value)) + "\n\nText ![](a.png) {{ page.title }} {{< param title >}}\n"
    settings = json.dumps(dict.fromkeys(CONFIG_KEYS, value)) if config not in ("zola.toml", "next.config.js") else ""
    found = read(
        {
            config: settings,
            "_data/authors.yml": json.dumps({"a": value, "word": value}),
            "_data/navigation.yml": json.dumps({"main": value}),
            "_data/metadata.json": settings or "{}",
            "netlify.toml": 'redirects = ["x", 3]' if value is None else "redirects = 3",
            **dict.fromkeys(
                ("_posts/2020-01-01-a.md", "posts/a.md", "content/posts/a.md", "content/_index.md", "a.md"), text
            ),
            "content/posts/b/index.md": "---\n---\nText",
        }
    )
    assert found.entries or found.skipped
    assert not found.failed
    assert all(json.dumps(entry.metadata) for entry in found.entries.values())
