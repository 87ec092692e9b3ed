"""Ghost's Markdown -> everybody's."""

import pytest

from app.content import render_markdown
from app.importers.ghost.dialect import settled


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("#Title", "# Title"),
        ("> ##Title", "> ## Title"),
        ("#1 thing", "# 1 thing"),
        ("one\ntwo", "one  \ntwo"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("one  \ntwo", "one  \ntwo"),
        ("one\r\ntwo", "one  \ntwo"),
        ("- a\n- b", "- a\n- b"),
        ("- a\n  more", "- a  \n  more"),
        ("> a\n> b", "> a  \n> b"),
        ("# Head\ntext", "# Head\ntext"),
        ("text\n---", "text\n---"),
        ("text\n```\n#x\na\nb\n```\nc", "text\n```\n#x\na\nb\n```\nc"),
        ("```\nopen\n#x", "```\nopen\n#x"),
        ("    #code\n    more", "    #code\n    more"),
        ("<div>\n#x\na\n</div>\n\n#y", "<div>\n#x\na\n</div>\n\n# y"),
        ("<pre>\n#x\n\n#y\n</pre>\n#z", "<pre>\n#x\n\n#y\n</pre>\n# z"),
        ("<b>a</b>\nc", "<b>a</b>\nc"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\nx", "| a | b |\n|---|---|\n| 1 | 2 |\nx"),
        ("==hi== H~2~O x^2^ ~~no~~", "<mark>hi</mark> H<sub>2</sub>O x<sup>2</sup> ~~no~~"),
        (
            "`==a==` [x](/~me~/) https://x.example/~a~b [^1] ^^^^",
            "`==a==` [x](/~me~/) https://x.example/~a~b [^1] ^^^^",
        ),
        ("a == b and c == d", "a == b and c == d"),
        ("[a]: /x\n[b]: /y", "[a]: /x\n[b]: /y"),
        ("", ""),
    ],
)
def test_settled(written, shown):
    assert settled(written) == shown
    assert settled(shown) == shown


def test_lines_break_as_they_did():
    assert render_markdown(settled("a\nb")).html == "<p>a<br>\nb</p>"
