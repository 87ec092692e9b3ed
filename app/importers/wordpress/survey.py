"""The first pass over an export: small indexes of what the second pass must know beforehand.

Reading the same item twice changes nothing here, so that a file that proves to be damaged can be read again.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from lxml import etree

from app.importers.items import Options
from app.importers.wordpress.channel import Channel
from app.importers.wordpress.dates import offset_of, parse, usual_offset
from app.importers.wordpress.fields import is_item
from app.importers.wordpress.raw import RawItem, Term, read_item
from app.importers.wordpress.refs import Refs
from app.importers.wordpress.statuses import Sort, treatment_of
from app.importers.wordpress.uploads import Attachment, read_attachment, uses_in
from app.importers.wordpress.urls import host_of, split

NO_OFFSET = timedelta()


@dataclass(frozen=True, slots=True)
class Known:
    """What other items may ask of an entry."""

    sort: Sort
    title: str
    link: str
    is_public: bool


@dataclass(frozen=True, slots=True)
class MenuItem:
    ref: str
    menu: str  # nicename
    label: str
    kind: str  # "custom", "post_type", "taxonomy"
    target: str  # id of the post or term
    url: str
    parent: str
    position: int


@dataclass(slots=True)
class Survey:
    options: Options
    wants_uses: bool  # whether there are media files that addresses in bodies could be matched with
    channel: Channel = field(default_factory=Channel)
    entries: dict[str, Known] = field(default_factory=dict)  # by ref
    attachments: dict[str, Attachment] = field(default_factory=dict)  # by ref
    children: dict[str, dict[str, None]] = field(default_factory=dict)  # ref of a parent -> refs of its attachments
    others: set[str] = field(default_factory=set)  # refs of what is neither an entry nor an attachment
    blocks: dict[str, str] = field(default_factory=dict)  # ref of a reusable block -> its text
    menu: dict[str, MenuItem] = field(default_factory=dict)
    creators: dict[str, None] = field(default_factory=dict)
    terms: dict[Term, None] = field(default_factory=dict)
    uses: set[str] = field(default_factory=set)  # addresses of uploads in bodies
    months: dict[tuple[int, int], None] = field(default_factory=dict)
    hosts: Counter[str] = field(default_factory=Counter)  # of the links of published posts and pages
    types: Counter[str] = field(default_factory=Counter)
    offsets: Counter[timedelta] = field(default_factory=Counter)
    origins: dict[str, str] = field(default_factory=dict)  # host -> origin, for the hosts above

    refs: Refs = field(default_factory=Refs)

    def read(self, elements: Iterator[etree._Element]) -> None:
        for element in elements:
            if is_item(element):
                raw = read_item(element)
                self._read_item(raw, self.refs.of(raw)[0])
            else:
                self.channel.read(element)

    def offset(self) -> timedelta:
        return usual_offset(self.offsets) or NO_OFFSET

    def _read_item(self, raw: RawItem, ref: str) -> None:
        post_type = raw.wp("post_type")
        sort = treatment_of(post_type, self.options).sort
        self.types[post_type] += 1
        if sort == "menu item":
            self.menu[ref] = _menu_item(raw, ref)
        elif sort == "reusable block":
            self.blocks[ref] = raw.text("content")
        elif sort == "attachment":
            attachment = read_attachment(raw, ref)
            self.attachments[ref] = attachment
            self.children.setdefault(attachment.parent, {})[ref] = None
        elif sort in ("post", "page"):
            self._read_entry(raw, ref, sort)
        if sort not in ("post", "page", "attachment"):
            self.others.add(ref)
        if self.wants_uses:
            self.uses.update(uses_in(raw.text("content")))

    def _read_entry(self, raw: RawItem, ref: str, sort: Sort) -> None:
        link, is_public = raw.text("link"), raw.wp("status") == "publish" and not raw.wp("post_password")
        self.entries[ref] = Known(sort, raw.text("title"), link, is_public)
        if creator := raw.text("creator"):
            self.creators[creator] = None
        for term in raw.terms:
            self.terms[term] = None
        if is_public and (host := host_of(link)):
            self.hosts[host] += 1
            self.origins.setdefault(host, f"{split(link).scheme}://{split(link).netloc}")
        self._read_dates(raw, is_month=is_public and sort == "post")

    def _read_dates(self, raw: RawItem, *, is_month: bool) -> None:
        local, gmt = parse(raw.wp("post_date")), parse(raw.wp("post_date_gmt"))
        if local and gmt and (offset := offset_of(local, gmt)) is not None:
            self.offsets[offset] += 1
        if local and is_month:
            self.months[(local.year, local.month)] = None


def _menu_item(raw: RawItem, ref: str) -> MenuItem:
    order = raw.wp("menu_order")
    return MenuItem(
        ref,
        next((term.nicename for term in raw.terms if term.domain == "nav_menu"), ""),
        raw.text("title"),
        raw.meta_text("_menu_item_type"),
        raw.meta_text("_menu_item_object_id"),
        raw.meta_text("_menu_item_url"),
        raw.meta_text("_menu_item_menu_item_parent"),
        int(order) if order.isdigit() else 0,
    )
