"""Where front matter ends and the text begins."""

import json
import re
from dataclasses import dataclass
from typing import Literal

Language = Literal["yaml", "toml", "json", "script"]

_OPENING = re.compile(r"\s*(---|\+\+\+)[ \t]*(yaml|yml|toml|json5?|js|javascript)?[ \t]*\n", re.IGNORECASE)
_YAML_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_YAML_END_STRICT = re.compile(r"^---[ \t]*$", re.MULTILINE)
_TOML_END = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
_KEY_LINE = re.compile(r"""["']?[A-Za-z_][\w. -]{0,60}["']?[ \t]*[:=](?:\s|$)""")
_CONTINUED = re.compile(r"[ \t]|-(?:[ \t]|$)|#|$")
_NAMES: dict[str, Language] = {
    "yaml": "yaml",
    "yml": "yaml",
    "toml": "toml",
    "json": "json",
    "json5": "json",
    "js": "script",
    "javascript": "script",
}


@dataclass(frozen=True, slots=True)
class Split:
    """A file cut in two. `language` None: there is no front matter and all is body."""

    language: Language | None
    matter: str
    body: str
    note: str = ""  # what had to be guessed, as a sentence


def split_matter(text: str) -> Split:
    """This never raises. `text` has no byte order mark and only line feeds."""
    head = text[:1]
    if head in "-+ \t\n":
        opening = _OPENING.match(text)
        if opening:
            return _fenced(text, opening)
    elif head == "{":
        return _json(text)
    return Split(None, "", text)


def _fenced(text: str, opening: re.Match[str]) -> Split:
    fence = opening[1]
    language = _NAMES[opening[2].lower()] if opening[2] else ("yaml" if fence == "---" else "toml")
    note = "" if opening.start(1) == 0 else "blank lines before the front matter"
    ends = _TOML_END if fence == "+++" else (_YAML_END if language == "yaml" else _YAML_END_STRICT)
    end = ends.search(text, opening.end())
    if end:
        matter = text[opening.end() : end.start()]
        if note and not _looks_like_matter(matter):
            return Split(None, "", text)
        return Split(language, matter, text[end.end() :].removeprefix("\n"), note)
    return _unclosed(text, opening.end(), language)


def _unclosed(text: str, start: int, language: Language) -> Split:
    """A rule at the top of a text is no front matter; lines of keys under it are, up to the first other line."""
    at = start
    for line in text[start:].splitlines(keepends=True):
        if not line.strip() or not (_KEY_LINE.match(line) or _CONTINUED.match(line)):
            break
        at += len(line)
    matter = text[start:at]
    if not _looks_like_matter(matter):
        return Split(None, "", text)
    return Split(language, matter, text[at:].lstrip("\n"), "the front matter has no end; it was taken to end here")


def _looks_like_matter(matter: str) -> bool:
    first = matter.lstrip().split("\n", 1)[0]
    return _KEY_LINE.match(first) is not None


def _json(text: str) -> Split:
    """Hugo's third form: one object, then the text. `{{< … >}}` and `{% … %}` start a text without front matter."""
    if not re.match(r'\{\s*(?:"|\})', text):
        return Split(None, "", text)
    try:
        _, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        closing = re.search(r"^\}[ \t]*$", text, re.MULTILINE)
        if closing is None:
            return Split(None, "", text)
        end = closing.end()
    return Split("json", text[:end], text[end:].removeprefix("\n"))
