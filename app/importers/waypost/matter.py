"""One file of an export: front matter and body, as app/exporters/matter.py writes them or somebody has changed them."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from app.importers import safe_yaml
from app.importers.items import Entry, Status
from app.importers.markdown.tree import Tree
from app.importers.waypost.tree import read_text

STATUSES: Mapping[str, Status] = {
    name: name for name in ("published", "draft", "review", "scheduled", "private", "protected")
}


class BadFile(ValueError):
    """A file that can't be read as a post; the text says why."""


def read_entry(tree: Tree, path: str, folder: str) -> Entry:
    """`folder`: "" or "private/". Raises: BadFile. TooLarge. OSError. ValueError."""
    matter, body = read_matter(read_text(tree, path))
    own = matter.get("waypost")
    own = own if isinstance(own, dict) else {}
    ref = _text(own, "id") or path
    source, html, source_format = _body(tree, folder, ref, own, body, path)
    published_at = _moment(matter.get("date"))
    return Entry(
        kind="page" if path.startswith(f"{folder}content/pages/") else "post",
        ref=ref,
        title=_text(matter, "title"),
        slug=_text(matter, "slug"),
        status=_status(matter, own),
        source=source,
        source_format=source_format,
        html=html,
        reason=_text(own, "note"),
        path=as_path(_text(matter, "url") or _text(own, "path")) or None,
        old_paths=tuple(map(as_path, _texts(own, "old_paths") or _texts(matter, "aliases"))),
        exact=True,
        published_at=published_at,
        updated_at=_moment(matter.get("lastmod")),
        created_at=_moment(own.get("created")),
        version=own["version"] if isinstance(own.get("version"), int) else 1,
        local_date=_text(own, "local_date") or None,
        authors=tuple(_texts(matter, "authors")),
        tags=(*_texts(matter, "tags"), *_texts(own, "internal_tags")),
        excerpt=_text(matter, "summary"),
        description=_text(matter, "description"),
        canonical_url=_text(matter, "canonical") or None,
        image=next(iter(_texts(matter, "images")), None),
        image_alt=_text(matter, "image_alt"),
        image_caption=_text(matter, "image_caption"),
        language=_text(matter, "language") or None,
        pinned=matter.get("pinned") is True,
        comments_open=matter.get("comments_open") is True,
        password=_text(own, "password") or None,
        metadata=matter["metadata"] if isinstance(matter.get("metadata"), dict) else {},
    )


def read_matter(text: str) -> tuple[dict[str, Any], str]:
    """Return front matter and body. Raises: BadFile."""
    if not text.startswith("---\n"):
        raise BadFile("it does not begin with front matter (---)")
    matter, end, body = text[4:].partition("\n---\n")
    if not end:
        raise BadFile("its front matter has no end (---)")
    try:
        found = safe_yaml.load(matter)
    except safe_yaml.BadYaml as error:
        raise BadFile(f"its front matter is no YAML: {error}") from None
    if not isinstance(found, dict):
        raise BadFile("its front matter has no names")
    return found, body.removeprefix("\n")


def _body(
    tree: Tree, folder: str, ref: str, own: Mapping[str, Any], body: str, path: str
) -> tuple[str, str | None, Any]:
    """Return source, HTML as it was shown, and the source's format.

    What lies beside the body counts only as long as nobody has changed the body.
    """
    suffix = "html" if path.endswith(".html") else "md"
    kept_format = own.get("format") if own.get("format") in ("markdown", "html") else None
    mark = own.get("body")
    if mark is None or mark != hashlib.sha256(body.encode()).hexdigest()[:20]:
        return body, None, "html" if suffix == "html" else "markdown"
    beside = f"{folder}waypost/sources/{ref}.{'html' if kept_format == 'html' else 'md'}"
    rendered = f"{folder}waypost/rendered/{ref}.html"
    source = read_text(tree, beside) if beside in tree.files else body
    html = read_text(tree, rendered) if rendered in tree.files else body if suffix == "html" else None
    return source, html, kept_format or ("html" if suffix == "html" else "markdown")


def _status(matter: Mapping[str, Any], own: Mapping[str, Any]) -> Status:
    """Somebody may have changed `draft` by hand, as one does for Hugo."""
    status = STATUSES.get(str(own.get("status")), "draft" if matter.get("draft") else "published")
    if status == "published" and matter.get("draft") is True:
        return "draft"
    return "published" if status == "draft" and matter.get("draft") is False else status


def as_path(path: str) -> str:
    """A decoded path as importers expect one: percent-encoded where that changes what it means."""
    return path.replace("%", "%25").replace("#", "%23")


def _moment(value: Any) -> datetime | None:
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            raise BadFile(f"{value!r} is no date; write one like 2026-01-31T12:00:00+01:00") from None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime(value.year, value.month, value.day, tzinfo=UTC)
    if not isinstance(value, datetime):
        return None
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return value if isinstance(value, str) else "" if value is None or isinstance(value, dict | list) else str(value)


def _texts(values: Mapping[str, Any], name: str) -> list[str]:
    value = values.get(name)
    return [one for one in value if isinstance(one, str) and one] if isinstance(value, list) else []
