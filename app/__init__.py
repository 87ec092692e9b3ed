"""Waypost: a blog and CMS in one Python process on SQLite files, replicated to every region it serves."""

__version__ = "0.1.0"
