"""How a node is, as `/-/status` and `waypost status` show it."""

from dataclasses import dataclass, field

from app.replication.flusher import FlushState
from app.replication.supervision import SidecarState


@dataclass(frozen=True, slots=True)
class DrillState:
    """What the last drill found; `problem` is "" where the backup is one."""

    at: str  # ISO, UTC
    problem: str


@dataclass(frozen=True, slots=True)
class NodeState:
    """`why` says what is being waited for, or what went wrong; "" where all is as it should be."""

    role: str
    region: str
    node: str
    epoch: int
    ready: bool
    writable: bool
    why: str
    store: str
    same_disk: bool
    durability: str
    unreplicated_s: float
    max_unreplicated_s: float
    sidecar: SidecarState
    files: dict[str, FlushState] = field(default_factory=dict)
    drill: DrillState | None = None  # the last one; None where there has been none
