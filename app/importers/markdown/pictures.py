"""The featured image of an entry: one address under one of many names, or a table with more about it."""

from dataclasses import dataclass
from typing import Any

from app.importers.markdown.documents import Document
from app.importers.markdown.keys import Keys, as_text
from app.importers.markdown.media import IMAGE, MediaBook
from app.importers.markdown.tree import Tree

_NAMES = (
    *(
        "image",
        "cover",
        "feature",
        "featuredimage",
        "featureimage",
        "featured",
        "coverimage",
        "heroimage",
        "hero",
        "banner",
    ),
    *(
        "thumbnail",
        "thumb",
        "thumbnailimg",
        "coverimg",
        "header",
        "headerimage",
        "headerimg",
        "photo",
        "teaser",
        "ogimage",
    ),
    *("socialimage", "preview", "img", "images"),
)
_INNER = (
    "src",
    "url",
    "path",
    "image",
    "file",
    "feature",
    "teaser",
    "overlayimage",
    "relativepath",
    "source",
    "image1",
)
_ALTS = ("imagealt", "alt", "alttext", "coveralt", "featuredimagealt", "imagealttext", "thumbnailalt", "heroalt")
_CAPTIONS = ("imagecaption", "imagefigcaption", "caption", "covercaption", "featuredimagecaption")
_BUNDLE_NAMES = ("featured", "feature", "cover", "thumbnail", "thumb")


@dataclass(frozen=True, slots=True)
class Picture:
    address: str | None
    alt: str = ""
    caption: str = ""


def picture_of(document: Document, media: MediaBook, tree: Tree) -> Picture:
    keys = document.keys
    written, table = _named(keys)
    for nested in ("params", "extra"):
        if not written and isinstance(keys.peek(nested), dict):
            written, table = _named(Keys(keys.peek(nested)))
    if not written and document.bundle is not None:
        written = _in_bundle(document.bundle, tree)
    if not written:
        return Picture(None)
    address = written
    if not written.startswith(("http://", "https://", "//", "data:")):
        address = media.address(written, document) or written
    return Picture(
        address,
        table.text(*_ALTS) or keys.text(*_ALTS[:1], *_ALTS[3:]),
        table.text(*_CAPTIONS) or keys.text(*_CAPTIONS),
    )


def _named(keys: Keys) -> tuple[str, Keys]:
    """Return the first name that holds an address; a flag or a word under such a name is left alone."""
    for name in keys.among(_NAMES):
        value: Any = keys.peek(name)
        first = value[0] if isinstance(value, list) and value else value
        table = Keys(first if isinstance(first, dict) else {})
        address = table.text(*_INNER) if isinstance(first, dict) else as_text(first)
        if address and _is_address(address):
            keys.raw(name)
            return address, table
    return "", Keys({})


def _is_address(text: str) -> bool:
    return "\n" not in text and (IMAGE.search(text.split("?")[0]) is not None or "/" in text) and " | " not in text


def _in_bundle(folder: str, tree: Tree) -> str:
    """Themes show a file named "featured" or "cover" of a page's own folder."""
    for name in _BUNDLE_NAMES:
        for suffix in (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"):
            if f"{folder}/{name}{suffix}" in tree.files:
                return name + suffix
    return ""
