"""What an import did, item by item, so that nothing is lost silently: read = imported + skipped + failed."""

import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from app.importers.items import KINDS

UNCHANGED = "unchanged since the last import"


@dataclass(frozen=True, slots=True)
class Left:
    """An item that was not imported, and why."""

    kind: str
    ref: str
    reason: str


@dataclass(slots=True)
class Report:
    """Counts are kind -> number; `imported` holds what this run created or updated."""

    format: str
    dry_run: bool = False
    read: Counter[str] = field(default_factory=Counter)
    imported: Counter[str] = field(default_factory=Counter)
    skipped: list[Left] = field(default_factory=list)
    failed: list[Left] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)  # (ref, message)
    held_back: Counter[str] = field(default_factory=Counter)  # status in Drafts.db -> posts and pages
    missing_media: list[str] = field(default_factory=list)
    started: float = field(default_factory=time.monotonic)

    def skip(self, kind: str, ref: str, reason: str) -> None:
        self.read[kind] += 1
        self.skipped.append(Left(kind, ref, reason))

    def fail(self, kind: str, ref: str, reason: str) -> None:
        self.read[kind] += 1
        self.failed.append(Left(kind, ref, reason))

    def take(self, kind: str) -> None:
        self.read[kind] += 1
        self.imported[kind] += 1

    def warn(self, ref: str, message: str) -> None:
        self.warnings.append((ref, message))

    @property
    def seconds(self) -> float:
        return round(time.monotonic() - self.started, 3)

    @property
    def changed_nothing(self) -> bool:
        return not self.imported and any(left.reason == UNCHANGED for left in self.skipped)

    def as_json(self) -> dict[str, Any]:
        """The public form of docs/import.md."""
        return {
            "format": self.format,
            "dry_run": self.dry_run,
            "read": self._by_kind(self.read),
            "imported": self._by_kind(self.imported),
            "skipped": [_left(left) for left in self.skipped],
            "failed": [_left(left) for left in self.failed],
            "warnings": [{"ref": ref, "message": message} for ref, message in self.warnings],
            "held_back": dict(self.held_back),
            "missing_media": self.missing_media,
            "seconds": self.seconds,
        }

    def _by_kind(self, counts: Counter[str]) -> dict[str, int]:
        other = sorted(set(counts) - set(KINDS))
        return {kind: counts[kind] for kind in (*KINDS, *other)}


def _left(left: Left) -> dict[str, str]:
    return {"kind": left.kind, "ref": left.ref, "reason": left.reason}
