"""What a new site gets first. Loaded only then: it brings the whole Markdown reader with it."""

from app.importers import guide
from app.importers.context import Services
from app.importers.run import Importer


def bring_guide(services: Services) -> None:
    """Give the site Waypost's own guide, so that it is not empty. Cut short, it is brought again at the next start."""
    Importer(services, guide.reader(), "guide", is_guide=True).run()
    services.site.update(imported_from=guide.SOURCE)
