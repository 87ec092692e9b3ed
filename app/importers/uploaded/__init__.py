"""Blogs that were uploaded at the desk: kept in a folder each, brought in by `waypost import` as a job.

A process of its own, for an import would take the time of those who read; beside the running server, as ever
(decision 4). All that is known of one lies in its folder: `state.json`, the files while they are needed, the report.
"""

from app.importers.uploaded.folders import ImportFolders
from app.importers.uploaded.models import Asked, Progress, Role, UploadedImport
from app.importers.uploaded.running import KIND, UploadedImports

__all__ = ["KIND", "Asked", "ImportFolders", "Progress", "Role", "UploadedImport", "UploadedImports"]
