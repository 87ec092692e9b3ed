"""Pages, the menu, and redirects a plugin exported."""

import json
from pathlib import Path
from typing import Any

import pytest

from app.importers.items import Entry, Redirect, Unreadable


def page(item: Any, number: int, **fields: str) -> str:
    return str(
        item(
            **{
                "post_id": str(number),
                "post_type": "page",
                "title": f"Page {number}",
                "post_name": f"page-{number}",
                "link": f"https://alice.example/page-{number}/",
                **fields,
            }
        )
    )


def menu_item(item: Any, meta: Any, number: int, menu: str = "main", **values: str) -> str:
    more = meta(**{f"_menu_item_{name}": value for name, value in values.items()})
    more += f'<category domain="nav_menu" nicename="{menu}">{menu}</category>'
    return str(item(more, post_id=str(number), post_type="nav_menu_item", title="", menu_order=str(number)))


def test_child_page(exports: Any, item: Any) -> None:
    stream = exports.read(page(item, 2, post_parent="3", menu_order="4"), page(item, 3))
    child = stream.all(Entry)[0]
    assert (child.kind, child.parent_ref, child.position) == ("page", "3", 4)


@pytest.mark.parametrize("parent", ["99", "2"])
def test_parent_that_is_none(exports: Any, item: Any, parent: str) -> None:
    stream = exports.read(page(item, 2, post_parent=parent))
    assert stream.entry.parent_ref is None
    assert bool(stream.warnings) == (parent == "99")


def test_menu_becomes_the_navigation(exports: Any, item: Any, meta: Any, head: str) -> None:
    head += "<wp:category><wp:term_id>8</wp:term_id><wp:category_nicename>news</wp:category_nicename></wp:category>"
    outside = menu_item(item, meta, 12, type="custom", url="https://elsewhere.example/")
    items = [
        outside.replace("<title><![CDATA[]]>", "<title>Out &amp; about"),
        menu_item(item, meta, 11, type="post_type", object_id="2"),
        menu_item(item, meta, 13, type="post_type", object_id="3"),  # a draft
        menu_item(item, meta, 14, type="custom", url="/deep/", menu_item_parent="11"),
        menu_item(item, meta, 15, type="taxonomy", object_id="8").replace("<title><![CDATA[]]>", "<title>News"),
        menu_item(item, meta, 16, type="custom", url="https://alice.example/").replace("<![CDATA[]]>", "Home", 1),
        menu_item(item, meta, 17, type="custom", url="#").replace("<![CDATA[]]>", "Nowhere", 1),
    ]
    stream = exports.read(page(item, 2), page(item, 3, status="draft"), *items, head=head)
    assert stream.site.navigation == (
        ("Page 2", "/page-2/"),
        ("Out & about", "https://elsewhere.example/"),
        ("News", "/category/news/"),
        ("Home", "/"),
    )
    assert stream.skipped == [("menu item", str(n)) for n in (12, 11, 13, 14, 15, 16, 17)]


def test_main_menu_among_several(exports: Any, item: Any, meta: Any) -> None:
    footer = menu_item(item, meta, 11, "footer", type="post_type", object_id="2")
    main = menu_item(item, meta, 12, "main-menu", type="post_type", object_id="2")
    assert exports.read(page(item, 2), footer, main).site.navigation == (("Page 2", "/page-2/"),)


def test_several_menus_and_nothing_says_which(exports: Any, item: Any, meta: Any) -> None:
    menus = [menu_item(item, meta, n, f"menu-{n}", type="post_type", object_id="2") for n in (11, 12)]
    stream = exports.read(page(item, 2), *menus)
    assert stream.site.navigation == ()
    assert "several menus" in stream.warnings[0]


def test_redirects_as_csv(exports: Any, item: Any, tmp_path: Path) -> None:
    path = tmp_path / "redirection.csv"
    path.write_text("source,target,regex,code\n/old,/new,0,301\n/tmp,/new,0,302\n^/a/(.*)$,/b/$1,1,301\nshort\n")
    found = exports.read(item(), redirects=path).all(Redirect)
    assert found == [
        Redirect("/old", "/new"),
        Redirect("/tmp", "/new", permanent=False),
        Redirect("^/a/(.*)$", "/b/$1", is_regex=True),
    ]


def test_redirects_as_json(exports: Any, item: Any, tmp_path: Path) -> None:
    rows: list[Any] = [
        {"url": "/old", "action_data": {"url": "/new"}, "action_code": 301, "regex": False},
        {"url": "/off", "action_data": {"url": "/new"}, "enabled": False},
        {"from": "/x", "to": "/y", "permanent": False},
        "nonsense",
        {"url": 5},
    ]
    path = tmp_path / "redirection.json"
    path.write_text(json.dumps({"redirects": rows}))
    found = exports.read(item(), redirects=path).all(Redirect)
    assert found == [Redirect("/old", "/new"), Redirect("/x", "/y", permanent=False)]


def test_redirects_that_can_not_be_read(exports: Any, item: Any, tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text("{")
    with pytest.raises(Unreadable, match="--redirects"):
        exports.read(item(), redirects=path)
