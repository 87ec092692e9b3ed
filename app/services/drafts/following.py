"""What readers get of a draft, in the portions in which Posts.db takes it. Knows no database."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from app.content import excerpt_of, reading_minutes
from app.services.drafts.models import Draft
from app.services.posts import PublishedPost
from app.services.site import local_date

BATCH_POSTS = 25
BATCH_CHARACTERS = 600_000  # of text and HTML: writing them keeps Posts.db locked for less than 20 ms


def batches(public: Mapping[str, Draft], owners: Mapping[str, str]) -> Iterator[list[PublishedPost]]:
    """Those that exchange paths go together, the others in small transactions."""
    moving = {draft.id for draft in public.values() if owners.get(draft.path, draft.id) != draft.id}
    moving |= {owner for path, owner in owners.items() if owner in public and public[owner].path != path}
    if moving:
        yield [to_published(public[draft_id]) for draft_id in moving]
    batch: list[PublishedPost] = []
    room = BATCH_CHARACTERS
    for draft in public.values():
        if draft.id in moving:
            continue
        size = len(draft.html) + len(draft.text)
        if batch and (len(batch) == BATCH_POSTS or size > room):
            yield batch
            batch, room = [], BATCH_CHARACTERS
        batch.append(to_published(draft))
        room -= size
    if batch:
        yield batch


def to_published(draft: Draft) -> PublishedPost:
    """What readers get of a published draft."""
    assert draft.published_at is not None
    assert draft.local_date is not None
    return PublishedPost(
        id=draft.id,
        kind=draft.kind,
        path=draft.path,
        slug=draft.slug,
        title=draft.title,
        excerpt=draft.excerpt or excerpt_of(draft.html),
        description=draft.description,
        published_at=draft.published_at,
        local_date=draft.local_date,
        updated_at=draft.updated_at,
        reading_minutes=reading_minutes(draft.text),
        language=draft.language,
        canonical_url=draft.canonical_url,
        image=draft.image,
        pinned=draft.pinned,
        comments_open=draft.comments_open,
        tags=tuple(tag for tag in draft.tags if not tag.internal),
        all_tags=draft.tags,
        authors=draft.authors,
        html=draft.html,
        text=draft.text,
        old_paths=draft.old_paths,
        metadata=draft.metadata,
        version=draft.version,
    )


def as_published(draft: Draft, now: datetime, timezone: str) -> PublishedPost:
    """What readers would get of a draft if it were published now."""
    at = draft.published_at or now
    return to_published(replace(draft, published_at=at, local_date=draft.local_date or local_date(at, timezone)))
