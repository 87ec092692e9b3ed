"""Where the files that come with the program lie: beside the package in a checkout, inside it in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_BUNDLED = _PACKAGE / "_bundled"
_ROOT = _BUNDLED if _BUNDLED.is_dir() else _PACKAGE.parent

MIGRATIONS = _ROOT / "migrations"
TEMPLATES = _ROOT / "templates"
STATIC = _ROOT / "static"
GUIDE = _ROOT / "docs" / "guide"  # Waypost's own user guide: the first posts and pages of a new site
