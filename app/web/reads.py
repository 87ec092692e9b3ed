"""One moment of the files for one answer, and the note of what that moment was."""

from collections.abc import Iterator
from contextlib import contextmanager

from app.db import reading
from app.web.exchange import Exchange


@contextmanager
def reads(exchange: Exchange) -> Iterator[None]:
    """Let everything inside see one snapshot, and let the page cache keep the answer for as long as it is true."""
    with reading() as snapshot:
        try:
            yield
        finally:
            exchange.depends_on(snapshot.revisions)
