"""Frames of other sites become click-to-load cards: a link that works by itself, and the frame's address beside it.

`<figure class="embed" data-embed="FRAME"><a href="PAGE">title</a> <span class="embed-host">Site</span></figure>`
A page asks the other site for nothing until the reader clicks. Without JavaScript the link opens the page.
"""

from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from app.content.addresses import cleaned, scheme_of
from app.content.embed_hosts import EMBED_ORIGINS, Embed, find_embed
from app.content.words import words

__all__ = ["EMBED_ORIGINS", "embed_card", "is_embed_address", "put_cards"]

# Quotations with a script beside them, in which the words are worth keeping.
_QUOTES = (
    "blockquote.twitter-tweet,blockquote.twitter-video,blockquote.instagram-media,blockquote.tiktok-embed,p.codepen,"
    "div.codepen"
)
_FRAMES = "iframe:not(object iframe),object:not(object object),embed:not(object embed)"
_INLINE = words("p span a b strong i em u s del ins small font code sub sup mark h1 h2 h3 h4 h5 h6")


def embed_card(url: str, title: str = "") -> str | None:
    """Give the card for a page's or frame's address of a known site; None for any other."""
    embed = find_embed(url)
    return None if embed is None else _card(embed, title)


def is_embed_address(value: str) -> bool:
    """Tell if this is exactly what a card's data-embed may say."""
    embed = find_embed(value)
    return embed is not None and embed.frame == value


def put_cards(tree: LexborHTMLParser) -> set[str]:
    """Put cards in the place of frames; give in words what was no frame of a known site."""
    removed: set[str] = set()
    for node in tree.css("script"):
        _replace_script(node)
    for node in tree.css(_FRAMES):
        removed.update(_replace_frame(node))
    for node in tree.css(_QUOTES):
        _wrap_quote(node)
    return removed


def _card(embed: Embed, title: str) -> str:
    shown = escape(" ".join(title.split()) or embed.link)
    return (
        f'<figure class="embed" data-embed="{escape(embed.frame)}"><a href="{escape(embed.link)}">{shown}</a> '
        f'<span class="embed-host">{escape(embed.name)}</span></figure>'
    )


def _link_card(address: str, title: str) -> str:
    shown = escape(" ".join(title.split()) or address)
    return f'<figure class="embed"><a href="{escape(address)}">{shown}</a></figure>'


def _replace_script(node: LexborNode) -> None:
    """Gists, slides and terminal sessions are put into pages by a script that writes a frame."""
    attributes = node.attributes
    address = attributes.get("src") or ""
    if "speakerdeck" in address:
        address = f"https://speakerdeck.com/player/{attributes.get('data-id') or ''}"
    embed = find_embed(address) if address else None
    if embed is not None:
        _put(node, _card(embed, ""))


def _replace_frame(node: LexborNode) -> set[str]:
    attributes = node.attributes
    title = attributes.get("title") or attributes.get("aria-label") or ""
    for address in _frame_addresses(node):
        embed = find_embed(address)
        if embed is not None:
            _put(node, _card(embed, title))
            return set()
    address = next((a for a in _frame_addresses(node) if scheme_of(a) in ("", "http", "https")), "")
    if address and not address.startswith(("about:", "#")):
        _put(node, _link_card(address, title))
    return {f"{node.tag} element"}


def _frame_addresses(node: LexborNode) -> list[str]:
    attributes = node.attributes
    found = [attributes.get(name) for name in ("src", "data-src", "data-lazy-src", "data")]
    if node.tag == "object":
        found += [param.attributes.get("value") for param in node.css("param[name=movie],param[name=src]")]
        found += [inner.attributes.get(name) for inner in node.css("embed,iframe,object") for name in ("src", "data")]
    return [cleaned(address) for address in found if address and cleaned(address)]


def _wrap_quote(node: LexborNode) -> None:
    """Keep the quotation, with its link, inside the card."""
    parent = node.parent
    if (parent is not None and "data-embed" in parent.attributes) or node.css("figure.embed"):
        return
    embed = next((e for e in map(find_embed, _quote_addresses(node)) if e is not None), None)
    if embed is None:
        return
    figure = _node(f'<figure class="embed" data-embed="{escape(embed.frame)}"></figure>')
    node.insert_before(figure)
    placed = node.prev
    if placed is None:
        return
    placed.insert_child(node)
    if not node.css("a[href]"):
        placed.insert_child(_node(f'<a href="{escape(embed.link)}">{escape(embed.link)}</a>'))
    node.decompose()


def _quote_addresses(node: LexborNode) -> list[str]:
    attributes = node.attributes
    found = [attributes.get("data-instgrm-permalink"), attributes.get("cite")]
    if attributes.get("data-slug-hash"):
        found.append(f"https://codepen.io/{attributes.get('data-user') or 'anon'}/pen/{attributes['data-slug-hash']}")
    found += [link.attributes.get("href") for link in reversed(node.css("a[href]"))]
    return [cleaned(address) for address in found if address]


def _put(node: LexborNode, card: str) -> None:
    """Replace the node; a figure can't stand in a paragraph, so there it goes behind the paragraph."""
    outermost = node
    while outermost.parent is not None and outermost.parent.tag in _INLINE:
        outermost = outermost.parent
    outermost.insert_after(_node(card))
    node.decompose()
    if outermost is not node and not outermost.text(deep=True, strip=True) and not outermost.css("img,video,audio"):
        outermost.decompose()


def _node(markup: str) -> LexborNode:
    node = LexborHTMLParser(markup, is_fragment=True).root
    if node is None:
        raise ValueError(markup)
    return node
