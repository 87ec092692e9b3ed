"""One uploaded import."""

from dataclasses import dataclass
from typing import Literal

State = Literal["waiting", "running", "done", "failed", "stopped"]
Role = Literal["blog", "media", "redirects"]
AT_WORK: frozenset[State] = frozenset({"waiting", "running"})


@dataclass(frozen=True, slots=True)
class Asked:
    """What the person chose; the same words as the options of `waypost import`."""

    format: str = "auto"
    custom_types: str = "skip"
    site_url: str = ""
    dry_run: bool = True


@dataclass(frozen=True, slots=True)
class UploadedImport:
    """`files`: role -> names. `problem` says why it failed, or was interrupted last."""

    id: str
    created_at: str  # ISO, UTC
    state: State
    asked: Asked
    files: dict[Role, list[str]]
    has_files: bool = True
    problem: str = ""

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK


@dataclass(frozen=True, slots=True)
class Progress:
    """Posts and pages; `total` is None where nobody knows."""

    done: int
    total: int | None
