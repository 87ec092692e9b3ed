"""What a reader sees of a piece of HTML, by lxml, a parser no part of the program renders with; and how alike two are.

Everything that is taken off both sides before they are compared is named here, with the reason.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

import lxml.html
from lxml.html import HtmlElement

# What a browser never shows as text, or shows only where something else can't be shown.
UNSEEN = tuple(
    re.findall(
        r"\w+",
        "script style template iframe object embed noembed noframes svg select textarea title head audio video canvas",
    )
)
BLOCKS = tuple(
    re.findall(
        r"\w+",
        "address article aside blockquote br caption center dd details dialog div dl dt fieldset figcaption figure "
        "footer form h1 h2 h3 h4 h5 h6 header hgroup hr img legend li main nav ol option p pre section summary table "
        "tbody td tfoot th thead tr ul",
    )
)
# A card stands for a frame, a tweet or a bare address alone in a paragraph: whose words come from elsewhere.
CARD = '//figure[contains(concat(" ", @class, " "), " embed ")]/a | //span[@class="embed-host"]'
# Numbers and arrows of footnotes are made by whatever renders them.
NOTE_MARKS = '//a[contains(@class, "footnote-backref")] | //sup[contains(@class, "footnote-reference")]'
# A bare address may be text, a link or a card, according to taste: it counts neither as words nor as a link.
ADDRESS = re.compile(r"(?:https?:)?//[^\s<>\"']+|\bwww\.[^\s<>\"']+", re.IGNORECASE)
# Template tags are cut from both sides: what they stand for was made by the old system.
TEMPLATE = re.compile(r"\{\{(?:(?!\{\{|\}\}).){0,3000}\}\}|\{%(?:(?!\{%|%\}).){0,3000}%\}", re.DOTALL)
HOLE = "\ue000"  # stands in an original where a template tag was
# Quotation marks, dashes and dots as people type them and as typesetters do; spaces nobody sees.
TYPED = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "–": "-", "—": "-", "…": "..."}
    | dict.fromkeys("\u00ad\u200b\u2060\ufeff\ufe0f\ufe0e" + HOLE)
)
ALERT = re.compile(r"\[!(\w+)\]")  # GitHub shows the kind as a title
_TOKEN = re.compile(r"\w+|[^\w\s]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CDATA = re.compile(r"<!\[CDATA\[.*?>", re.DOTALL)  # to a browser a remark, which ends at the first ">"
_LARGEST = 3_000_000  # pairs of words that are compared in order; the order of more is not looked at


@dataclass(frozen=True)
class View:
    words: list[str]
    links: int
    images: int
    code_blocks: int

    @property
    def counts(self) -> dict[str, int]:
        return {"links": self.links, "images": self.images, "code blocks": self.code_blocks}


def view(markup: str) -> View:
    tree = parsed(markup)
    for node in tree.xpath(CARD) + tree.xpath(NOTE_MARKS):
        node.drop_tree()
    links = sum(1 for link in tree.iter("a") if "href" in link.attrib and not _is_bare(link))
    images = sum(1 for image in tree.iter("img") if image.get("src"))
    code_blocks = sum(1 for _ in tree.iter("pre"))
    text = ADDRESS.sub(" ", TEMPLATE.sub(" ", _text(tree)))
    text = unicodedata.normalize("NFC", ALERT.sub(lambda kind: kind[1].capitalize(), text))
    return View(_TOKEN.findall(text.translate(TYPED)), links, images, code_blocks)


def parsed(markup: str) -> HtmlElement:
    return lxml.html.document_fromstring(f"<html><body>{_CDATA.sub('', _CONTROL.sub('', markup))}</body></html>")


def _is_bare(link: HtmlElement) -> bool:
    return ADDRESS.fullmatch(link.text_content().strip()) is not None


def _text(tree: HtmlElement) -> str:
    """Return the text in its order, with a line's end at the edges of each block. Changes the tree."""
    for node in list(tree.iter(*UNSEEN)):
        if node.getparent() is not None:
            node.drop_tree()
    for node in tree.iter(*BLOCKS):
        node.text = f"\n{node.text or ''}"
        node.tail = f"\n{node.tail or ''}"
    return str(tree.text_content())


def alike(one: list[str], other: list[str]) -> float:
    """The share of words that are the same in the same order, from 0 to 1."""
    if one == other or "".join(one) == "".join(other):
        return 1.0
    start = _same_at_start(one, other)
    end = _same_at_start(one[start:][::-1], other[start:][::-1])
    mine, theirs = one[start : len(one) - end], other[start : len(other) - end]
    if len(mine) * len(theirs) > _LARGEST:
        same = sum((Counter(mine) & Counter(theirs)).values())
    else:
        same = sum(match.size for match in SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks())
    return 2 * (start + end + same) / (len(one) + len(other))


def _same_at_start(one: list[str], other: list[str]) -> int:
    pairs = zip(one, other, strict=False)
    return next((at for at, (mine, theirs) in enumerate(pairs) if mine != theirs), min(len(one), len(other)))
