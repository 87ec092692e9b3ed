"""Runs what can be run of a Liquid text and leaves the rest as it is written."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from app.importers.markdown.templates.context import Context
from app.importers.markdown.templates.liquid.filters import FilterArguments
from app.importers.markdown.templates.liquid.parse import Branch, Node, parse
from app.importers.markdown.templates.liquid.tags import BLOCKS, TAGS
from app.importers.markdown.templates.liquid.values import UNKNOWN, as_output, evaluate, is_true, look_up
from app.importers.markdown.templates.markup import fence
from app.importers.markdown.templates.mask import Mask

_RAW = re.compile(r"\{%-?\s*(?P<name>raw|verbatim)\s*-?%\}")
_STRAY_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_HIGHLIGHT = re.compile(
    r"(?P<lead>^[ \t]*)?\{%-?\s*(?P<name>highlight|codeblock)\s+(?P<args>[^%\n]*?)-?%\}[ \t]*\n?", re.MULTILINE
)
MAX_TURNS = 2_000  # of all loops of one body
MAX_OUTPUT = 4 * 1024 * 1024


def convert_liquid(text: str, context: Context) -> str:
    """Return the text with what is known converted, and note the rest. This never raises."""
    if "{%" not in text and "{{" not in text and "{#" not in text:
        return text
    mask = context.mask
    text = _each_block(text, _RAW, lambda match, inside: mask.put(inside))
    if context.whole:
        text = _each_block(text, _HIGHLIGHT, lambda match, inside: _highlighted(match, inside, mask))
    text = mask.cover_code(text)
    text = _each_block(text, _HIGHLIGHT, lambda match, inside: _highlighted(match, inside, mask))
    text = _Run(context).text_of(parse(text))
    return mask.uncover(text)


def fill_in(text: str, variables: Mapping[str, Any]) -> str | None:
    """Return a short template filled in, or None where it asks for what can't be known."""
    context = Context(variables=dict(variables))
    made = _Run(context).text_of(parse(text))
    return None if context.unknown else made


def _each_block(text: str, opening: re.Pattern[str], change: Callable[[re.Match[str], str], str]) -> str:
    """Replace blocks whose inside is not Liquid. Linear: an end that is nowhere is looked for once."""
    made: list[str] = []
    endless: set[str] = set()
    at = search_from = 0
    while match := opening.search(text, search_from):
        name = match["name"]
        close = None
        if name not in endless:
            close = re.compile(rf"\{{%-?\s*end{name}\s*-?%\}}").search(text, match.end())
        if close is None:
            endless.add(name)
            search_from = match.end()
            continue
        made += (text[at : match.start()], change(match, text[match.end() : close.start()]))
        at = search_from = close.end()
    return "".join((*made, text[at:]))


def _highlighted(match: re.Match[str], inside: str, mask: Mask) -> str:
    words = match["args"].split()
    language = next((word.removeprefix("lang:") for word in words if "=" not in word and word != "linenos"), "")
    lead = match["lead"] or ""
    lines = mask.uncover(inside).rstrip(" \t").split("\n")
    if lead and all(line.startswith(lead) for line in lines if line.strip()):
        lines = [line.removeprefix(lead) for line in lines]
    block = fence("\n".join(lines), language)
    if match["lead"] is None:
        return "\n\n" + mask.put(block) + "\n\n"
    return mask.put("\n".join(lead + line if line.strip() else line for line in block.split("\n")))


