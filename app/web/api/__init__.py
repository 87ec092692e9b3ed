"""What programs read: Ghost's Content API, so that front ends made for Ghost work, and a description of it all."""

from app.web.api import content, description

HANDLERS = [*content.HANDLERS, *description.HANDLERS]

__all__ = ["HANDLERS"]
