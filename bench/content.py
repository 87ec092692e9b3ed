"""Prints what rendering costs, in µs per 10 KB and per stage, best of several rounds.

`python -m bench.content [folder of Markdown]`: with a folder, its posts of 8 to 12 KB too.
"""

import platform
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pyromark

from app.content import autop, plain_text, render_comment, render_html, render_markdown
from app.content.addresses import settle_addresses
from app.content.depth import flattened
from app.content.embeds import put_cards
from app.content.headings import settle_ids
from app.content.layout import drop_junk, keep_alignment, modernise, restore_lazy_images
from app.content.links import settle_links
from app.content.markdown import to_html
from app.content.policy import sanitised
from app.content.removal import take_out
from app.content.render import parsed
from app.content.text import text_of_markup

PROSE = """Plain prose with *emphasis*, **weight**, a [link](https://example.com/page-%d "title"), an inline `span
of code`, and the sentences of a real post, which are longer than one thinks: the quick brown fox jumps
over the lazy dog, again and again, because a paragraph of a real post has four or five lines like this
one and not only markup. And one more line, so that it is a paragraph of the length people write when
they write about what they did last week.

"""
DENSE = """## A heading with `code` and words {#part-%d}

A bare address https://example.org/%d that ends the sentence.

![A picture](/images/picture-%d.jpg "caption")

- first item with [a link](/relative/%d/)
- second item, with a footnote[^note%d]
- [x] a task

| name | value | note |
|:-----|------:|------|
| one  | %d    | text |
| two  | 2     | more text in a cell |

```python
def function(argument: int) -> int:
    return argument < 10 and argument & 3
```

> A quotation that says something worth keeping, over a line or two, as they do.

[^note%d]: The note itself, with *emphasis*.

"""


def markdown_of(size: int, paragraphs: int) -> str:
    """Repeat one section of everything Markdown has, with this many paragraphs of prose in each."""
    sections: list[str] = []
    while sum(map(len, sections)) < size:
        sections.append((DENSE + PROSE * paragraphs).replace("%d", str(len(sections))))
    return "".join(sections)[:size]


def best_ms(action: Callable[[], object], rounds: int = 7, calls: int = 60) -> float:
    def once() -> float:
        start = time.perf_counter()
        for _ in range(calls):
            action()
        return (time.perf_counter() - start) / calls * 1000

    return min(once() for _ in range(rounds))


def line(name: str, ms: float) -> None:
    print(f"  {name:<44}{ms * 1000:>9.0f} µs")


def stages(source: str) -> None:
    html = to_html(source)
    tree = parsed(html)
    out = render_markdown(source).html
    passes: dict[str, Callable[[], object]] = {
        "pyromark": lambda: pyromark.html(source),
        "to_html (options, math, depth)": lambda: to_html(source),
        "flattened": lambda: flattened(html),
        "parsed (Lexbor)": lambda: parsed(html),
        "modernise": lambda: modernise(tree),
        "keep_alignment": lambda: keep_alignment(tree),
        "put_cards": lambda: put_cards(tree),
        "restore_lazy_images": lambda: restore_lazy_images(tree),
        "take_out": lambda: take_out(tree),
        "drop_junk": lambda: drop_junk(tree),
        "settle_ids": lambda: settle_ids(tree),
        "settle_addresses": lambda: settle_addresses(tree, None),
        "settle_links": lambda: settle_links(tree, trusted=True),
        "serialise": lambda: tree.html,
        "sanitised (nh3)": lambda: sanitised(tree.html or ""),
        "text_of_markup": lambda: text_of_markup(out),
    }
    for name, action in passes.items():
        line(name, best_ms(action))


def posts_in(folder: Path) -> list[str]:
    sources = (path.read_text("utf-8", "replace") for path in sorted(folder.rglob("*.md")))
    return [source for source in sources if 8_000 < len(source) < 12_000]


def report_posts(folder: Path) -> None:
    posts = posts_in(folder)
    size = sum(map(len, posts))
    print(f"{len(posts)} posts of 8 to 12 KB in {folder.name}:")
    if posts:
        ms = best_ms(lambda: [render_markdown(post) for post in posts], rounds=5, calls=1)
        line("render_markdown, each 10 KB", ms / size * 10_000)


def main() -> None:
    print(f"Python {platform.python_version()} ({platform.python_compiler()}), one core")
    dense, source = markdown_of(10_000, 0), markdown_of(10_000, 4)
    html = render_markdown(source).html
    print(f"Markdown of 10 KB, {len(html):,} characters of HTML, {html.count('</'):,} elements:")
    line("render_markdown in all", best_ms(lambda: render_markdown(source)))
    stages(source)
    print(f"The same with nothing but markup, {render_markdown(dense).html.count('</'):,} elements:")
    line("render_markdown in all", best_ms(lambda: render_markdown(dense)))
    print("Others, 10 KB each:")
    line("render_html", best_ms(lambda: render_html(html[:10_000])))
    line("render_html, rewriting addresses", best_ms(lambda: render_html(html[:10_000], rewrite=lambda a: a)))
    line("render_comment (1 KB)", best_ms(lambda: render_comment(source[:1000])))
    line("autop", best_ms(lambda: autop(source)))
    line("plain_text", best_ms(lambda: plain_text(html[:10_000])))
    for folder in sys.argv[1:]:
        report_posts(Path(folder))


if __name__ == "__main__":
    sys.exit(main())
