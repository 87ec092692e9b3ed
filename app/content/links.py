"""What links say about themselves."""

from selectolax.lexbor import LexborHTMLParser

_UNTRUSTED = "nofollow ugc noopener"


def settle_links(tree: LexborHTMLParser, *, trusted: bool) -> None:
    """Add rel=noopener to links that leave the page's site or open a window; keep what the author said."""
    for link in tree.css("a[href]"):
        attributes = link.attrs
        if not trusted:
            attributes["rel"] = _UNTRUSTED
        elif "//" in attributes.sget("href")[:8] or "target" in attributes:
            words = attributes.sget("rel").split()
            attributes["rel"] = " ".join([*words, *(["noopener"] if "noopener" not in words else [])])
