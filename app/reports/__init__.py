"""The rare reads across files: over the `public_*` views the services publish, read-only, never for permissions."""

from app.reports.authors import AuthorReport, AuthorRow
from app.reports.sizes import FileSizes

__all__ = ["AuthorReport", "AuthorRow", "FileSizes"]
