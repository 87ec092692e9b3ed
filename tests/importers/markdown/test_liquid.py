"""Liquid in bodies, and what Nunjucks shares with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.importers.markdown.templates.context import Context
from app.importers.markdown.templates.liquid import convert_liquid, fill_in
from tests.importers.markdown.conftest import Read

VARIABLES = {
    "site": {"baseurl": "/b", "url": "https://a.example", "title": "T", "tags": ["x", "y"]},
    "page": {"title": "P", "n": 3, "list": [{"name": "one"}, {"name": "two"}]},
}


def convert(text: str, **changes: object) -> tuple[str, dict[str, int]]:
    context = Context(dict(VARIABLES), base="/b", site_url="https://a.example/b", **changes)  # type: ignore[arg-type]
    return convert_liquid(text, context), dict(context.unknown)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ site.title }}", "T"),
        ("{{site.baseurl}}/x", "/b/x"),
        ("{{ '/x' | relative_url }}", "/b/x"),
        ('{{ "/x/" | url }}', "/b/x/"),
        ("{{ '/x' | absolute_url }}", "https://a.example/b/x"),
        ("{{ 'https://c.example/' | relative_url }}", "https://c.example/"),
        ('{{ page.title | append: "!" | downcase }}', "p!"),
        ('{{ "a|b" | split: "|" | join: "," }}', "a,b"),
        ('{{ "2020-03-04" | date: "%d %b %Y" }}', "04 Mar 2020"),
        ("{{ page.list[1].name }}{{ page.list.first.name }}{{ page.list.size }}", "twoone2"),
        ("{{ 'It''s' }}x", "{{ 'It''s' }}x"),
        ("a {%- comment -%} hidden {%- endcomment -%} b", "ab"),
        ("{# nunjucks comment #}x", "x"),
        ("{% assign x = 'a,b' | split: ',' %}{% for i in x %}[{{ i }}{{ forloop.index }}]{% endfor %}", "[a1][b2]"),
        ("{% set x = 'v' %}{{ x }}", "v"),
        ("{% capture y %}<{{ page.n }}>{% endcapture %}{{ y }}", "<3>"),
        ("{% if page.n > 2 %}big{% else %}small{% endif %}", "big"),
        ("{% unless page.title == 'P' %}no{% else %}yes{% endunless %}", "yes"),
        ("{% if site.tags contains 'y' and page.n == 3 %}ok{% endif %}", "ok"),
        ("{% case page.n %}{% when 1 %}a{% when 2, 3 %}b{% else %}c{% endcase %}", "b"),
        ("{% for i in (1..3) %}{{ i }}{% endfor %}", "123"),
        ("{% for i in site.tags limit:1 %}{{ i }}{% else %}none{% endfor %}", "x"),
        ("{% raw %}{{ kept }} {% tag %}{% endraw %}", "{{ kept }} {% tag %}"),
        ("{% raw %}{% raw %}{% endraw %}", "{% raw %}"),
        ("{% raw %}`{% link %}`{% endraw %}", "`{% link %}`"),
        ("`{{ site.title }}`", "`{{ site.title }}`"),
        ("```\n{{ site.title }}\n```", "```\n{{ site.title }}\n```"),
        ("```\n{% raw %}{{ x }}{% endraw %}\n```", "```\n{{ x }}\n```"),
        ("{% raw %}\n```\n{{ x }}\n```\n{% endraw %}", "\n```\n{{ x }}\n```\n"),
        ("{% highlight ruby linenos %}\nputs 1\n{% endhighlight %}", "```ruby\nputs 1\n```"),
        ("- x\n\n  {% highlight c %}\n  a\n  {% endhighlight %}", "- x\n\n  ```c\n  a\n  ```"),
        ('{% image "assets/a.png" "An A" %}', '<img src="/b/assets/a.png" alt="An A">'),
        ('{% image_with_class "assets/a.png" "wide" "An A" %}', '<img src="/b/assets/a.png" alt="An A">'),
        (
            '{% img left /a.png 300 200 "Title" "Alt" %}',
            '<img src="/a.png" alt="Alt" title="Title" width="300" height="200">',
        ),
        ("{% asset_img a.png Some words %}", '<img src="a.png" alt="Some words">'),
        ("{% blockquote Jane %}\nWords\n{% endblockquote %}", "\n\n> Words\n>\n> — Jane\n\n"),
        ('{% note "Mind" %}\n```\nx\n```\n{% endnote %}', "\n\n> **Mind**\n>\n> ```\n> x\n> ```\n\n"),
        ("{% include toc.html %}x", "x"),
        ("{% capture n %}**b**{% endcapture %}<p>{{ n | markdownify }}</p>", "<p><p><strong>b</strong></p></p>"),
        (
            '{% include figure image_path="/a.png" alt="A" caption="*C* [l](/x)" %}',
            '<figure><img src="/a.png" alt="A"><figcaption><em>C</em> <a href="/x">l</a></figcaption></figure>',
        ),
    ],
)
def test_what_is_known_is_converted(text: str, expected: str) -> None:
    assert convert(text)[0] == expected


def test_jekyll_knows_no_code_when_it_highlights() -> None:
    assert convert("{% highlight sh %}\n```\n{% endhighlight %}", whole=True)[0] == "````sh\n```\n````"


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("{% youtube dQw4w9WgXcQ %}", "youtube"),
        ('{% include youtube.html id="dQw4w9WgXcQ" %}', "youtube"),
        ('{% include "embed/youtube.liquid", id: "dQw4w9WgXcQ" %}', "youtube"),
        ("{% vimeo 12345 %}", "vimeo"),
        ("{% gist jane/0123456789abcdef0123 a.rb %}", "gist.github.com"),
        ("{% tweet https://twitter.com/jane/status/20 %}", "twitter"),
        ('{{ "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ" | embed: "A film" }}', "youtube"),
    ],
)
def test_embeds_become_cards(text: str, host: str) -> None:
    made, unknown = convert(text)
    assert made.startswith('<figure class="embed"')
    assert host in made
    assert not unknown


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        ("{{ mystery }}", "{{ mystery }}"),
        ("{{ 'x' | team_link }}", "{{ 'x' | team_link }}"),
        ("{% mystery x=1 %}", "{% mystery %}"),
        ("{% for p in site.posts %}{{ site.title }}{% endfor %}", "{% for %}"),
        ("{% if mystery %}a{% else %}b{% endif %}", "{% if %}"),
        ('{% include mystery.html x="1" %}', "{% include %}"),
        ("{% include youtube.html id=include.video %}", "{% include %}"),
    ],
)
def test_what_is_unknown_stays_and_is_counted(text: str, noted: str) -> None:
    made, unknown = convert(text + text)
    assert unknown == {noted: 2}
    assert made == (text + text).replace("{{ site.title }}", "T")


def test_partials_of_the_tree_are_filled_in_where_all_is_known(read: Read) -> None:
    found = read(
        {
            "_config.yml": "title: T",
            "_includes/box.html": "<b>{{ include.text }} {{ site.title }}</b>",
            "_includes/deep.html": "{{ site.pages }}",
            "_includes/loop.html": "{% include loop.html %}",
            "_posts/2020-01-01-a.md": (
                '---\n---\n{% include box.html text="x" %} {% include deep.html %} {% include loop.html %}'
            ),
        }
    )
    assert found.only.source == "<b>x T</b> {% include deep.html %} {% include loop.html %}"


def test_links_to_posts_and_files(read: Read) -> None:
    found = read(
        {
            "_config.yml": "permalink: pretty\ncollections: {docs: {output: true}}",
            "_posts/2020-01-01-a.md": "---\n---\nA",
            "about.md": "---\n---\nAbout",
            "files/x.pdf": b"x",
            "_posts/2020-01-02-b.md": (
                "---\n---\n[a]({% post_url 2020-01-01-a %}) [a]({% link _posts/2020-01-01-a.md %}#p) "
                "[c]({% link about.md %}) [d]({% link /files/x.pdf %}) "
                "[e]({% link _docs/gone.md %}) [f]({% post_url x %})"
            ),
        }
    )
    assert found.entries["_posts/2020-01-02-b.md"].source == (
        "[a](/2020/01/01/a/) [a](/2020/01/01/a/#p) [c](/about/) [d](/files/x.pdf) "
        "[e](/docs/gone/) [f]({% post_url x %})"
    )


def test_loops_and_doublings_end() -> None:
    bomb = "{% for a in (1..999999) %}" * 3 + "x" * 10 + "{% endfor %}" * 3
    assert len(convert(bomb)[0]) < 5_000_000
    doubling = "{% assign x = 'x' %}" + "{% assign x = x | append: x %}" * 40 + "{{ x }}"
    assert len(convert(doubling)[0]) < 500_000


def test_quotes_without_an_end_cost_no_time() -> None:
    assert convert("{{ " + "\"'" * 20_000)[0]
    assert convert("{% x " + '"' * 30_000 + " %}")[0]
    assert convert("{% raw %}" * 5_000)[0] == ""
    assert convert("`" * 3 + "\n" + "<code>" * 20_000)[0]


@pytest.mark.parametrize(
    ("text", "made"), [("/{{ page.n }}/", "/3/"), ("{{ mystery }}", None), ("{% if page.n %}x{% endif %}", "x")]
)
def test_short_templates(text: str, made: str | None) -> None:
    assert fill_in(text, VARIABLES) == made


PARTS = st.sampled_from(
    [
        "{{",
        "}}",
        "{%",
        "%}",
        "{#",
        "#}",
        "-",
        " if ",
        " endif ",
        " for x in (1..2) ",
        "endfor",
        "raw",
        "endraw",
        "|",
        "'",
        '"',
        "`",
        "```\n",
        "\n",
        "site.title",
        "page.list[",
        "]",
        "assign x = ",
        "include ",
        "x",
        "highlight ",
        "endhighlight",
        "else",
        "\x00",
    ]
)


@given(st.lists(PARTS, max_size=30).map("".join))
def test_converting_never_raises(text: str) -> None:
    made, _ = convert(text.replace("\0", ""), whole=True)
    assert "\0" not in made


@given(st.text())
def test_any_text_is_converted(text: str) -> None:
    plain = text.replace("\0", "")
    made, _ = convert(plain)
    if "{" not in plain:
        assert made == plain
