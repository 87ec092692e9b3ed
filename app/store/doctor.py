"""What `waypost doctor` asks a store: can it be listed, written, read back, and does create-only hold?"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.errors import WaypostError
from app.store.store import Store


@dataclass(frozen=True, slots=True)
class Finding:
    """One check and its outcome; `detail` is empty where all is well."""

    check: str
    ok: bool
    detail: str = ""


def check_store(store: Store) -> list[Finding]:
    """Run every check on an object of its own under `doctor/`, which is removed again; stops at the first failure."""
    name, nonce = f"doctor/{secrets.token_hex(8)}", secrets.token_bytes(64)
    findings = []
    for check, run in _checks(store, name, nonce):
        finding = _carried_out(check, run)
        findings.append(finding)
        if not finding.ok:
            break
    return findings


def _checks(store: Store, name: str, nonce: bytes) -> Iterator[tuple[str, Callable[[], bool]]]:
    yield "the store can be listed", lambda: store.list_entries("epochs") is not None
    yield "an object can be created", lambda: store.create(name, nonce)
    yield "a second creation of it is refused", lambda: not store.create(name, b"another")
    yield "it reads back as written", lambda: store.find(name) == nonce
    yield "it can be removed", lambda: _gone_after_delete(store, name)


def _gone_after_delete(store: Store, name: str) -> bool:
    store.delete(name)
    return not store.exists(name)


def _carried_out(check: str, run: Callable[[], bool]) -> Finding:
    try:
        ok = run()
    except WaypostError as error:
        return Finding(check, ok=False, detail=str(error))
    return Finding(check, ok, detail="" if ok else "the store answered otherwise: it can't keep the right to write")
