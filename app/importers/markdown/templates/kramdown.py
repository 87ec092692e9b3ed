"""Kramdown's extensions that are no text: `{::options /}`, `{::comment}`. Attribute lists are left to the renderer."""

import re

_COMMENT = re.compile(r"\{::comment\}[\s\S]*?\{:/(?:comment)?\}")
_EXTENSION = re.compile(r"\{::?(?:options|nomarkdown|no_markdown)\b[^{}\n]*\}|\{:/(?:nomarkdown|options|comment)?\}")


def convert_kramdown(text: str) -> str:
    if "{:" not in text or ("{::" not in text and "{:/" not in text):
        return text
    return _EXTENSION.sub("", _COMMENT.sub("", text))
