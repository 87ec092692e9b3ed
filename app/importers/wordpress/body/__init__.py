"""The body of a WordPress post to plain HTML: blocks, shortcodes, bare addresses and line breaks taken out."""

from app.importers.wordpress.body.context import Context, Notes
from app.importers.wordpress.body.convert import Body, convert

__all__ = ["Body", "Context", "Notes", "convert"]
