"""From any markup to the HTML of a page: one parse, passes over the tree, one sanitising.

The passes know their one subject each. Only the last step is trusted with safety (`policy`).
"""

from selectolax.lexbor import LexborHTMLParser

from app.content.addresses import settle_addresses
from app.content.depth import flattened
from app.content.embeds import put_cards
from app.content.headings import settle_ids
from app.content.highlight import highlight
from app.content.layout import drop_junk, keep_alignment, modernise, restore_lazy_images, settle_media
from app.content.links import settle_links
from app.content.policy import sanitised
from app.content.removal import report, take_out
from app.content.rendered import Rendered, Rewrite
from app.content.text import text_of_markup


def parsed(markup: str) -> LexborHTMLParser:
    return LexborHTMLParser(flattened(markup), is_fragment=True)


def finished(tree: LexborHTMLParser, rewrite: Rewrite | None, *, trusted: bool = True) -> Rendered:
    """Carry out everything that is the same for Markdown and imported HTML."""
    modernise(tree)
    keep_alignment(tree)
    restore_lazy_images(tree)
    removed = put_cards(tree)
    gone, changed = take_out(tree)
    removed |= gone
    if changed or tree.css("figure.embed"):  # what is left may stand where it can't, as a `<p>` in a `<p>`
        tree = LexborHTMLParser(tree.html or "", is_fragment=True)
    settle_media(tree)
    removed |= drop_junk(tree)
    settle_ids(tree)
    removed |= settle_addresses(tree, rewrite)
    settle_links(tree, trusted=trusted)
    highlight(tree)
    html = sanitised(tree.html or "").strip()
    return Rendered(html, text_of_markup(html), report(removed))


def render_html(html: str, *, rewrite: Rewrite | None = None) -> Rendered:
    """Render imported HTML: mended, known frames as cards, sanitised. Never raises."""
    return finished(parsed(html), rewrite)
