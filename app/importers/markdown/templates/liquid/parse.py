"""Liquid text to a tree of nodes. Every node knows how it was written, so that it can stay as it was."""

import re
from dataclasses import dataclass, field

_OPEN = re.compile(r"\{[{%#]")
_CLOSES = {"{{": "}}", "{%": "%}", "{#": "#}"}
_NAME = re.compile(r"\s*([A-Za-z_@]\w*)")
MIDDLE = frozenset({"else", "elsif", "elif", "elseif", "when"})
MAX_TOKENS = 20_000
MAX_DEPTH = 30
MAX_TAG = 5_000  # characters


@dataclass(slots=True)
class Node:
    """`kind`: text, output, tag or block. `raw` is how its opening was written; `name` is that of the tag."""

    kind: str
    raw: str
    name: str = ""
    inside: str = ""  # the expression, or a tag's arguments
    branches: list["Branch"] = field(default_factory=list)
    closing: str = ""


@dataclass(slots=True)
class Branch:
    """What stands between the opening of a block, or its `else`, and the next one."""

    raw: str  # "" for the first
    name: str
    inside: str
    nodes: list[Node] = field(default_factory=list)


def parse(text: str) -> list[Node]:
    """This never raises. Tags that have an end somewhere are blocks; an end without a start is a tag."""
    tokens = _tokens(text)
    ends = {token.name for token in tokens if token.kind == "tag" and token.name.startswith("end")}
    root: list[Node] = []
    stack: list[Node] = []
    for token in tokens:
        into = stack[-1].branches[-1].nodes if stack else root
        if token.kind == "tag" and token.name.startswith("end") and _closes(stack, token, root):
            continue
        if token.kind == "tag" and token.name in MIDDLE and stack:
            stack[-1].branches.append(Branch(token.raw, token.name, token.inside))
        elif token.kind == "tag" and f"end{token.name}" in ends and len(stack) < MAX_DEPTH and _opens(token):
            token.kind = "block"
            token.branches.append(Branch("", "", ""))
            into.append(token)
            stack.append(token)
        else:
            into.append(token)
    while stack:
        _unwrap(stack.pop(), stack[-1].branches[-1].nodes if stack else root)
    return root


def _opens(token: Node) -> bool:
    """`{% set x = 1 %}` and `{% assign … %}` have no end; `{% set x %}` has."""
    return not (token.name in ("set", "assign") and "=" in token.inside)


def _closes(stack: list[Node], token: Node, root: list[Node]) -> bool:
    """Close the innermost block of that name; blocks left open inside of it were single tags."""
    wanted = token.name[3:]
    if not any(node.name == wanted for node in stack):
        return False
    while stack[-1].name != wanted:
        inner = stack.pop()
        _unwrap(inner, stack[-1].branches[-1].nodes if stack else root)
    stack[-1].closing = token.raw
    stack.pop()
    return True


def _unwrap(node: Node, into: list[Node]) -> None:
    """Make a tag of a block without an end; what was taken for its inside follows it."""
    node.kind = "tag"
    branches, node.branches = node.branches, []
    for branch in branches:
        if branch.raw:
            into.append(Node("tag", branch.raw, branch.name, branch.inside))
        into.extend(branch.nodes)


def _tokens(text: str) -> list[Node]:
    found: list[Node] = []
    at = search_from = 0
    trim_next = False
    while len(found) < MAX_TOKENS:
        match = _OPEN.search(text, search_from)
        if match is None:
            break
        end = end_of(text, match.end(), _CLOSES[match[0]])
        if end is None:
            search_from = match.end()
            continue
        before = text[at : match.start()]
        raw, inside = text[match.start() : end], text[match.end() : end - 2]
        before = before.lstrip() if trim_next else before
        before = before.rstrip() if inside.startswith("-") else before
        trim_next = inside.endswith("-") and len(inside) > 1
        at = search_from = end
        if before:
            found.append(Node("text", before))
        if match[0] == "{{":
            found.append(Node("output", raw, "", inside.strip("-").strip()))
        elif match[0] == "{%":
            found.append(_tag(raw, inside.lstrip("-+").rstrip("-+")))
    found.append(Node("text", text[at:].lstrip() if trim_next else text[at:]))
    return found


def _tag(raw: str, inside: str) -> Node:
    name = _NAME.match(inside)
    return Node("tag", raw, name[1] if name else "", inside[name.end() :].strip() if name else inside.strip())


def end_of(text: str, at: int, close: str) -> int | None:
    """Return the end of the closing mark outside of quotes, else of the next one at all, within MAX_TAG."""
    limit = at + MAX_TAG
    first = text.find(close, at, limit)
    if first < 0:
        return None
    quote = ""
    for match in re.compile(f"[\"']|{re.escape(close)}").finditer(text, at, limit):
        if match[0] == close:
            if not quote:
                return match.end()
        elif not quote:
            quote = match[0]
        elif quote == match[0]:
            quote = ""
    return first + len(close)
