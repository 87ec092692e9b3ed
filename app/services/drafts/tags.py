"""The statements on the tags of drafts; they have no table of their own."""

from app.db import Connection
from app.services.posts import Tag, TagCount

_TAGS = """
SELECT t.value ->> 'id', t.value ->> 'slug', t.value ->> 'name', t.value ->> 'description', t.value ->> 'internal',
       count(*)
FROM drafts, json_each(drafts.tags) AS t WHERE status != 'trash' GROUP BY t.value ->> 'slug'
ORDER BY count(*) DESC, t.value ->> 'slug'
"""


def select_tags(conn: Connection) -> list[TagCount]:
    """Every tag with the number of items that have it, drafts and private ones too; the most used first."""
    rows = conn.raw.execute(_TAGS)
    return [
        TagCount(Tag(tag_id, slug, name, text, bool(internal)), n) for tag_id, slug, name, text, internal, n in rows
    ]
