"""What of this node an admin should look at: sentences with what to do, the worst first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.services.jobs import Job


@dataclass(frozen=True, slots=True)
class Concern:
    """`is_bad`: something is broken, rather than worth knowing."""

    text: str
    remedy: str
    is_bad: bool = False
    job_id: int | None = None  # of a job that can be tried again


def concerns(status: Mapping[str, Any], given_up: Sequence[Job]) -> list[Concern]:
    """`status` is that of `Node.status`; what a node does not say is no concern."""
    found = [*_replication(status), *_jobs(given_up)]
    return sorted(found, key=lambda one: not one.is_bad)


def _replication(status: Mapping[str, Any]) -> list[Concern]:
    found = []
    why, sidecar = status.get("why") or "", status.get("sidecar") or {}
    if why:
        found.append(Concern(f"This site takes no changes: {why}.", "waypost doctor says what to do.", is_bad=True))
    elif sidecar.get("state", "running") != "running":
        text = f"The backup has stopped ({sidecar.get('last_end') or sidecar['state']})."
        found.append(Concern(text, "It is started again by itself; if it stays so: waypost doctor.", is_bad=True))
    behind_s, most_s = float(status.get("unreplicated_s") or 0), float(status.get("max_unreplicated_s") or 0)
    if not why and most_s and behind_s > most_s / 2:
        text = f"The backup is {behind_s:.0f} s behind; at {most_s:.0f} s no change is taken any more."
        found.append(Concern(text, "Look whether the store can be reached: waypost doctor.", is_bad=True))
    if problem := (status.get("drill") or {}).get("problem"):
        text = f"The backup could not be proved: {problem}."
        remedy = "Start the server again: it begins a new backup then, and keeps the old one."
        found.append(Concern(text, remedy, is_bad=True))
    if status.get("same_disk"):
        text = "The backup lies on the disk of the site: it is safe from mistakes, not from a lost disk."
        found.append(Concern(text, "Set WAYPOST_REPLICA_URL to a bucket, or to a folder on another disk."))
    return found


def _jobs(given_up: Sequence[Job]) -> list[Concern]:
    return [
        Concern(
            f"“{job.kind}” was given up after {_times(job.attempts)}: {job.last_error.rstrip('.')}.",
            "Mend what it says, then try again.",
            is_bad=True,
            job_id=job.id,
        )
        for job in given_up[:5]
    ]


def _times(attempts: int) -> str:
    return "one attempt" if attempts == 1 else f"{attempts} attempts"
