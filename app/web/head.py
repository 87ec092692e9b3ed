"""What stands in the head of a page: its title, its one true address, its feeds and neighbours in a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.services.posts import Page
from app.web.addresses import page_address


@dataclass(frozen=True, slots=True)
class Head:
    """All addresses are encoded. `path` leads a list's pages and their canonical link."""

    path: str
    title: str = ""
    description: str = ""
    canonical: str = ""  # absolute; "" means the site's origin with `path`
    type: str = "website"
    image: str = ""  # absolute
    image_alt: str = ""
    image_size: tuple[int, int] | None = None  # in pixels, where it is known
    oembed: str = ""  # where its card for other sites is described
    data: tuple[Mapping[str, Any], ...] = ()  # in schema.org's words
    hidden: bool = False  # from search engines: a search, an error
    said: str = ""  # above the page: why it is shown though it is not public
    feeds: str = "/"  # the folder its feeds are in
    comments: str = ""  # the feed of what readers say
    newer: str = ""
    older: str = ""


def list_head(path: str, shown: Page[Any], **details: Any) -> Head:
    """The head of one page of a list at the stored path `path`."""
    number = shown.number
    return Head(
        path=page_address(path, number),
        newer=page_address(path, number - 1) if number > 1 else "",
        older=page_address(path, number + 1) if number < shown.pages else "",
        **details,
    )
