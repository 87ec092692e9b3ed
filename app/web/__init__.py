"""HTTP: handlers, middleware, the theme. Knows the services by their front doors, and no SQL."""

from app.web.admin.report import AuthorRow
from app.web.app import build_app
from app.web.node import Node
from app.web.services import Services

__all__ = ["AuthorRow", "Node", "Services", "build_app"]
