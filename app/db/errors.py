"""What can go wrong with a database as such, beside the errors every layer may raise."""

from app.errors import Unavailable


class DatabaseMissing(Unavailable):
    """The file isn't there, or isn't a Waypost database yet: nothing restored or migrated it."""


class DatabaseClosed(RuntimeError):
    """A Database was used after its close(): a mistake in the program."""


class WriteOnEventLoop(RuntimeError):
    """A write was asked for on a thread that runs an event loop, which it would block: a mistake in the program."""


class WriteInJob(RuntimeError):
    """A write job asked for another write: it would wait for itself, or join two files that commit apart."""
