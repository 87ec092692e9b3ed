"""What a file is called: safe in every address and on every disk, and ending as its content says."""

import re
import unicodedata

_UNSAFE = re.compile(r"[^\w.-]+")
_ENDINGS: dict[str, tuple[str, ...]] = {  # the first is given where the name has none of them
    "image/jpeg": ("jpg", "jpeg"),
    "image/png": ("png",),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "image/avif": ("avif",),
    "image/tiff": ("tif", "tiff"),
    "image/bmp": ("bmp",),
    "image/x-icon": ("ico",),
    "audio/mp4": ("m4a",),
    "audio/ogg": ("ogg", "oga", "opus"),
    "audio/flac": ("flac",),
    "audio/wav": ("wav",),
    "audio/mpeg": ("mp3",),
    "video/quicktime": ("mov",),
    "video/mp4": ("mp4", "m4v", "m4a"),
    "video/webm": ("webm", "mkv"),
    "application/pdf": ("pdf",),
    "application/zip": ("zip", "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub"),
}


def safe_name(name: str) -> str:
    """Return a file name that needs no escaping in an address: letters, digits, dot, dash, underscore."""
    stem, dot, suffix = _UNSAFE.sub("-", unicodedata.normalize("NFC", name)).strip(".-").rpartition(".")
    stem, suffix = (stem, suffix) if dot and stem else (suffix, "")
    stem = stem.encode()[:80].decode(errors="ignore").strip("-") or "file"
    return f"{stem}.{suffix[:10]}" if suffix else stem


def named(name: str, kind: str) -> str:
    """Return a safe name with an ending that fits the MIME type."""
    stem, suffix = ending(name)
    endings = _ENDINGS.get(kind, (suffix,))
    return f"{stem}.{suffix if suffix in endings else endings[0]}"


def ending(name: str) -> tuple[str, str]:
    """Return the safe name without its ending, and the ending in lower case; "" for none."""
    stem, dot, suffix = safe_name(name).rpartition(".")
    return (stem, suffix.lower()) if dot else (suffix, "")


def is_named_otherwise(name: str, kind: str) -> bool:
    """Tell if the name says another kind of file than the content: a picture that is an archive."""
    suffix, is_one = ending(name)[1], kind.partition("/")[0]
    says = {given.partition("/")[0] for given, endings in _ENDINGS.items() if suffix in endings}
    return bool(says) and is_one not in says and not {is_one, *says} <= {"audio", "video"}


def folded(*texts: str) -> str:
    """Return what is compared in a search: case and composition don't count."""
    return unicodedata.normalize("NFKC", " ".join(texts)).casefold()
