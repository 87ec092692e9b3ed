"""Small pieces of HTML, escaped."""

import re
from collections.abc import Mapping
from html import escape
from urllib.parse import quote

_SYMBOLS = re.compile(r"""[\]\[!"#$%&'()*+,./:;<=>?@\\^_{|}~]""")
_VOID = frozenset(("br", "hr", "img"))


def text(value: str) -> str:
    return escape(value, quote=False)


def tag(name: str, attributes: Mapping[str, str | None] | None = None, content: str = "") -> str:
    """Return an element; `content` is HTML. Attributes without a value are left out, but for an empty `alt`."""
    pairs = ((key, value) for key, value in (attributes or {}).items() if value or (value == "" and key == "alt"))
    opening = name + "".join(f' {key}="{escape(value or "")}"' for key, value in pairs)
    return f"<{opening}>" if name in _VOID else f"<{opening}>{content}</{name}>"


def div(classes: str, content: str) -> str:
    return tag("div", {"class": classes}, content)


def link(url: str, content: str, classes: str | None = None) -> str:
    return tag("a", {"class": classes, "href": url}, content) if url else content


def figure(classes: str, content: str, caption: str = "") -> str:
    """`caption` is HTML: Ghost's editor keeps captions so."""
    return tag(
        "figure", {"class": f"kg-card {classes}"}, content + (tag("figcaption", None, caption) if caption else "")
    )


class HeadingIds:
    """Gives headings the ids Ghost 4 to 6 gave them, so that links to a section still meet it."""

    def __init__(self) -> None:
        self._used: dict[str, int] = {}

    def give(self, heading: str) -> str:
        """Source: kg-utils/slugify and kg-lexical-html-renderer/generate-id of TryGhost/Koenig."""
        plain = re.sub(r"\s+", "-", _SYMBOLS.sub("", heading.strip().lower()))
        found = quote(re.sub(r"^-|-{2,}|-$", "", plain), safe="-_.!~*'()", errors="replace")
        again = self._used.get(found, 0)
        self._used[found] = again + 1
        return f"{found}-{again}" if again else found
