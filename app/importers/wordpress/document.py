"""One export file as a stream of the elements in its <channel>, as it is, or item by item where damaged."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress

from lxml import etree

from app.importers.items import Unreadable
from app.importers.wordpress.balance import balance
from app.importers.wordpress.charset import Charset, as_utf8, decode, find_charset
from app.importers.wordpress.clean import clean
from app.importers.wordpress.prolog import after_prolog
from app.importers.wordpress.source import Source
from app.importers.wordpress.splitter import MAX_ITEM_BYTES, Segment, Splitter

SHOWN_ITEMS = 50  # damaged items named one by one; the rest are counted
_ROOT_TAG = re.compile(r"<(?:rss|rdf:RDF)\b([^>]*)>", re.IGNORECASE)
_PREFIX = re.compile(r"""xmlns:([\w.-]+)\s*=\s*("[^"<]*"|'[^'<]*')""")
_FRAME = re.compile(r"<\?.*?\?>|</?(?:rss|rdf:RDF|channel)\b[^>]*>", re.IGNORECASE | re.DOTALL)
_ITEM_TAG = re.compile(r"\A<item[^<>]*>?")
_CHANNEL = re.compile(r"<channel[\s>]", re.IGNORECASE)
_PREFIXES = {  # of WXR 1.2, for files that forgot to declare one
    "wp": "http://wordpress.org/export/1.2/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wfw": "http://wellformedweb.org/CommentAPI/",
    "atom": "http://www.w3.org/2005/Atom",
    "media": "http://search.yahoo.com/mrss/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


class Damaged(Exception):
    """The file is not well-formed; `salvage` it and read it again from the start."""


class Document:
    """May be read several times. `notes` are sentences about what was repaired, `lost` items that could not be."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.has_channel = False
        self.lost: dict[str, None] = {}
        self._charset: Charset | None = None
        self._notes: dict[str, None] = {}
        self._counts: Counter[str] = Counter()
        self._damaged_items: dict[str, None] = {}
        self._salvaged = False
        self._prefixes = ""

    def salvage(self, error: Damaged) -> None:
        self._salvaged = True
        self._notes[f"not well-formed XML ({error}); it was read item by item"] = None

    def notes(self) -> list[str]:
        counted = [f"{number} {what}" for what, number in self._counts.items() if number]
        items = list(self._damaged_items)
        more = [f"{len(items) - SHOWN_ITEMS} more items were damaged"] if len(items) > SHOWN_ITEMS else []
        return [*self.source.notes, *self._notes, *counted, *items[:SHOWN_ITEMS], *more]

    def elements(self) -> Iterator[etree._Element]:
        """Yield the children of <channel>, items among them; each is emptied when the next one is asked for.

        Raises: Unreadable. Damaged: only while `salvage` was not called.
        """
        if self._salvaged:
            yield from self._salvaged_elements()
        else:
            yield from self._strict_elements()

    def _chunks(self) -> Iterator[bytes]:
        if self._charset is None:
            self._charset = find_charset(self.source.head(1024), self.source.chunks)
            if self._charset.note:
                self._notes[self._charset.note] = None
        return after_prolog(self.source.name, as_utf8(self.source.chunks(), self._charset), self._notes)

    def _strict_elements(self) -> Iterator[etree._Element]:
        parser = _pull_parser()
        fed, last = 0, None
        try:
            for chunk in self._chunks():
                parser.feed(chunk)
                fed += len(chunk)
                for _, item in parser.read_events():
                    assert isinstance(item, etree._Element)
                    yield from _up_to(item)
                    fed, last = 0, item
                if fed > MAX_ITEM_BYTES:
                    raise Unreadable(f"{self.source.name}: one item is larger than {MAX_ITEM_BYTES >> 20} MB")
            root = parser.close()
        except etree.XMLSyntaxError as error:
            raise Damaged(error.msg or "unknown error") from error
        channel = root if _local(root) == "channel" else root.find("{*}channel")
        self.has_channel = channel is not None
        for element in [] if channel is None else channel:
            if element is not last:
                yield element

    def _salvaged_elements(self) -> Iterator[etree._Element]:
        self._counts.clear()
        splitter = Splitter()
        for chunk in self._chunks():
            for segment in splitter.feed(chunk):
                yield from self._parse(segment)
        for segment in splitter.close():
            yield from self._parse(segment)

    def _parse(self, segment: Segment) -> Iterator[etree._Element]:
        text, foreign = decode(segment.data)
        self._counts["items with bytes that are not UTF-8, read as Windows-1252"] += foreign
        if segment.kind == "item":
            yield from self._parse_item(text, closed=segment.closed)
        elif text.strip():
            self._learn(text)
            yield from self._parse_channel(_FRAME.sub("", text))[0]

    def _learn(self, text: str) -> None:
        """Remember the prefixes the root declares, and whether there is a <channel>."""
        self.has_channel = self.has_channel or _CHANNEL.search(text) is not None
        root = _ROOT_TAG.search(text)
        if root or not self._prefixes:
            declared = {name: f'"{uri}"' for name, uri in _PREFIXES.items()}
            declared.update(_PREFIX.findall(root[1]) if root else ())
            self._prefixes = " ".join(f"xmlns:{name}={uri}" for name, uri in declared.items())

    def _parse_channel(self, text: str) -> tuple[etree._Element, str | None]:
        """Return a <channel> with this text in it, and the parser's complaint where it had to guess.

        Tried in turn: as it is; cleaned, which guesses nothing; with its tags balanced, by a parser that recovers.
        """
        with suppress(etree.XMLSyntaxError):
            return etree.fromstring(self._framed(text), _parser(recover=False)), None
        text = clean(text, self._counts)
        try:
            return etree.fromstring(self._framed(text), _parser(recover=False)), None
        except etree.XMLSyntaxError as error:
            balanced = balance(_ITEM_TAG.sub("<item>", text, count=1))
            root: etree._Element | None = etree.fromstring(self._framed(balanced), _parser(recover=True))
            return (etree.Element("channel") if root is None else root), error.msg

    def _framed(self, text: str) -> str:
        return f"<channel {self._prefixes}>{text}</channel>"

    def _parse_item(self, text: str, *, closed: bool) -> Iterator[etree._Element]:
        channel, complaint = self._parse_channel(text if closed else text + "</item>")
        item = channel.find("{*}item")
        if item is None:
            self.lost[f"{self.source.name}: {complaint}; it begins {' '.join(text[:120].split())!r}"] = None
            return
        if not closed:
            complaint = "its end is missing, perhaps the export was cut off"
        if complaint:
            title = (item.findtext("{*}title") or "").strip() or "without a title"
            self._damaged_items[f"the item {title!r} was damaged ({complaint}); what can be read of it was"] = None
        yield item


def _up_to(item: etree._Element) -> Iterator[etree._Element]:
    """Yield what stands before the item in its channel and was not yielded before, then the item; free all of it."""
    parent = item.getparent()
    if parent is None or _local(parent) == "item":
        yield item
        item.clear()
        return
    while (first := parent[0]) is not item:
        if len(first) or first.text:
            yield first
        del parent[0]
    yield item
    item.clear()


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


def _pull_parser() -> etree.XMLPullParser:
    return etree.XMLPullParser(
        events=("end",),
        tag="{*}item",
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
    )
