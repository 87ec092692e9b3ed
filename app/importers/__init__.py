"""Old blogs in: one reader for each format, one runner that writes what they yield to the services."""

from app.importers.context import Services
from app.importers.detect import FORMATS, open_source
from app.importers.items import Options, Unreadable
from app.importers.report import Report
from app.importers.run import Importer

__all__ = ["FORMATS", "Importer", "Options", "Report", "Services", "Unreadable", "open_source"]
