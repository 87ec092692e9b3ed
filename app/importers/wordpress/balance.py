"""Gives each tag of a damaged piece of XML its counterpart, so that a parser need not guess where a field ends."""

import re

_TOKEN = re.compile(
    r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<(?P<end>/?)(?P<name>[A-Za-z_][\w:.-]*)(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*>",
    re.DOTALL,
)
_FIELD = re.compile(r"(?:wp|dc|content|excerpt):|(?:title|link|pubDate|guid|description|category)$")
_HOLDERS = frozenset(  # fields with fields in them
    {
        *("wp:postmeta", "wp:comment", "wp:commentmeta", "wp:author", "wp:category", "wp:tag", "wp:term"),
        "wp:termmeta",
    }
)


def balance(xml: str) -> str:
    """Return the text with stray end tags dropped and missing ones added; a field that lacks one ends at the next."""
    out: list[str] = []
    stack: list[str] = []
    at = 0
    for token in _TOKEN.finditer(xml):
        out.append(xml[at : token.start()])
        at = token.end()
        if token["name"] is None or token[0].endswith("/>"):
            out.append(token[0])
        elif token["end"]:
            out.append(_ended(stack, token["name"]))
        else:
            out.append(_cut_short(stack, token["name"]) + token[0])
            stack.append(token["name"])
    out.append(xml[at:])
    return "".join(out) + "".join(f"</{name}>" for name in reversed(stack))


def _ended(stack: list[str], name: str) -> str:
    """Return the end tags for everything up to the element of this name; none where it isn't open."""
    if name not in stack:
        return ""
    ended = []
    while True:
        ended.append(stack.pop())
        if ended[-1] == name:
            return "".join(f"</{one}>" for one in ended)


def _cut_short(stack: list[str], name: str) -> str:
    """Return the end tag of a field that is still open when the next one begins: fields hold no fields."""
    if not stack or not _FIELD.match(name) or not _FIELD.match(stack[-1]) or stack[-1] in _HOLDERS:
        return ""
    return f"</{stack.pop()}>"
