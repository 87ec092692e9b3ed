"""Kramdown's extensions that are no text: `{::options /}`, `{::comment}`. Attribute lists are left to the renderer."""

import re

_INSIDE = re.compile(r"<(\w+)([^<>]*?)\s+markdown=(?:\"(?:1|block|span)\"|'(?:1|block|span)'|1)([^<>]*)>")
_COMMENT = re.compile(r"\{::comment\}[\s\S]*?\{:/(?:comment)?\}")
_EXTENSION = re.compile(r"\{::?(?:options|nomarkdown|no_markdown)\b[^{}\n]*\}|\{:/(?:nomarkdown|options|comment)?\}")


def convert_kramdown(text: str) -> str:
    """Blank lines around it make Markdown of what stands in `<div markdown="1">`."""
    if "markdown=" in text:
        text = _INSIDE.sub(r"<\1\2\3>\n\n", text)
    if "{:" not in text or ("{::" not in text and "{:/" not in text):
        return text
    return _EXTENSION.sub("", _COMMENT.sub("", text))
