"""Work that must follow in another file: written down in the first file's own transaction, carried out at least once.

A service enqueues (kind, key) in its write job. The primary's worker calls the kind's step, which is idempotent and
runs outside any transaction, and deletes the row only after the step has succeeded.
"""

from app.db.outbox.rows import enqueue
from app.db.outbox.worker import Step, Worker

__all__ = ["Step", "Worker", "enqueue"]
