"""The objects that say who may write: one set of records an epoch, in the store beside the data.

    epochs/00000003.json   the claim: created once by the node whose reign it is, never changed
    epochs/00000003.alive  its owner's beat, and "released" once it has stopped cleanly
    epochs/00000003.files  the manifest: the files whose backup in this epoch is complete, written after the first sync
    epochs/00000003.end    created once by the successor: up to which TXID each file counts, nothing is read past it
    00000003/Posts.db/…    the data, written by Litestream

One name never is a folder and a file at once, so the same names work in a bucket and in a folder.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import msgspec

from app.store import Store, StoreError

T = TypeVar("T")

_CLAIM = re.compile(r"epochs/(\d{8})\.json")
_LTX = re.compile(r"/([0-9a-f]{16})-([0-9a-f]{16})\.ltx$")


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose reign `epoch` is. `process` is the nonce that tells one creation, and one run of a node, from another."""

    epoch: int
    node: str
    region: str
    address: str
    machine: str | None
    process: str
    claimed_at: str


@dataclass(frozen=True, slots=True)
class Beat:
    process: str
    count: int
    released: bool = False


@dataclass(frozen=True, slots=True)
class Manifest:
    """The site a store holds, and its files without ".db"."""

    site: str
    files: list[str] = field(default_factory=list)


class Epochs:
    """The records, read and written; who may do so when is decided in `right` and `boot`."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def newest(self) -> Claim | None:
        """None where there is no epoch yet. Raises: StoreError."""
        numbers = [int(m[1]) for entry in self.store.list_entries("epochs") if (m := _CLAIM.fullmatch(entry.name))]
        return self.claim(max(numbers)) if numbers else None

    def claim(self, epoch: int) -> Claim:
        """Raises: NotFound, StoreError."""
        return _decoded(self.store.get(_name(epoch, "json")), Claim)

    def create(self, claim: Claim) -> bool:
        """False where somebody else has that epoch."""
        return self.store.create(_name(claim.epoch, "json"), msgspec.json.encode(claim))

    def exists(self, epoch: int) -> bool:
        return self.store.exists(_name(epoch, "json"))

    def beat(self, epoch: int) -> Beat | None:
        found = self.store.find(_name(epoch, "alive"))
        return None if found is None else _decoded(found, Beat)

    def put_beat(self, epoch: int, beat: Beat) -> None:
        self.store.put(_name(epoch, "alive"), msgspec.json.encode(beat))

    def manifest(self, epoch: int) -> Manifest | None:
        found = self.store.find(_name(epoch, "files"))
        return None if found is None else _decoded(found, Manifest)

    def put_manifest(self, epoch: int, manifest: Manifest) -> None:
        self.store.put(_name(epoch, "files"), msgspec.json.encode(manifest))

    def newest_complete(self, newest: int) -> tuple[int, Manifest] | None:
        """The newest epoch up to `newest` that has a manifest; one without never acknowledged a write."""
        for epoch in range(newest, 0, -1):
            manifest = self.manifest(epoch)
            if manifest is not None:
                return epoch, manifest
        return None

    def txids(self, epoch: int, files: Sequence[str]) -> dict[str, int]:
        """File name -> the last TXID the store holds of it in this epoch."""
        found = dict.fromkeys(files, 0)
        for entry in self.store.list_entries(prefix_of(epoch)):
            file = entry.name.split("/")[1].removesuffix(".db")
            match = _LTX.search(entry.name)
            if match and file in found:
                found[file] = max(found[file], int(match[2], 16))
        return found

    def end(self, epoch: int) -> dict[str, int] | None:
        """File name -> TXID up to which this epoch counts; None while nobody has succeeded it."""
        found = self.store.find(_name(epoch, "end"))
        return None if found is None else _decoded(found, dict[str, int])

    def seal(self, epoch: int, txids: dict[str, int]) -> dict[str, int]:
        """Say where the epoch ends, once and for all; returns what counts, which an earlier successor may have said."""
        if self.store.create(_name(epoch, "end"), msgspec.json.encode(txids)):
            return txids
        said = self.end(epoch)
        assert said is not None
        return said


def prefix_of(epoch: int) -> str:
    """The folder in the store that Litestream writes this epoch's data to."""
    return f"{epoch:08d}"


def _name(epoch: int, kind: str) -> str:
    return f"epochs/{epoch:08d}.{kind}"


def _decoded(found: bytes, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(found, type=kind)
    except msgspec.MsgspecError as error:
        raise StoreError(f"a record in the store can't be read: {error}") from None
