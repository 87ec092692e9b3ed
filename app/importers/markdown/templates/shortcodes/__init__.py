"""Shortcodes of Hugo and Zola."""

from app.importers.markdown.templates.shortcodes.hugo import convert_hugo
from app.importers.markdown.templates.shortcodes.zola import convert_zola

__all__ = ["convert_hugo", "convert_zola"]
