"""Colours for code: words of a named language are told apart once, when a text is saved, by Pygments.

The classes are Pygments' own short names, of which only those the theme tells apart are written: fewer spans, smaller
pages. Old blogs bring such spans themselves; what has any is left as it is.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from itertools import groupby

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Generic, Keyword, Literal, Name, Number, Operator, String, _TokenType
from pygments.util import ClassNotFound
from selectolax.lexbor import LexborHTMLParser, LexborNode

from app.content.trees import fragment
from app.content.words import words

LONGEST = 20_000  # characters of one block: half a second at worst
_LANGUAGE = re.compile(r"lang(?:uage)?-([\w+#.-]+)")
# Of Pygments' five hundred, those blogs have; the rest would mean trusting that many more patterns to end in time.
_KNOWN = words(
    "bash c c# c++ clojure cmake console cpp cs csharp css dart diff docker dockerfile elixir erlang fish fsharp go "
    "golang graphql groovy haskell hcl html http ini java javascript jinja js json jsx julia kotlin less lua make "
    "makefile markdown md nginx nix objective-c ocaml perl php powershell proto protobuf py pycon python r rb "
    "rs ruby rust scala scheme scss sh shell sql swift terraform toml ts tsx typescript vim vue xml yaml yml "
    "zig zsh"
)
# The first that fits counts.
_CLASSES = (
    (Comment, "c"),
    (String.Doc, "c"),
    (Keyword, "k"),
    (Operator.Word, "k"),
    (String, "s"),
    (Number, "m"),
    (Literal, "m"),
    (Name.Function, "nf"),
    (Name.Class, "nf"),
    (Name.Decorator, "nf"),
    (Name.Tag, "k"),
    (Name.Attribute, "nf"),
    (Name.Builtin, "nb"),
    (Generic.Deleted, "gd"),
    (Generic.Inserted, "gi"),
    (Generic.Heading, "k"),
    (Generic.Subheading, "k"),
    (Generic.Prompt, "c"),
)


def highlight(tree: LexborHTMLParser) -> None:
    """Put the words of code blocks into spans. Changes no character of them."""
    for code in tree.css("pre > code[class]"):
        named = _LANGUAGE.search(code.attrs.sget("class"))
        first = code.first_child
        if named is None or first is None or first.next is not None or not first.is_text_node:
            continue
        text = first.text_content or ""
        lexer = _lexer(named[1].lower()) if len(text) <= LONGEST else None
        spans = _spans(lexer, text) if lexer is not None else ""
        if spans:
            _replace(code, spans)


def _replace(code: LexborNode, spans: str) -> None:
    coloured = fragment(f"<code>{spans}</code>")
    if coloured is None:
        return
    code.insert_before(coloured)
    placed = code.prev
    if placed is not None:
        for name, value in code.attributes.items():
            placed.attrs[name] = value
        code.decompose()


def _spans(lexer: Lexer, text: str) -> str:
    """Give markup, or "" where the lexer does not give back what it got."""
    tokens = list(lexer.get_tokens(text))
    if "".join(value for _, value in tokens) != text:
        return ""
    return "".join(_joined(tokens))


def _joined(tokens: list[tuple[_TokenType, str]]) -> Iterator[str]:
    for name, group in groupby(tokens, key=lambda token: _class(token[0])):
        value = escape("".join(value for _, value in group), quote=False)
        yield f'<span class="{name}">{value}</span>' if name and not value.isspace() else value


@lru_cache(maxsize=256)
def _class(kind: _TokenType) -> str:
    return next((name for known, name in _CLASSES if kind in known), "")


@lru_cache(maxsize=64)
def _lexer(name: str) -> Lexer | None:
    if name not in _KNOWN:
        return None
    try:
        return get_lexer_by_name(name, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
