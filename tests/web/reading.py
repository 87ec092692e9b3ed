"""What tests look for in a page."""

from selectolax.lexbor import LexborHTMLParser


def links_of(html: str) -> list[str]:
    """Every address a page names: links, pictures, styles, feeds."""
    tree = LexborHTMLParser(html)
    found = [node.attributes[name] or "" for name in ("href", "src") for node in tree.css(f"[{name}]")]
    return [address for address in found if address]


def canonical_of(html: str) -> str | None:
    node = LexborHTMLParser(html).css_first("link[rel=canonical]")
    return node.attributes["href"] if node else None


def titles_of(html: str) -> list[str]:
    """The titles of a list's entries, in their order."""
    return [node.text().strip() for node in LexborHTMLParser(html).css("article.entry h2")]
