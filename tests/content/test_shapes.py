"""Hostile shapes of input: nothing crashes, nothing takes a time that grows with the square of the size."""

import time
from collections.abc import Callable

import pytest

from app.content import autop, excerpt_of, plain_text, render_comment, render_html, render_markdown
from app.content.depth import MAX_DEPTH, flattened

N = 4_000
SHAPES = {
    "div": "<div>" * N,
    "div closed": "<div>" * N + "x" + "</div>" * N,
    "div never closed": "<div></b>" * N,
    "quote": "> " * N + "x",
    "list": "- " * N + "x",
    "nested list": "<ul><li>" * N,
    "table": "<table><tr><td>" * N,
    "bold": "".join(f"<b a={i}>" for i in range(N)) + "<p>x</p>" * N,
    "bold in paragraphs": "".join(f"<b a={i}><p>" for i in range(N)),
    "links": "[" * N,
    "images": "![" * N,
    "stars": "**a" * N,
    "ticks": "`a``" * N,
    "less than": "<" * N,
    "open tags": "<a " * N,
    "quoted": "<a \"'" * N,
    "comments": "<!--" * N,
    "formulas": "$a_" * N,
    "headings": "# a\n" * N,
    "ids": "<p id=a>x</p>" * N,
    "attributes": "<p " + " ".join(f"a{i}=1" for i in range(N)) + ">",
    "attribute lists": "{: .a}" * N,
    "styles": '<p style="' + "text-align:left;" * N + '">',
    "srcset": '<img srcset="' + "a 1x," * N + '">',
    "addresses": "https://a.example " * N,
    "brackets": "https://a.example" + ")" * N,
    "footnotes": "[^1]" * N + "\n\n[^1]: x",
    "objects": "<object>" * N,
    "formula tags": "<math><mi>" * N,
    "shortcodes": "[a " * N,
    "spaces": "a" + " " * N * 10 + "b",
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("take", [render_markdown, render_html, render_comment, autop, plain_text, excerpt_of])
def test_shape_is_taken_quickly(take: Callable[[str], object], shape: str) -> None:
    start = time.process_time()
    take(SHAPES[shape])
    assert time.process_time() - start < 4


def test_megabytes_take_seconds() -> None:
    start = time.process_time()
    assert len(render_html("<p>Some words of a <b>paragraph</b></p>\n" * 100_000).text) == 2_599_999
    assert time.process_time() - start < 8


def test_only_depth_is_flattened() -> None:
    deep = "<div>" * 2000 + "text" + "</div>" * 2000
    flat = flattened(deep)
    assert flat == "<div>" * MAX_DEPTH + "text" + "</div>" * MAX_DEPTH
    wide = "<p>a<br>b<li>c" * 5000
    assert flattened(wide) == wide
    table = "<table>" + "<tr><td>a<td>b" * 5000 + "</table>"
    assert flattened(table) == table
