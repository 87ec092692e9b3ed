"""Texts made to cost time: what they take must grow with their length, not with its square."""

import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from app.importers.markdown.links import rewrite_links
from app.importers.markdown.matter import BadMatter, read_matter
from app.importers.markdown.templates.context import Context
from app.importers.markdown.templates.liquid import convert_liquid
from app.importers.markdown.templates.mdx import convert_mdx
from app.importers.markdown.templates.shortcodes import convert_hugo, convert_zola

CONVERTERS: list[Callable[[str], object]] = [
    lambda text: convert_liquid(text, Context(whole=True)),
    lambda text: convert_hugo(text, Context()),
    lambda text: convert_zola(text, Context()),
    lambda text: convert_mdx(text, Context()),
    lambda text: rewrite_links(text, lambda address: None),
]
HOSTILE = [
    "{{ " + "\"'" * 5_000,
    "{% x " + '"' * 10_000 + " %}",
    "{% raw %}" * 3_000,
    "{% if x %}" * 3_000,
    "{{" * 10_000,
    "{{< a " * 5_000,
    "{{< a >}}" * 2_000 + "{{< /b >}}" * 2_000,
    "{{ a(" * 5_000,
    "{% a( %}" * 3_000,
    "```\n" + "<code>" * 5_000,
    "".join("`" * n + "a " for n in range(1, 200)),
    "`a\n" * 5_000,
    "<A x={" * 3_000,
    "<a style={" * 3_000,
    "import a\n" * 2_000,
    "](" * 10_000 + "(" * 10_000,
    "[a]:\n" * 5_000,
    '<img src="' * 5_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_no_text_stalls_a_converter(text: str) -> None:
    began = time.process_time()
    for convert in CONVERTERS:
        convert(text)
    assert time.process_time() - began < 3


@pytest.mark.parametrize(
    "matter", ["a: [" * 20_000, "- " * 50_000, "a:\n" * 20_000, "\t: '" * 10_000, "a: b: c\n" * 10_000]
)
def test_no_front_matter_stalls_the_reader(matter: str) -> None:
    began = time.process_time()
    with suppress(BadMatter):
        read_matter(f"---\n{matter}\n---\n")
    assert time.process_time() - began < 3
