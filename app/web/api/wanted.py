"""What a request of the Content API asks for, from its parameters."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from app.errors import Invalid
from app.services.posts import Filter, Order
from app.web.api import nql
from app.web.exchange import Exchange

PARAMETERS = ("key", "include", "fields", "formats", "filter", "limit", "page", "order")
PER_PAGE = 15
MOST_PER_PAGE = 100  # as Ghost 6 has it, "all" included
HIGHEST_PAGE = 100_000
FORMATS = frozenset({"html", "plaintext", "mobiledoc", "lexical"})  # the last two are never given out, by Ghost neither
_ORDER = re.compile(r"\s*([a-z_.]+)(?:\s+(asc|desc))?\s*", re.IGNORECASE)
_NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """`fields` empty: all."""

    filter: Filter | None = None
    order: tuple[Order, ...] = ()
    page: int = 1
    per_page: int = PER_PAGE
    include: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    formats: frozenset[str] = frozenset({"html"})
    asks_for_now: bool = False

    def shown(self, values: dict[str, object], always: Collection[str] = ()) -> dict[str, object]:
        """Leave out what was not asked for; `always` stays."""
        if not self.fields:
            return values
        return {name: value for name, value in values.items() if name in self.fields or name in always}


def wanted_of(exchange: Exchange, default_order: tuple[Order, ...]) -> Wanted:
    """Raises: Invalid: a parameter that says nothing."""
    formats = frozenset(_words(exchange.parameter("formats")))
    if formats - FORMATS:
        raise Invalid(f"there is no format {', '.join(sorted(formats - FORMATS))}; there is html and plaintext")
    wanted = Wanted(
        order=_order(exchange.parameter("order")) or default_order,
        page=_number(exchange, "page", 1, HIGHEST_PAGE),
        per_page=MOST_PER_PAGE if exchange.parameter("limit") == "all" else _number(exchange, "limit", PER_PAGE, None),
        include=frozenset(_words(exchange.parameter("include"))),
        fields=frozenset(_words(exchange.parameter("fields"))),
        formats=formats or frozenset({"html"}),
    )
    text = exchange.parameter("filter")
    if not text:
        return wanted
    parsed = nql.parse(text, datetime.now(UTC))
    return replace(wanted, filter=parsed.filter, asks_for_now=parsed.asks_for_now)


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _number(exchange: Exchange, name: str, default: int, most: int | None) -> int:
    """`most` None: more is taken for the most there may be."""
    text = exchange.parameter(name)
    if not text:
        return default
    if not _NUMBER.fullmatch(text) or int(text) < 1 or (most and int(text) > most):
        raise Invalid(f"{name} is {text!r}; it is a number from 1 on")
    return min(int(text), most or MOST_PER_PAGE)


def _order(text: str) -> tuple[Order, ...]:
    found = []
    for part in _words(text)[:5]:
        match = _ORDER.fullmatch(part)
        if match is None:
            raise Invalid(f"order is {part!r}; write it like published_at desc")
        found.append(Order(match[1], (match[2] or "asc").lower() == "desc"))
    return tuple(found)
