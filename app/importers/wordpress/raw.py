"""One <item> as it stands in the file: texts by field name, nothing interpreted."""

from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from app.importers.wordpress.fields import name_of, prefixed_name, text_of

_KEEP_SPACE = frozenset({"content", "excerpt", "wp:comment_content"})


class Term(NamedTuple):
    """A <category> of an item."""

    domain: str
    nicename: str
    name: str


@dataclass(slots=True)
class RawItem:
    fields: dict[str, str] = field(default_factory=dict)  # "title", "content", "wp:post_id" …: the first of each
    terms: list[Term] = field(default_factory=list)
    meta: list[tuple[str, str]] = field(default_factory=list)
    comments: list[dict[str, str]] = field(default_factory=list)
    comment_fields: int = 0  # what plugins keep about comments: counted, not read

    def text(self, name: str) -> str:
        return self.fields.get(name, "")

    def wp(self, name: str) -> str:
        return self.fields.get("wp:" + name, "")

    def metas(self, key: str) -> list[str]:
        return [value for name, value in self.meta if name == key]

    def meta_text(self, key: str) -> str:
        return next((value for name, value in self.meta if name == key), "")


def read_item(element: etree._Element) -> RawItem:
    raw = RawItem()
    for child in element:
        name = name_of(child)
        if name is None:
            continue
        if name == "category":
            raw.terms.append(_term(child))
        elif name == "wp:postmeta":
            _read_meta(child, raw)
        elif name == "wp:comment":
            raw.comments.append(read_fields(child))
            raw.comment_fields += sum(name_of(one) == "wp:commentmeta" for one in child)
        else:
            _put(raw.fields, name, child)
    if "wp:post_type" not in raw.fields:
        _read_hijacked(element, raw)
    return raw


def read_fields(element: etree._Element) -> dict[str, str]:
    """Return the texts of the children by name, without those that hold further elements of their own."""
    fields: dict[str, str] = {}
    for child in element:
        name = name_of(child)
        if name is not None and name not in ("wp:commentmeta", "wp:termmeta"):
            _put(fields, name, child)
    return fields


def _put(fields: dict[str, str], name: str, child: etree._Element) -> None:
    if name not in fields:
        text = text_of(child)
        fields[name] = text if name in _KEEP_SPACE else text.strip()


def _term(element: etree._Element) -> Term:
    return Term(element.get("domain", "category"), element.get("nicename", "").strip(), text_of(element).strip())


def _read_meta(element: etree._Element, raw: RawItem) -> None:
    fields = read_fields(element)
    if key := fields.get("wp:meta_key"):
        raw.meta.append((key, fields.get("wp:meta_value", "")))


def _read_hijacked(element: etree._Element, raw: RawItem) -> None:
    """Take fields that only call themselves wp, for files whose namespace is none of WordPress's."""
    for child in element:
        name = prefixed_name(child)
        if name and not len(child):
            _put(raw.fields, name, child)
