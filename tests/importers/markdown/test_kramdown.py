"""Kramdown's own marks."""

import pytest

from app.importers.markdown.templates.kramdown import convert_kramdown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{::options parse_block_html="true" /}\nText', "\nText"),
        ("a{::comment}hidden\n{:/comment}b", "ab"),
        ("{::nomarkdown}<b>{:/nomarkdown}x", "<b>x"),
        ("Text\n{: .note}\n\n* TOC\n{:toc}", "Text\n{: .note}\n\n* TOC\n{:toc}"),
        ('<div class="n" markdown="1">\n**b**\n</div>', '<div class="n">\n\n\n**b**\n</div>'),
        ("<aside markdown=1 id='x'>t", "<aside id='x'>\n\nt"),
    ],
)
def test_marks(text: str, expected: str) -> None:
    assert convert_kramdown(text) == expected
