"""Waypost: a blog and CMS in one Python process on SQLite files, replicated to every region it serves."""
