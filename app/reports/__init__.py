"""The rare reads across files: over the `public_*` views the services publish, read-only, never for permissions."""

from app.reports.authors import AuthorReport, AuthorRow

__all__ = ["AuthorReport", "AuthorRow"]
