"""How this process runs; the only place that reads the environment."""

from app.settings import resources
from app.settings.fields import FIELDS, Region
from app.settings.settings import Settings, from_env

__all__ = ["FIELDS", "Region", "Settings", "from_env", "resources"]
