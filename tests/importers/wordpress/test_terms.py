"""Categories and tags become tags, with every address they had."""

from typing import Any

CATEGORY = """<wp:category><wp:term_id>{}</wp:term_id><wp:category_nicename>{}</wp:category_nicename>
<wp:category_parent>{}</wp:category_parent><wp:cat_name><![CDATA[{}]]></wp:cat_name>
<wp:category_description>About</wp:category_description></wp:category>"""
TAG = "<wp:tag><wp:term_id>{}</wp:term_id><wp:tag_slug>{}</wp:tag_slug><wp:tag_name>{}</wp:tag_name></wp:tag>"
ON_ITEM = '<category domain="{}" nicename="{}"><![CDATA[{}]]></category>'


def test_declared_and_unused_terms_are_there(exports: Any, item: Any, head: str) -> None:
    stream = exports.read(item(), head=head + CATEGORY.format(3, "news", "", "News") + TAG.format(4, "sea", "Sea"))
    assert [(tag.slug, tag.name, tag.description) for tag in stream.tags] == [
        ("news", "News", "About"),
        ("sea", "Sea", ""),
    ]
    assert stream.tags[0].old_paths == ("/category/news/", "/?cat=3", "/?category_name=news")
    assert stream.tags[1].old_paths == ("/tag/sea/", "/?tag=sea")


def test_terms_nobody_declared(exports: Any, item: Any) -> None:
    stream = exports.read(item(ON_ITEM.format("post_tag", "sea", "Sea") + ON_ITEM.format("category", "news", "News")))
    assert [tag.slug for tag in stream.tags] == ["sea", "news"]
    assert stream.entry.tags == ("sea", "news")


def test_category_and_tag_of_one_slug_are_one(exports: Any, item: Any) -> None:
    stream = exports.read(item(ON_ITEM.format("category", "news", "News") + ON_ITEM.format("post_tag", "news", "news")))
    (tag,) = stream.tags
    assert {"/category/news/", "/tag/news/"} <= set(tag.old_paths)
    assert stream.entry.tags == (tag.ref,)


def test_path_below_the_parents(exports: Any, item: Any, head: str) -> None:
    head += CATEGORY.format(1, "a", "", "A") + CATEGORY.format(2, "b", "a", "B") + CATEGORY.format(3, "c", "b", "C")
    stream = exports.read(item(), head=head)
    assert {"/category/a/b/c/", "/category/c/"} <= set(stream.tags[2].old_paths)


def test_circle_of_parents_ends(exports: Any, item: Any, head: str) -> None:
    head += CATEGORY.format(1, "a", "b", "A") + CATEGORY.format(2, "b", "a", "B")
    assert len(exports.read(item(), head=head).tags) == 2


def test_slugs_of_other_scripts(exports: Any, item: Any) -> None:
    stream = exports.read(item(ON_ITEM.format("post_tag", "%d0%bf%d0%b8%d1%80", "Пир")))
    assert stream.tags[0].slug == "пир"
    assert "/tag/пир/" in stream.tags[0].old_paths


def test_second_naming_without_nicename_is_noise(exports: Any, item: Any) -> None:
    old = "<category><![CDATA[Uncategorized]]></category>" + ON_ITEM.format(
        "category", "uncategorized", "Uncategorized"
    )
    stream = exports.read(item(old + '<category domain="tag">My Tag</category>'))
    assert stream.entry.tags == ("uncategorized", "my-tag")


def test_other_taxonomies_stay_with_the_post(exports: Any, item: Any) -> None:
    stream = exports.read(item(ON_ITEM.format("genre", "noir", "Noir") + ON_ITEM.format("genre", "sf", "SF")))
    assert stream.entry.metadata["taxonomies"] == {"genre": ["Noir", "SF"]}
    assert not stream.tags
    assert "2 terms" in stream.warnings[0]


def test_format_and_language(exports: Any, item: Any) -> None:
    more = ON_ITEM.format("post_format", "post-format-aside", "Aside") + ON_ITEM.format("language", "fr", "Français")
    entry = exports.read(item(more)).entry
    assert (entry.metadata["format"], entry.language, entry.tags) == ("aside", "fr", ())
