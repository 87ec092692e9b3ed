"""Trees without a generator that can be told, and those a program makes pages of."""

from tests.importers.markdown.conftest import Read

POST = "---\ntitle: A\ndate: 2020-03-04\n{}\n---\n"


def test_paths_are_addresses(read: Read) -> None:
    entries = read(
        {
            "notes/First Note.md": "# The first\n\nText",
            "notes/index.md": "# Notes\n\nAll",
            "notes/Plain.md": "Text",
            "README.md": "# Welcome\n\nText",
        }
    ).entries
    assert {ref: (e.path, e.title, e.source) for ref, e in entries.items()} == {
        "notes/First Note.md": ("/notes/First Note/", "The first", "\nText"),
        "notes/index.md": ("/notes/", "Notes", "\nAll"),
        "notes/Plain.md": ("/notes/Plain/", "Plain", "Text"),
    }


def test_a_heading_underlined_is_a_title_too(read: Read) -> None:
    entry = read({"a.md": "The Title\n=========\n\nText"}).only
    assert (entry.title, entry.source) == ("The Title", "\nText")


def test_a_heading_stays_where_there_is_a_title(read: Read) -> None:
    assert read({"a.md": "---\ntitle: T\n---\n# Heading\n"}).only.source == "# Heading\n"


def test_addresses_are_told_from_links(read: Read) -> None:
    names = ["one", "two", "three", "four"]
    links = " ".join(f'[x]({{{{ "/2020/03/04/{name}/" | url }}}})' for name in names)
    files: dict[str, str | bytes] = {f"posts/2020-03-04-{name}.md": POST.format("") + links for name in names}
    files["posts/2020-03-04-own.md"] = POST.format("permalink: /own/")
    entries = read(files).entries
    one = entries["posts/2020-03-04-one.md"]
    assert one.path == "/2020/03/04/one/"
    assert one.old_paths == ("/posts/2020-03-04-one/",)
    assert "[x](/2020/03/04/two/)" in one.source
    assert entries["posts/2020-03-04-own.md"].path == "/own/"


def test_a_few_links_tell_nothing(read: Read) -> None:
    entries = read({"posts/a.md": POST.format("") + "[x](/elsewhere/b/)", "posts/b.md": POST.format("")}).entries
    assert entries["posts/b.md"].path == "/posts/b/"


def test_prefixes_and_missing_slashes_are_told_from_links(read: Read) -> None:
    names = ["one", "two", "three"]
    links = " ".join(f"[x](/en/blog/{name})" for name in names)
    entries = read({f"blog/{name}.mdx": POST.format("") + links for name in names}).entries
    assert entries["blog/one.mdx"].path == "/en/blog/one"


def test_undated_texts_among_posts_are_posts(read: Read) -> None:
    found = read(
        {
            "blog/a.md": POST.format("") + "x",
            "blog/b.md": POST.format("") + "x",
            "blog/c.md": "---\ntitle: C\n---\nx",
            "blog/index.md": "---\ntitle: Blog\n---\n",
            "about.md": "---\ntitle: About\n---\nx",
        }
    )
    assert {ref: (e.kind, e.status, e.published_at is None) for ref, e in found.entries.items()} == {
        "blog/a.md": ("post", "published", False),
        "blog/b.md": ("post", "published", False),
        "blog/c.md": ("post", "published", True),
        "blog/index.md": ("post", "draft", True),
        "about.md": ("page", "published", True),
    }
    assert found.redirects == {"/blog/": "/"}


def test_components_of_mdx(read: Read) -> None:
    body = """import Chart from '../components/chart'
import {
  A,
} from "b";
export const meta = {
  x: 1,
};

# Hello {/* a comment */}

<AlertBox level="info" title="Mind">
  **Words** with `<Code />`
</AlertBox>

<YouTube id="dQw4w9WgXcQ" />

<Image src="/a.png" alt="A" width={300} />

<div className="x" style={{ color: 'red' }}>kept{" "}text</div>

<Unknown x={1}>inside</Unknown> <Chart data={[1, 2]} />

```jsx
import x from 'y'
<Chart />
```
"""
    found = read({"a.mdx": POST.format("") + body})
    source = found.only.source
    assert "import Chart" not in source
    assert "export const" not in source
    assert "comment" not in source
    assert "> **Mind**\n>\n> **Words** with `<Code />`" in source
    assert "youtube-nocookie.com/embed/dQw4w9WgXcQ" in source
    assert '<img src="/a.png" alt="A">' in source
    assert '<div class="x">kept text</div>' in source
    assert "inside `<Chart data={[1, 2]} />`" in source
    assert "```jsx\nimport x from 'y'\n<Chart />\n```" in source
    assert found.warnings == ["a.mdx: left as text: <Unknown>", "a.mdx: left as text: <Chart>"]
