"""The filters of Liquid, Jekyll and Eleventy that need nothing but their input."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape
from typing import Any
from urllib.parse import quote

from app.content import plain_text, render_markdown, slugify
from app.importers.markdown.addresses import dashed, join
from app.importers.markdown.dates import read_date
from app.importers.markdown.templates.markup import embed


@dataclass(frozen=True, slots=True)
class FilterArguments:
    """What filters know of the site."""

    base: str = ""
    site_url: str = ""


Filter = Callable[[Any, list[Any], FilterArguments], Any]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "".join(map(_text, value))
    if isinstance(value, dict):
        raise TypeError(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _relative(value: Any, _: list[Any], site: FilterArguments) -> str:
    address = _text(value)
    if re.match(r"[a-z][a-z0-9+.-]*:|//|#", address, re.IGNORECASE):
        return address
    return join(site.base, address) if address or site.base else "/"


def _absolute(value: Any, arguments: list[Any], site: FilterArguments) -> str:
    path = _relative(value, arguments, site)
    root = site.site_url.removesuffix(site.base) if site.base else site.site_url
    return path if "//" in path else root + path


def _date(value: Any, arguments: list[Any], _: FilterArguments) -> str:
    if isinstance(value, datetime | date):
        moment: Any = value
    else:
        found = read_date(value, UTC)
        if found is None:
            raise ValueError(value)
        moment = found.written if found.bare else found.at
    layout = _text(arguments[0]) if arguments else "%Y-%m-%d"
    if "%" not in layout:
        layout = _LAYOUT.sub(lambda match: _LAYOUTS[match[0]], layout)
    if "%" not in layout:
        raise ValueError(layout)
    return str(moment.strftime(layout))


_LAYOUTS = {
    **{"yyyy": "%Y", "YYYY": "%Y", "yy": "%y", "MMMM": "%B", "LLLL": "%B", "MMM": "%b", "LLL": "%b"},
    **{"MM": "%m", "LL": "%m", "dd": "%d", "DD": "%d", "HH": "%H", "mm": "%M", "ss": "%S"},
}
_LAYOUT = re.compile("|".join(sorted(_LAYOUTS, key=len, reverse=True)))


def _number(value: Any) -> float | int:
    text = _text(value)
    return float(text) if "." in text else int(text)


def _split(value: Any, arguments: list[Any], _: FilterArguments) -> list[str]:
    separator = _text(arguments[0]) if arguments else " "
    text = _text(value)
    return list(text) if not separator else text.split(separator)


def _truncate(value: Any, arguments: list[Any], _: FilterArguments) -> str:
    text, length = _text(value), int(arguments[0]) if arguments else 50
    end = _text(arguments[1]) if len(arguments) > 1 else "..."
    return text if len(text) <= length else text[: max(0, length - len(end))] + end


def _slice(value: Any, arguments: list[Any], _: FilterArguments) -> Any:
    start, length = int(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 1
    whole = value if isinstance(value, list) else _text(value)
    start = start if start >= 0 else max(0, len(whole) + start)
    return whole[start : start + length]


def _on_text(change: Callable[[str], Any]) -> Filter:
    return lambda value, arguments, site: change(_text(value))


def _with_text(change: Callable[[str, str], Any]) -> Filter:
    return lambda value, arguments, site: change(_text(value), _text(arguments[0]))


def _listed(change: Callable[[list[Any]], Any]) -> Filter:
    return lambda value, arguments, site: change(list(value) if isinstance(value, list | tuple) else [value])


def _replace(value: Any, arguments: list[Any], _: FilterArguments) -> str:
    return _text(value).replace(_text(arguments[0]), _text(arguments[1]) if len(arguments) > 1 else "")


def _slug(value: Any, arguments: list[Any], _: FilterArguments) -> str:
    mode = _text(arguments[0]) if arguments else ""
    return dashed(_text(value), "._~!$&'()+,;=@") if mode == "pretty" else slugify(_text(value))


def _math(work: Callable[[Any, Any], Any]) -> Filter:
    return lambda value, arguments, site: work(_number(value), _number(arguments[0]))


FILTERS: dict[str, Filter] = {
    "relative_url": _relative,
    "url": _relative,
    "locale_url": _relative,
    "absolute_url": _absolute,
    "asset_url": _relative,
    "embed": lambda value, arguments, site: embed(_text(value), _text(arguments[0]) if arguments else ""),
    "date": _date,
    "htmlDateString": lambda value, arguments, site: _date(value, ["%Y-%m-%d"], site),
    "date_to_string": lambda value, arguments, site: _date(value, ["%d %b %Y"], site),
    "date_to_long_string": lambda value, arguments, site: _date(value, ["%d %B %Y"], site),
    "date_to_xmlschema": lambda value, arguments, site: _date(value, ["%Y-%m-%dT%H:%M:%S+00:00"], site),
    "slugify": _slug,
    "slug": _slug,
    "downcase": _on_text(str.lower),
    "lower": _on_text(str.lower),
    "upcase": _on_text(str.upper),
    "upper": _on_text(str.upper),
    "capitalize": _on_text(str.capitalize),
    "title": _on_text(str.title),
    "strip": _on_text(str.strip),
    "trim": _on_text(str.strip),
    "lstrip": _on_text(str.lstrip),
    "rstrip": _on_text(str.rstrip),
    "escape": _on_text(escape),
    "escape_once": _on_text(escape),
    "xml_escape": _on_text(escape),
    "safe": _on_text(str),
    "markdownify": _on_text(lambda text: text if "\0" in text else render_markdown(text).html),
    "smartify": _on_text(str),
    "raw": _on_text(str),
    "strip_html": _on_text(plain_text),
    "striptags": _on_text(plain_text),
    "strip_newlines": _on_text(lambda text: text.replace("\n", "")),
    "newline_to_br": _on_text(lambda text: text.replace("\n", "<br>\n")),
    "normalize_whitespace": _on_text(lambda text: " ".join(text.split())),
    "url_encode": _on_text(lambda text: quote(text, safe="")),
    "cgi_escape": _on_text(lambda text: quote(text, safe="")),
    "uri_escape": _on_text(lambda text: quote(text, safe="/:?&=#")),
    "urlencode": _on_text(lambda text: quote(text, safe="")),
    "append": _with_text(lambda text, other: text + other),
    "prepend": _with_text(lambda text, other: other + text),
    "remove": _with_text(lambda text, other: text.replace(other, "")),
    "remove_first": _with_text(lambda text, other: text.replace(other, "", 1)),
    "replace": _replace,
    "replace_first": lambda value, arguments, site: _text(value).replace(_text(arguments[0]), _text(arguments[1]), 1),
    "truncate": _truncate,
    "slice": _slice,
    "split": _split,
    "join": lambda value, arguments, site: (_text(arguments[0]) if arguments else " ").join(map(_text, value)),
    "first": _listed(lambda items: items[0] if items else None),
    "last": _listed(lambda items: items[-1] if items else None),
    "reverse": _listed(lambda items: items[::-1]),
    "uniq": _listed(lambda items: list(dict.fromkeys(items))),
    "compact": _listed(lambda items: [item for item in items if item is not None]),
    "sort": _listed(lambda items: sorted(items)),
    "size": lambda value, arguments, site: len(value) if isinstance(value, str | list | tuple) else 0,
    "length": lambda value, arguments, site: len(value),
    "default": lambda value, arguments, site: arguments[0] if value in (None, False, "") else value,
    "plus": _math(lambda a, b: a + b),
    "minus": _math(lambda a, b: a - b),
    "times": _math(lambda a, b: a * b),
    "divided_by": _math(lambda a, b: a // b if isinstance(a, int) and isinstance(b, int) else a / b),
    "modulo": _math(lambda a, b: a % b),
    "concat": lambda value, arguments, site: list(value) + list(arguments[0]),
}
