"""Zola's shortcodes: `{{ youtube(id="x") }}` and `{% quote(author="y") %} … {% end %}`."""

import re

from app.importers.markdown.templates.arguments import parse
from app.importers.markdown.templates.context import Context
from app.importers.markdown.templates.shortcodes.hugo import SHORTCODES

_LITERAL = re.compile(r"(\{[{%])/\*([\s\S]{0,5000}?)\*/([%}]\})")
_INLINE = re.compile(r"\{\{\s*(?P<name>[A-Za-z_]\w*)\(\s*(?P<args>[^(){}]{0,2000}?)\s*\)\s*\}\}")
_BLOCK = re.compile(r"\{%-?\s*(?P<name>[A-Za-z_]\w*)\(\s*(?P<args>[^(){}%]{0,2000}?)\s*\)\s*-?%\}|\{%-?\s*end\s*-?%\}")
_NAMES = {"img": "figure", "image": "figure", "crt": "code"}


def convert_zola(text: str, context: Context) -> str:
    """Return the text with what is known converted, and note the rest. This never raises."""
    if "{{" not in text and "{%" not in text:
        return text
    covered = context.mask.cover_code(text)
    context.mask.change_code(_LITERAL, r"\1\2\3")
    covered = _LITERAL.sub(lambda match: context.mask.put(f"{match[1]}{match[2]}{match[3]}"), covered)
    covered = _blocks(covered, context)
    covered = _INLINE.sub(lambda match: _shown(match["name"], match["args"], None, context, match[0], ""), covered)
    return context.mask.uncover(covered)


def _blocks(text: str, context: Context) -> str:
    """Convert blocks from the inside out."""
    stack: list[tuple[re.Match[str] | None, list[str]]] = [(None, [])]
    at = 0
    for match in _BLOCK.finditer(text):
        stack[-1][1].append(text[at : match.start()])
        at = match.end()
        if match["name"]:
            stack.append((match, []))
        elif len(stack) > 1:
            opening, parts = stack.pop()
            assert opening is not None
            inside = "".join(parts)
            stack[-1][1].append(_shown(opening["name"], opening["args"], inside, context, opening[0], match[0]))
        else:
            stack[-1][1].append(match[0])
    stack[-1][1].append(text[at:])
    while len(stack) > 1:
        opening, parts = stack.pop()
        stack[-1][1].append((opening[0] if opening else "") + "".join(parts))
    return "".join(stack[0][1])


def _shown(name: str, args: str, inside: str | None, context: Context, raw: str, closing: str) -> str:
    handler = SHORTCODES.get(_NAMES.get(name.lower(), name.lower()).replace("_", "-")) or SHORTCODES.get(name.lower())
    given = parse(args)
    if name.lower() == "gist" and given.get("url"):
        given.named["user"], _, given.named["id"] = given.get("url").rstrip("/").rpartition("/")
        given.named["user"] = given.named["user"].rpartition("/")[2]
    made = handler(given, inside, context) if handler else None
    if made is None:
        context.note("{{ " + name + "() }}")
        return raw + (inside + closing if inside is not None else "")
    return made
