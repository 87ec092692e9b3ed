"""Mobiledoc 0.3, the editor state of Ghost 1 to 4, -> HTML. Whatever shape the JSON has, this yields a string.

Source: bustle/mobiledoc-kit, MOBILEDOC.md (0.3.1, 0.3.2); card names from kg-default-cards.
"""

from collections.abc import Mapping, Sequence

from app.importers.ghost.card_values import Card
from app.importers.ghost.cards import render_card
from app.importers.ghost.markup import HeadingIds, tag, text
from app.importers.ghost.notes import Notes
from app.importers.ghost.pictures import image
from app.importers.ghost.values import number
from app.importers.ghost.values import text as as_text

_MARKUP, _IMAGE, _LIST, _CARD = 1, 2, 3, 10
_ATOM = 1
_BLOCKS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"))
_ASIDES = frozenset(("aside", "pull-quote"))
_INLINE: Mapping[str, str] = {
    **{name: name for name in ("a", "strong", "em", "s", "u", "code", "sub", "sup", "mark", "del")},
    "b": "strong",
    "i": "em",
    "strike": "s",
}
_MARKDOWN_CARDS = frozenset(("markdown", "card-markdown"))


def only_markdown(document: object) -> str | None:
    """Return the Markdown of a document that is one Markdown card and nothing else."""
    doc = _Document(document, Notes())
    said = [section for section in doc.sections if section[:1] == [_CARD] or _words(section)]
    if len(said) != 1 or said[0][:1] != [_CARD]:
        return None
    name, payload = doc.card(said[0])
    return Card(payload).text("markdown") if name in _MARKDOWN_CARDS and isinstance(payload, dict) else None


def render_mobiledoc(document: object, notes: Notes) -> str:
    if not isinstance(document, dict) or not isinstance(document.get("sections"), list):
        notes.lost("its mobiledoc has no sections")
        return ""
    doc = _Document(document, notes)
    parts = [doc.section(section) for section in doc.sections]
    if parts and parts[-1] == "<p></p>":
        parts.pop()  # the editor keeps an empty line at the end
    return "".join(parts)


class _Document:
    def __init__(self, document: object, notes: Notes) -> None:
        values = document if isinstance(document, dict) else {}
        self.sections = _lists(values.get("sections"))
        self._markups = _lists(values.get("markups"), keep_places=True)
        self._atoms = _lists(values.get("atoms"), keep_places=True)
        self._cards = _lists(values.get("cards"), keep_places=True)
        self._notes = notes
        self._ids = HeadingIds()

    def card(self, section: Sequence[object]) -> tuple[str, object]:
        found = _at(self._cards, _part(section, 1))
        return as_text(_part(found, 0)), _part(found, 1)

    def section(self, section: Sequence[object]) -> str:
        kind = _part(section, 0)
        if kind == _MARKUP:
            return self._block(as_text(_part(section, 1)).lower(), _lists(_part(section, 2)))
        if kind == _IMAGE:
            return image(Card({"src": _part(section, 1)}), self._notes)
        if kind == _LIST:
            return self._list(as_text(_part(section, 1)).lower(), _part(section, 2))
        if kind == _CARD:
            name, payload = self.card(section)
            return render_card(name, payload, self._notes)
        self._notes.lost("its mobiledoc has a section of unknown kind")
        return ""

    def _block(self, name: str, markers: list[list[object]]) -> str:
        shown = self._markers(markers)
        if name in _ASIDES:
            return tag("blockquote", {"class": "kg-blockquote-alt"}, shown)
        if name not in _BLOCKS:
            return tag("p", None, shown)
        if name.startswith("h"):
            heading = "".join(as_text(_part(one, 3)) for one in markers if _part(one, 0) != _ATOM)
            return tag(name, {"id": self._ids.give(heading)}, shown)
        return tag(name, None, shown)

    def _list(self, name: str, items: object) -> str:
        shown = [tag("li", None, self._markers(_lists(item))) for item in items] if isinstance(items, list) else []
        return tag("ol" if name == "ol" else "ul", None, "".join(shown))

    def _markers(self, markers: list[list[object]]) -> str:
        """A marker is [type, markups it opens, number of markups it closes, text or number of its atom]."""
        parts: list[str] = []
        closing: list[str] = []
        for marker in markers:
            opened = _part(marker, 1)
            for index in opened if isinstance(opened, list) else []:
                start, end = self._markup(index)
                parts.append(start)
                closing.append(end)
            parts.append(self._atom(_part(marker, 3)) if _part(marker, 0) == _ATOM else text(as_text(_part(marker, 3))))
            for _ in range(min(max(number(_part(marker, 2)), 0), len(closing))):
                parts.append(closing.pop())
        return "".join(parts + closing[::-1])

    def _markup(self, index: object) -> tuple[str, str]:
        found = _at(self._markups, index)
        name = _INLINE.get(as_text(_part(found, 0)).lower())
        if name is None:
            return "", ""
        pairs = [as_text(part) for part in _list(_part(found, 1))]
        attributes = dict(zip(pairs[::2], pairs[1::2], strict=False)) if name == "a" else {}
        element = tag(name, {key: attributes.get(key) for key in ("href", "rel", "title")})
        end = f"</{name}>"
        return element.removesuffix(end), end

    def _atom(self, index: object) -> str:
        atom = _at(self._atoms, index)
        return "<br>" if _part(atom, 0) == "soft-return" else text(as_text(_part(atom, 1)))


def _words(section: Sequence[object]) -> bool:
    return _part(section, 0) != _MARKUP or any(as_text(_part(one, 3)).strip() for one in _lists(_part(section, 2)))


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _lists(value: object, *, keep_places: bool = False) -> list[list[object]]:
    """Return the lists in a list; with `keep_places` an empty one for what is none, so that numbers still fit."""
    return [part if isinstance(part, list) else [] for part in _list(value) if keep_places or isinstance(part, list)]


def _part(value: Sequence[object], index: int) -> object:
    return value[index] if len(value) > index else None


def _at(values: Sequence[list[object]], index: object) -> list[object]:
    return values[index] if isinstance(index, int) and 0 <= index < len(values) else []
