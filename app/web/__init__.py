"""HTTP: handlers, middleware, the theme. Knows the services by their front doors, and no SQL."""

from app.web.services import Services

__all__ = ["Services"]