class _Run:
    """One pass over one body's nodes."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._scope: dict[str, Any] = dict(context.variables)
        self._site = FilterArguments(context.base, context.site_url)
        self._turns = 0
        self._written = 0

    def text_of(self, nodes: list[Node]) -> str:
        made = "".join(self._one(node) for node in nodes)
        self._written += len(made)
        return made

    def _one(self, node: Node) -> str:
        if self._written > MAX_OUTPUT:
            return ""
        if node.kind == "text":
            return node.raw
        if node.kind == "output":
            return self._output(node)
        return self._block(node) if node.kind == "block" else self._tag(node)

    def _output(self, node: Node) -> str:
        value = evaluate(node.inside, self._scope, self._site)
        text = None if value is UNKNOWN else as_output(value)
        if text is None:
            self._context.note("{{ " + node.inside[:60] + " }}")
            return node.raw
        return text

    def _tag(self, node: Node) -> str:
        if node.name in ("assign", "set"):
            return self._assign(node)
        if node.name in ("include", "include_cached", "include_relative", "render"):
            made = self._include(node)
        else:
            handler = TAGS.get(node.name)
            made = handler(self._expanded(node.inside), self._context) if handler else None
        if made is None:
            if _STRAY_RAW.fullmatch(node.raw):
                return ""
            self._context.note(f"{{% {node.name or node.inside[:20]} %}}")
            return node.raw
        return made

    def _assign(self, node: Node) -> str:
        name, equals, expression = node.inside.partition("=")
        value = evaluate(expression, self._scope, self._site) if equals else UNKNOWN
        self._scope[name.strip()] = value
        if value is UNKNOWN:
            self._scope.pop(name.strip(), None)
            self._context.note(f"{{% {node.name} %}}")
            return node.raw
        return ""

    def _expanded(self, text: str) -> str:
        """Fill in `{{ … }}` inside of arguments, as Jekyll's own tags do."""
        if "{{" not in text:
            return text
        return "".join(
            node.raw if node.kind != "output" else self._quiet(node)
            for node in parse(text)
            if node.kind in ("text", "output")
        )

    def _quiet(self, node: Node) -> str:
        value = evaluate(node.inside, self._scope, self._site)
        return node.raw if value is UNKNOWN else as_output(value) or ""

    def _block(self, node: Node) -> str:
        match node.name:
            case "comment":
                return ""
            case "if" | "unless":
                made = self._condition(node)
            case "case":
                made = self._case(node)
            case "for":
                made = self._loop(node)
            case "capture" | "set":
                made = self._capture(node)
            case _:
                made = self._other_block(node)
        return self._as_written(node) if made is None else made

    def _as_written(self, node: Node) -> str:
        """Keep the block's marks and convert what is inside; loop variables are unknown there."""
        self._context.note(f"{{% {node.name} %}}")
        inside = "".join(branch.raw + self.text_of(branch.nodes) for branch in node.branches)
        return node.raw + inside + node.closing

    def _condition(self, node: Node) -> str | None:
        for at, branch in enumerate(node.branches):
            condition = node.inside if at == 0 else branch.inside
            if at and branch.name == "else":
                return self.text_of(branch.nodes)
            truth = is_true(condition, self._scope, self._site)
            if truth is UNKNOWN:
                return None
            if bool(truth) != (at == 0 and node.name == "unless"):
                return self.text_of(branch.nodes)
        return ""

    def _case(self, node: Node) -> str | None:
        value = look_up(node.inside, self._scope)
        if value is UNKNOWN:
            return None
        for branch in node.branches[1:]:
            wanted = [look_up(one, self._scope) for one in re.split(r",|\bor\b", branch.inside)]
            if branch.name == "else" or value in wanted:
                return self.text_of(branch.nodes)
        return ""

    def _loop(self, node: Node) -> str | None:
        match = re.fullmatch(r"([A-Za-z_]\w*)\s+in\s+(\S+|\([^)]*\))(.*)", node.inside, re.DOTALL)
        values = self._items(match[2]) if match else None
        if match is None or values is None:
            return None
        values = _limited(values, match[3])
        if not values and len(node.branches) > 1:
            return self.text_of(node.branches[-1].nodes)
        return "".join(self._turn(node.branches[0], match[1], values, at) for at in range(len(values)))

    def _items(self, text: str) -> list[Any] | None:
        span = re.fullmatch(r"\(\s*(\d{1,6})\s*\.\.\s*(\d{1,6})\s*\)", text)
        if span:
            return list(range(int(span[1]), min(int(span[2]) + 1, int(span[1]) + MAX_TURNS)))
        value = evaluate(text, self._scope, self._site)
        return list(value) if isinstance(value, list | tuple) else None

    def _turn(self, body: Branch, name: str, values: list[Any], at: int) -> str:
        self._turns += 1
        if self._turns > MAX_TURNS or self._written > MAX_OUTPUT:
            return ""
        before = {key: self._scope.get(key, UNKNOWN) for key in (name, "forloop", "loop")}
        loop = {"index": at + 1, "index0": at, "first": at == 0, "last": at == len(values) - 1, "length": len(values)}
        self._scope.update({name: values[at], "forloop": loop, "loop": loop})
        made = self.text_of(body.nodes)
        for key, value in before.items():
            if value is UNKNOWN:
                self._scope.pop(key, None)
            else:
                self._scope[key] = value
        return made

    def _capture(self, node: Node) -> str | None:
        name = node.inside.strip("\"' ")
        if not re.fullmatch(r"[A-Za-z_][\w-]*", name):
            return None
        self._scope[name] = self.text_of(node.branches[0].nodes)
        return ""

    def _other_block(self, node: Node) -> str | None:
        handler = BLOCKS.get(node.name)
        if handler is None:
            return None
        inside = "".join(branch.raw + self.text_of(branch.nodes) for branch in node.branches)
        return handler(node.inside, inside, self._context)

    def _include(self, node: Node) -> str | None:
        """Known partials by their name; others where the tree has them and all they ask for is known."""
        made = TAGS["include"](self._expanded(self._without_variables(node.inside)), self._context)
        return made if made is not None else self._partial(node)

    def _without_variables(self, text: str) -> str:
        """Put the values of variables in the place of `src=page.image`."""

        def value(match: re.Match[str]) -> str:
            found = look_up(match[2], self._scope)
            return match[0] if found is UNKNOWN else f'{match[1]}="{str(found or "").replace(chr(34), "&quot;")}"'

        return re.sub(r"\b([\w-]+)=([A-Za-z_][\w.-]*)(?=\s|$)", value, text)

    def _partial(self, node: Node) -> str | None:
        context = self._context
        match = re.match(r"""["']?([\w./@-]+)["']?[\s,]*""", node.inside)
        source = context.include(match[1]) if match and context.depth < 4 else None
        if source is None or match is None:
            return None
        given = dict(_pairs(self._without_variables(node.inside[match.end() :])))
        inner = Context(
            {**self._scope, "include": given, **given},
            context.find_post,
            context.find_file,
            context.include,
            context.base,
            context.site_url,
            depth=context.depth + 1,
        )
        made = convert_liquid(source, inner)
        return None if inner.unknown else made.strip("\n")


def _pairs(text: str) -> list[tuple[str, str]]:
    return [
        (match[1], match[2] if match[2] is not None else match[3])
        for match in re.finditer(r"""([\w-]+)\s*[=:]\s*(?:"([^"]*)"|'([^']*)')""", text)
    ]


def _limited(values: list[Any], rest: str) -> list[Any]:
    limit = re.search(r"\blimit\s*:\s*(\d{1,6})", rest)
    offset = re.search(r"\boffset\s*:\s*(\d{1,6})", rest)
    values = values[int(offset[1]) if offset else 0 :]
    values = values[: int(limit[1])] if limit else values
    return values[::-1] if re.search(r"\breversed\b", rest) else values
