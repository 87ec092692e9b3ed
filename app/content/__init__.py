"""Text to safe HTML: pure functions that know no database, no framework and no site."""

from app.content.autop import autop
from app.content.comment import render_comment, render_typed_comment
from app.content.embeds import EMBED_ORIGINS, embed_card
from app.content.markdown import render_markdown
from app.content.policy import RESERVED_ID_PREFIX
from app.content.render import render_html
from app.content.rendered import Rendered, Rewrite
from app.content.slugs import slugify
from app.content.text import beyond_ascii, excerpt_of, plain_text, reading_minutes
from app.content.typed import typed_line, typed_text

__all__ = [
    "EMBED_ORIGINS",
    "RESERVED_ID_PREFIX",
    "Rendered",
    "Rewrite",
    "autop",
    "beyond_ascii",
    "embed_card",
    "excerpt_of",
    "plain_text",
    "reading_minutes",
    "render_comment",
    "render_html",
    "render_markdown",
    "render_typed_comment",
    "slugify",
    "typed_line",
    "typed_text",
]
