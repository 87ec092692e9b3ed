"""What links say about themselves."""

from selectolax.lexbor import LexborHTMLParser

_UNTRUSTED = "nofollow ugc noopener"


def settle_links(tree: LexborHTMLParser, *, trusted: bool) -> None:
    """Add rel=noopener to links that open a window, for without one it says nothing; keep what the author said."""
    for link in tree.css("a[href][target]" if trusted else "a[href]"):
        attributes = link.attrs
        if not trusted:
            attributes["rel"] = _UNTRUSTED
        else:
            words = attributes.sget("rel").split()
            attributes["rel"] = " ".join([*words, *(["noopener"] if "noopener" not in words else [])])
