"""The tables of Drafts.db. A draft is one document: what belongs to it is kept in its row."""

from sqlalchemy import Boolean, Column, Index, Integer, MetaData, Table, Text

metadata = MetaData()

drafts = Table(
    "drafts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("slug", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("published_at", Text),
    Column("local_date", Text),
    Column("created_at", Text, nullable=False),
    Column("updated_at", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("note", Text, nullable=False),
    Column("password", Text),
    Column("status_before", Text),
    Column("language", Text),
    Column("canonical_url", Text),
    Column("pinned", Boolean, nullable=False),
    Column("comments_open", Boolean, nullable=False),
    Column("excerpt", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("image", Text),  # this and the four below are JSON
    Column("tags", Text, nullable=False),
    Column("authors", Text, nullable=False),
    Column("old_paths", Text, nullable=False),
    Column("metadata", Text, nullable=False),
    # The long ones last: lists stop reading before them.
    Column("source_format", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("text", Text, nullable=False),
)
Index("drafts_by_update", drafts.c.updated_at, drafts.c.id)
Index("drafts_by_status", drafts.c.status, drafts.c.kind, drafts.c.updated_at, drafts.c.id)
Index("drafts_published_path", drafts.c.path, unique=True, sqlite_where=drafts.c.status == "published")

# What was imported, kept also when the draft is gone, so that a second import does not bring it back.
imports = Table(
    "imports",
    metadata,
    Column("item_id", Text, primary_key=True),
    Column("content_hash", Text, nullable=False),
    Column("version_at_import", Integer, nullable=False),
)

# What an item has been: entry by entry, `number` from 1. `begun_at` is when the first of the saves was made that the
# entry gathers.
versions = Table(
    "versions",
    metadata,
    Column("draft_id", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("saved_at", Text, nullable=False),
    Column("begun_at", Text, nullable=False),
    Column("user_id", Text),  # None: an import, or somebody unknown
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("fields", Text, nullable=False),  # JSON
)

# What somebody has typed and not saved yet; `version` is that of the draft they had read.
autosaves = Table(
    "autosaves",
    metadata,
    Column("draft_id", Text, primary_key=True),
    Column("user_id", Text, primary_key=True),
    Column("tab", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("saved_at", Text, nullable=False),
    Column("fields", Text, nullable=False),  # JSON
)

# Which of the site's files a draft names, by the marks in their addresses: where a file is used.
uses = Table(
    "uses",
    metadata,
    Column("draft_id", Text, primary_key=True),
    Column("mark", Text, primary_key=True),
)
Index("uses_by_mark", uses.c.mark)

# The links by which somebody outside may see a draft. What the link itself says is in no file: see app/web/previews.py.
previews = Table(
    "previews",
    metadata,
    Column("id", Text, primary_key=True),
    Column("draft_id", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
)
Index("previews_by_draft", previews.c.draft_id)

# What is to become of a tag in every item that has it, until it has; see `tagging`. `target` is JSON; None: it goes.
tag_changes = Table(
    "tag_changes",
    metadata,
    Column("slug", Text, primary_key=True),
    Column("target", Text),
)
