"""What the web layer asks of the node it runs on; `app.replication` and `main` know the rest."""

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable


@runtime_checkable
class Node(Protocol):
    @property
    def role(self) -> str:
        """Tell "primary" or "replica"."""

    @property
    def region(self) -> str: ...

    @property
    def ready(self) -> bool:
        """Tell if pages can be served."""

    @property
    def why(self) -> str:
        """Say in a sentence why not; "" when ready."""

    def status(self) -> Mapping[str, Any]:
        """Describe everything an operator wants to know, as JSON-able values."""
