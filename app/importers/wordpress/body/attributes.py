"""Attributes of a shortcode, read as WordPress reads them.

https://developer.wordpress.org/reference/functions/shortcode_parse_atts/
"""

import html
import re
from dataclasses import dataclass, field

_PAIR = re.compile(
    r"([\w-]+)\s*=\s*\"([^\"]*)\"|([\w-]+)\s*=\s*'([^']*)'|([\w-]+)\s*=\s*([^\s'\"]+)|\"([^\"]*)\"|'([^']*)'|(\S+)"
)
_TYPOGRAPHIC = str.maketrans({"“": '"', "”": '"', "″": '"', "„": '"', "\N{NO-BREAK SPACE}": " ", "\u200b": " "})


@dataclass(slots=True)
class Attributes:
    named: dict[str, str] = field(default_factory=dict)  # names in lower case
    bare: list[str] = field(default_factory=list)

    def get(self, *names: str) -> str:
        """Return the first of these that is set, else ""."""
        return next((self.named[name] for name in names if self.named.get(name)), "")

    def first(self) -> str:
        """Return what stands first without a name: "[youtube=URL]", "[vimeo 123]"."""
        return self.bare[0].lstrip("=").strip("\"'") if self.bare else ""

    def ids(self, name: str) -> list[str]:
        return [ref for ref in re.split(r"[\s,]+", self.get(name)) if ref]


def read_attributes(text: str) -> Attributes:
    found = Attributes()
    for match in _PAIR.finditer(text.translate(_TYPOGRAPHIC)):
        name = match[1] or match[3] or match[5]
        if name:
            value = next(part for part in (match[2], match[4], match[6]) if part is not None)
            found.named[name.lower()] = html.unescape(value)
        else:
            found.bare.append(html.unescape(next((part for part in match.group(7, 8, 9) if part is not None), "")))
    return found
