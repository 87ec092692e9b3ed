"""Hugo's shortcodes in bodies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.markdown.templates.context import Context
from app.importers.markdown.templates.mdx import convert_mdx
from app.importers.markdown.templates.shortcodes import convert_hugo, convert_zola

POSTS = {"a.md": "/post/a/", "post/b": "/post/b/"}


def convert(text: str) -> tuple[str, dict[str, int]]:
    context = Context({"page": {"color": "red"}, "site": {"version": "1.2"}}, find_post=POSTS.get)
    return convert_hugo(text, context), dict(context.unknown)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{{< figure src="/a.png" alt="A" >}}', '<figure><img src="/a.png" alt="A"></figure>'),
        (
            '{{< figure src="a.png" title="T" caption="C" link="/x" width="600px" >}}',
            '<figure><a href="/x"><img src="a.png" alt="T C" width="600"></a>'
            "<figcaption><strong>T</strong> C</figcaption></figure>",
        ),
        (
            '{{< figure src="a.png" caption="C" attr="Jane" attrlink="/j" >}}',
            '<figure><img src="a.png" alt="C Jane"><figcaption>C <a href="/j">Jane</a></figcaption></figure>',
        ),
        ('[x]({{< ref "a.md" >}}) [y]({{< relref path="post/b" >}})', "[x](/post/a/) [y](/post/b/)"),
        ("{{< highlight go >}}\nx := `a`\n{{< /highlight >}}", "\n```go\nx := `a`\n```\n"),
        ('{{< highlight go "hl_inline=true" >}}x{{< /highlight >}}', "<code>x</code>"),
        ("{{% param color %}} {{< param version >}}", "red 1.2"),
        (
            '{{< details summary="S" >}}\n*x*\n{{< /details >}}',
            "\n<details><summary>S</summary>\n\n*x*\n\n</details>\n",
        ),
        ('{{< code-toggle file=hugo >}}\na = "b"\n{{< /code-toggle >}}', '\n```toml\na = "b"\n```\n'),
        ("{{< code-toggle >}}\na: b\n{{</ code-toggle >}}", "\n```yaml\na: b\n```\n"),
        (
            "- a\n\n  {{< code-toggle >}}\n  a: b\n    - c\n  {{< /code-toggle >}}\n",
            "- a\n\n  \n  ```yaml\n  a: b\n    - c\n  ```\n\n",
        ),
        ('[{{< img src="/a.png" alt="A" >}}](/b/)', '[<img src="/a.png" alt="A">](/b/)'),
        ("{{% note %}}\n**x**\n{{% /note %}}", "\n> **x**\n"),
        ('{{% notice tip "Mind" %}}\nx\n{{% /notice %}}', "\n> **tip**\n>\n> x\n"),
        ("{{% tip %}}\n```\nx\n```\n{{% /tip %}}", "\n> ```\n> x\n> ```\n"),
        ('{{< tabs >}}{{< tab "A" >}}x{{< /tab >}}{{< /tabs >}}', "\n**A**\n\nx\n"),
        ("{{</* youtube x */>}}", "{{< youtube x >}}"),
        ("{{%/* note */%}}", "{{% note %}}"),
        ("```\n{{</* youtube x */>}} {{< youtube x >}}\n```", "```\n{{< youtube x >}} {{< youtube x >}}\n```"),
        ("`{{</* x */>}}`", "`{{< x >}}`"),
        ("`{{< x >}}`", "`{{< x >}}`"),
        ("{{< rawhtml >}}<b>x</b>{{< /rawhtml >}}", "<b>x</b>"),
        ('{{< video src="/a.mp4" >}}', '<video controls src="/a.mp4"></video>'),
        ("plain {{ .Title }}", "plain {{ .Title }}"),
    ],
)
def test_what_is_known_is_converted(text: str, expected: str) -> None:
    made, unknown = convert(text)
    assert made == expected
    assert not unknown


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("{{< youtube dQw4w9WgXcQ >}}", "youtube"),
        ('{{< youtube id="dQw4w9WgXcQ" title="T" >}}', "youtube"),
        ("{{< vimeo 12345 >}}", "vimeo"),
        ('{{< tweet user="jane" id="20" >}}', "twitter"),
        ("{{< x user=jane id=20 >}}", "twitter"),
        ("{{< gist jane 0123456789abcdef0123 >}}", "gist.github"),
        ("{{< instagram CxOWiQNP2MO >}}", "instagram"),
    ],
)
def test_embeds_become_cards(text: str, host: str) -> None:
    made, unknown = convert(text)
    assert made.startswith('<figure class="embed"')
    assert host in made
    assert not unknown


@pytest.mark.parametrize(
    ("text", "expected", "noted"),
    [
        ("{{< plotly >}}", "{{< plotly >}}", "{{< plotly >}}"),
        ("{{<plotly>}}", "{{&lt;plotly>}}", "{{< plotly >}}"),
        ("{{< new-in 0.1 />}}", "{{< new-in 0.1 />}}", "{{< new-in >}}"),
        ("{{% odd %}}{{< param color >}}{{% /odd %}}", "{{% odd %}}red{{% /odd %}}", "{{% odd %}}"),
        ('{{< ref "gone" >}}', '{{< ref "gone" >}}', "{{< ref >}}"),
        ("{{< youtube >}}", "{{< youtube >}}", "{{< youtube >}}"),
    ],
)
def test_what_is_unknown_stays_and_is_counted(text: str, expected: str, noted: str) -> None:
    assert convert(f"{text} {text}") == (f"{expected} {expected}", {noted: 2})


def test_openings_without_an_end_stand_alone() -> None:
    made, unknown = convert("{{< odd >}} a {{< note >}}x{{< /note >}} {{< /stray >}}")
    assert "> x" in made
    assert "{{< odd >}} a" in made
    assert "{{< /stray >}}" in made
    assert unknown == {"{{< odd >}}": 1}


PARTS = st.sampled_from(
    [
        "{{<",
        ">}}",
        "{{%",
        "%}}",
        "/*",
        "*/",
        " note ",
        "/note",
        "figure src=a.png",
        " x ",
        '"',
        "`",
        "```\n",
        "\n",
        "/",
        "{{",
        "{%",
        "}}",
        "%}",
        "quote(",
        ")",
        "end",
        "<Foo",
        "/>",
        "</Foo>",
        "import x from 'y'",
        "{/*",
        "*/}",
        "export const a",
        "{",
        "}",
    ]
)


@given(st.lists(PARTS, max_size=30).map("".join))
def test_converting_never_raises(text: str) -> None:
    assert "\0" not in convert(text)[0]
    assert "\0" not in convert_zola(text, Context())
    assert "\0" not in convert_mdx(text, Context())
