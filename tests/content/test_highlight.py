"""Colours for code: words in spans, and not one character changed."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content import render_html, render_markdown
from app.content.highlight import _KNOWN, LONGEST


def code_of(html: str) -> str:
    found = re.search(r"<code[^>]*>(.*)</code>", html, re.DOTALL)
    assert found, html
    return found[1]


def test_words_are_told_apart() -> None:
    html = render_markdown('```python\ndef go(n: int) -> str:\n    return "a" * 3  # <far>\n```').html
    assert '<pre tabindex="0"><code class="language-python">' in html
    for span in ('<span class="k">def</span>', '<span class="nf">go</span>', '<span class="m">3</span>'):
        assert span in html
    assert '<span class="s">"a"</span>' in html
    assert '<span class="c"># &lt;far&gt;</span>' in html


def test_lines_of_a_diff() -> None:
    html = render_markdown("```diff\n-old\n+new\n same\n```").html
    assert '<span class="gd">-old</span>\n<span class="gi">+new</span>\n' in html


@pytest.mark.parametrize("language", ["", "nonsense", "text", "brainfuck"])
def test_what_nobody_knows_stays_plain(language: str) -> None:
    assert "<span" not in render_markdown(f"```{language}\ndef x(): pass\n```").html


def test_what_is_coloured_already_stays() -> None:
    old = '<pre><code class="language-ruby"><span class="nb">puts</span> 1</code></pre>'
    assert code_of(render_html(old).html) == '<span class="nb">puts</span> 1'


def test_very_long_code_stays_plain() -> None:
    assert "<span" not in render_markdown("```python\n" + "x = 1\n" * (LONGEST // 6 + 1) + "```").html


def test_again_changes_nothing() -> None:
    once = render_markdown("```rust\nfn main() {}\n```").html
    assert render_html(once).html == once


@settings(deadline=None)  # a lexer is read from disk at first use
@given(st.sampled_from(sorted(_KNOWN)), st.text(max_size=200))
def test_no_character_changes(language: str, code: str) -> None:
    plain = render_html(f"<pre><code>{escaped(code)}</code></pre>").html
    coloured = render_html(f'<pre><code class="language-{language}">{escaped(code)}</code></pre>').html
    assert re.sub(r"</?span[^>]*>", "", coloured).replace(f' class="language-{language}"', "") == plain


def escaped(code: str) -> str:
    return code.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
