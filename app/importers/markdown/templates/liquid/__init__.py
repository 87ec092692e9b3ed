"""Liquid, as Jekyll and Eleventy use it in texts, and what Nunjucks shares with it."""

from app.importers.markdown.templates.liquid.render import convert_liquid, fill_in

__all__ = ["convert_liquid", "fill_in"]
