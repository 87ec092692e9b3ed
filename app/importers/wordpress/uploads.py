"""Files of the old blog: what its attachments declare, and by which addresses bodies use them."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import basename

from app.importers.wordpress.php import find_strings
from app.importers.wordpress.raw import RawItem
from app.importers.wordpress.urls import OldAddresses, decoded, split

# Where WordPress, WordPress.com, Bedrock and old multisites keep files.
_FOLDERS = ("/wp-content/uploads/", ".files.wordpress.com/", "/app/uploads/", "/wp-content/blogs.dir/")
_PART = re.compile(r"[^\s\"'()<>=,\\?#]*")
_LONGEST = 300
_SIZE = re.compile(r"-\d{1,5}x\d{1,5}(?=\.[A-Za-z0-9]{2,5}$)")
_VARIANT = re.compile(r"(?:-scaled|-rotated)(?=\.[A-Za-z0-9]{2,5}$)")
_PHOTON = re.compile(r"^(?:https?:)?//i\d\.wp\.com/", re.IGNORECASE)
_FILE_PATH = re.compile(r"\.[A-Za-z0-9]{2,5}$")


@dataclass(slots=True)
class Attachment:
    ref: str
    url: str
    file: str  # "2013/06/x.jpg" below the uploads folder; "" where the export doesn't say
    title: str
    alt: str
    caption: str
    parent: str
    position: int
    link: str
    sizes: tuple[str, ...]  # names of the smaller files beside it

    @property
    def is_image(self) -> bool:
        return bool(re.search(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?|heic)$", self.path, re.IGNORECASE))

    @property
    def path(self) -> str:
        return split(self.url).path or self.file


def read_attachment(raw: RawItem, ref: str) -> Attachment:
    metadata = raw.meta_text("_wp_attachment_metadata")
    file = raw.meta_text("_wp_attached_file")
    names = dict.fromkeys(find_strings(metadata, "file")) if metadata else {}
    original = find_strings(metadata, "original_image") if metadata else []
    return Attachment(
        ref=ref,
        url=html.unescape(raw.wp("attachment_url") or _guid_file(raw.text("guid"))),
        file="" if file.startswith("/") or "://" in file else file,
        title=raw.text("title"),
        alt=raw.meta_text("_wp_attachment_image_alt"),
        caption=raw.text("excerpt").strip() or raw.text("content").strip(),
        parent=raw.wp("post_parent"),
        position=int(raw.wp("menu_order")) if raw.wp("menu_order").lstrip("-").isdigit() else 0,
        link=raw.text("link"),
        sizes=tuple(name for name in (*names, *original) if "/" not in name and name != basename(file)),
    )


def _guid_file(guid: str) -> str:
    """The guid of an attachment is the address its file had when it was uploaded, where it has a file name at all."""
    return guid if _FILE_PATH.search(split(guid).path) else ""


def without_size(path: str) -> str:
    """Return the path of the original of "x-300x225.jpg"."""
    return _SIZE.sub("", path)


def without_variant(path: str) -> str:
    """Return the path of what was uploaded as "x.jpg" and is kept as "x-scaled.jpg"."""
    return _VARIANT.sub("", path)


def uses_in(body: str) -> Iterator[str]:
    """Yield the addresses of uploads as a body has them, without their queries."""
    for folder in _FOLDERS:
        at = body.find(folder)
        while at >= 0:
            before = _PART.match(body[max(0, at - _LONGEST) : at][::-1])
            after = _PART.match(body, at, at + _LONGEST)
            assert before is not None
            assert after is not None
            yield html.unescape(before[0][::-1] + after[0])
            at = body.find(folder, max(after.end(), at + 1))


def file_key(address: str, own: OldAddresses) -> str | None:
    """Return the path all spellings of an own file's address share; None for a file of another site."""
    address = _PHOTON.sub("http://", address)
    parts = split(address)
    if not _FILE_PATH.search(parts.path):
        return None
    if parts.netloc and not own.is_own(address) and not parts.netloc.lower().endswith(".files.wordpress.com"):
        return None
    return decoded(parts.path)
