"""Front matter: everything about a post that is not its text, as YAML that Hugo and Waypost read."""

import re
from collections.abc import Collection
from datetime import datetime, tzinfo
from typing import Any

import yaml

from app.services.drafts import Draft
from app.services.site import zone_of

_PLAIN = re.compile(r"[A-Za-z/][A-Za-z0-9 _./-]*")  # nothing YAML 1.1 or 1.2 takes for anything but text
_WORDS = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))


def front_matter(
    draft: Draft, *, timezone: str, aliases: Collection[str], url: str | None, mark: dict[str, str]
) -> str:
    """`url`: what Hugo is to put it at, None: its own choice. `mark`: what tells of the body, see bodies.py."""
    zone = zone_of(timezone)
    shown = {
        "title": draft.title,
        "slug": draft.slug,
        "url": url,
        "aliases": list(aliases),
        "date": _moment(draft.published_at, zone),
        "lastmod": _moment(draft.updated_at, zone),
        "draft": draft.status != "published",
        "tags": [tag.slug for tag in draft.tags if not tag.internal],
        "tag_names": [tag.name for tag in draft.tags if not tag.internal],
        "authors": [author.slug for author in draft.authors],
        "summary": draft.excerpt,
        "description": draft.description,
        "canonical": draft.canonical_url,
        "images": [draft.image.url] if draft.image else [],
        "image_alt": draft.image.alt if draft.image else "",
        "image_caption": draft.image.caption if draft.image else "",
        "language": draft.language,
        "pinned": draft.pinned,
        "comments_open": draft.comments_open,
        "metadata": dict(draft.metadata),
    }
    own = {
        "id": draft.id,
        "version": draft.version,
        "status": draft.status,
        "format": draft.source_format,
        "path": draft.path,
        "local_date": draft.local_date,
        "created": draft.created_at.isoformat(),
        "old_paths": list(draft.old_paths),
        "internal_tags": [tag.slug for tag in draft.tags if tag.internal],
        "note": draft.note,
        "password": draft.password,
        **mark,
    }
    values = _given(shown) | {"waypost": _given(own)}
    return f"---\n{yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float('inf'))}---\n\n"


def plain_matter(**values: Any) -> bytes:
    """A file that is nothing but front matter."""
    text = yaml.dump(_given(values), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=float("inf"))
    return f"---\n{text}---\n".encode()


def _given(values: dict[str, Any]) -> dict[str, Any]:
    """Leave out what says nothing; whether something is a draft is always said."""
    kept = ("title", "draft", "id", "version")
    return {name: value for name, value in values.items() if name in kept or value not in (None, "", [], {}, False)}


def _moment(at: datetime | None, zone: tzinfo) -> str | None:
    return None if at is None else at.astimezone(zone).isoformat()


class _Dumper(yaml.SafeDumper):
    """Quotes every text that some reader of YAML could take for a number, a date or a truth value."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS and not text.endswith(" ")
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if plain else '"')


_Dumper.add_representer(str, _text)
