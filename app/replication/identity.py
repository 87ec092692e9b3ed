"""`node.json` in the data folder: who this node is, and whose data its files are."""

import os
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import msgspec

from app.errors import StartRefused

NAME = "node.json"


@dataclass(frozen=True, slots=True)
class Copy:
    """The files were restored and nothing was written to them since: epoch, and file name -> last TXID in it."""

    epoch: int
    txids: dict[str, int]


@dataclass(frozen=True, slots=True)
class Identity:
    """`epoch` is the reign the files belong to, 0 before the first; with `copy` set they belong to no reign of ours.

    `files` are those this folder held when that reign began: one of them missing is a loss, not a new service.
    """

    node: str
    site: str | None = None
    epoch: int = 0
    copy: Copy | None = None
    files: list[str] = field(default_factory=list)

    @property
    def newest_epoch(self) -> int:
        """The newest epoch any of these files has seen."""
        return self.copy.epoch if self.copy else self.epoch

    def owns(self, epoch: int) -> bool:
        """True where the files are this node's own, as its reign `epoch` left them."""
        return self.copy is None and self.epoch == epoch > 0


def load_identity(data: Path) -> Identity:
    """This node's identity; a new one, not yet kept, where the folder has none.

    Raises: StartRefused: the file is there and can't be read.
    """
    try:
        return msgspec.json.decode((data / NAME).read_bytes(), type=Identity)
    except FileNotFoundError:
        return Identity(node=secrets.token_hex(8))
    except (OSError, msgspec.MsgspecError) as error:
        raise StartRefused(f"{data / NAME} can't be read: {error}; move it away to begin as a new node") from None


def save_identity(data: Path, identity: Identity) -> None:
    """On the disk when this returns."""
    new = data / f"{NAME}.new"
    with new.open("wb") as file:
        file.write(msgspec.json.encode(asdict(identity)))
        file.flush()
        os.fsync(file.fileno())
    new.replace(data / NAME)
    sync_folder(data)


def reigning(identity: Identity, epoch: int, site: str, files: Iterable[str]) -> Identity:
    return replace(identity, epoch=epoch, site=site, copy=None, files=list(files))


def copying(identity: Identity, site: str, copy: Copy) -> Identity:
    return replace(identity, epoch=0, site=site, copy=copy, files=[])


def sync_folder(folder: Path) -> None:
    """Force what was created, renamed or removed in `folder` to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
