"""What the supervisor writes down for `waypost status`: a JSON in the folder for sockets. Standard library only."""

import json
from pathlib import Path
from typing import Any

NAME = "status.json"


def write_status(folder: Path, status: dict[str, Any]) -> None:
    new = folder / f"{NAME}.new"
    new.write_text(json.dumps(status))
    new.replace(folder / NAME)


def read_status(folder: Path) -> dict[str, Any] | None:
    """None where no `waypost serve` runs on the data folder, or none of this user."""
    try:
        found = json.loads((folder / NAME).read_text())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def remove_status(folder: Path) -> None:
    (folder / NAME).unlink(missing_ok=True)
