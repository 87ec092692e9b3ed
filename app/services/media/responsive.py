"""From `<img>` to `<picture>`: the sizes of this site's own pictures, and the room they take, in a rendered body.

Works on sanitised HTML only, whose attributes are all in double quotes: so tags can be found without parsing again.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape

from app.services.media.models import MARK_LENGTH, Picture

MARKS = re.compile(r"/media/([0-9a-f]{20})[0-9a-f]{0,44}/")
_TAG = re.compile(r'<picture\b.*?</picture>|<img((?:\s+[\w-]+(?:="[^"]*")?)*)\s*/?>', re.DOTALL)
_ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
_MEASURE = "(min-width: 44rem) 40rem, 100vw"  # the column of text in the theme (--measure)
_WIDE = "(min-width: 60rem) 54rem, 100vw"  # its wide pictures (--column)


def marks_in(*texts: str) -> set[str]:
    """Return the marks of this site's files in addresses."""
    return {mark for text in texts if "/media/" in text for mark in MARKS.findall(text)}


def responsive(html: str, pictures: Mapping[str, Picture], *, has_lead: bool = False) -> str:
    """Give the body with sizes for each known picture. `pictures`: mark -> picture.

    The first picture is loaded at once, unless another one stands above the body (`has_lead`).
    """
    if "<img" not in html:
        return html
    return "".join(_pieces(html, pictures, has_lead))


def _pieces(html: str, pictures: Mapping[str, Picture], has_lead: bool) -> Iterator[str]:
    at, is_first = 0, not has_lead
    for tag in _TAG.finditer(html):
        yield html[at : tag.start()]
        at = tag.end()
        attributes = {name: unescape(value) for name, value in _ATTRIBUTE.findall(tag[1] or "")}
        mark = MARKS.match(attributes.get("src", ""))
        picture = pictures.get(mark[1][:MARK_LENGTH]) if mark else None
        yield _dressed(picture, attributes, is_first) if picture and picture.media.is_image else tag[0]
        is_first = False
    yield html[at:]


def _dressed(picture: Picture, attributes: dict[str, str], is_first: bool) -> str:
    media = picture.media
    attributes = {name: value for name, value in attributes.items() if name not in ("srcset", "sizes")}
    attributes["src"] = picture.src
    if not attributes.get("alt") and not media.decorative:
        attributes["alt"] = media.alt
    shown = _sizes(attributes)
    _measure(picture, attributes)
    attributes |= {"loading": "eager", "fetchpriority": "high"} if is_first else {"loading": "lazy"}
    attributes["decoding"] = "async"
    image = f"<img{_written(attributes)}>"
    sources = "".join(
        f"<source{_written({'type': kind, 'srcset': srcset, 'sizes': shown})}>" for kind, srcset in picture.sources
    )
    return f"<picture>{sources}{image}</picture>" if sources else image


def _sizes(attributes: Mapping[str, str]) -> str:
    classes = attributes.get("class", "")
    room = "100vw" if "alignfull" in classes else _WIDE if "alignwide" in classes else _MEASURE
    width = attributes.get("width", "")
    return f"(min-width: {width}px) {width}px, 100vw" if width.isdecimal() and 0 < int(width) < 640 else room


def _measure(picture: Picture, attributes: dict[str, str]) -> None:
    """Keep its place free: by the size the author gave, or its own."""
    width, height = picture.media.width, picture.media.height
    if not width or not height or ("width" in attributes and "height" in attributes):
        return
    given = attributes.get("width", "")
    shown = int(given) if given.isdecimal() and int(given) else width
    attributes |= {"width": str(shown), "height": str(max(1, round(height * shown / width)))}


def _written(attributes: Mapping[str, str]) -> str:
    return "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
