"""The line of those who want to write to one file: who leads, who waits, who is next."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from app.db.connect import Connection
from app.db.errors import DatabaseClosed

Job = Callable[[Connection], Any]


class Ticket:
    """One caller's job. Without a job it asks for the lead itself, and nothing else runs while it has it."""

    __slots__ = ("_awake", "error", "job", "leads", "result")

    def __init__(self, job: Job | None) -> None:
        self.job = job
        self.leads = False
        self.result: Any = None
        self.error: BaseException | None = None
        self._awake = threading.Lock()
        self._awake.acquire()

    def wait(self) -> None:
        """Until it is answered, or it is its turn to lead."""
        self._awake.acquire()

    def wake(self) -> None:
        self._awake.release()

    def answer(self) -> None:
        self.wake()

    def fail(self, error: BaseException) -> None:
        self.result, self.error = None, error


class Line:
    """The leader's own ticket is the first in line until it takes it out by `next`."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._lock = threading.Lock()
        self._waiting: deque[Ticket] = deque()
        self._led = False
        self._closed = False

    def __len__(self) -> int:
        return len(self._waiting)

    def enter(self, ticket: Ticket) -> bool:
        """Queue up; True when it is this ticket's turn to lead, False when it has been answered.

        Raises: DatabaseClosed.
        """
        with self._lock:
            if self._closed:
                raise DatabaseClosed(f"{self._name} is closed")
            self._waiting.append(ticket)
            ticket.leads, self._led = not self._led, True
        if not ticket.leads:
            try:
                ticket.wait()
            except BaseException:  # Ctrl-C: nobody may be left waiting for a leader that has gone
                self._leave(ticket)
                raise
        return ticket.leads

    def next(self, until: float = float("inf")) -> Ticket | None:
        """Take out the first job; None when there is none, or someone wants the lead, or it is too late."""
        with self._lock:
            if not self._waiting or self._waiting[0].job is None or time.monotonic() > until:
                return None
            return self._waiting.popleft()

    def hand_over(self) -> None:
        """Let the first in line lead."""
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._led = following is not None
            if following is not None:
                following.leads = True
                following.wake()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Lead without a job, once all who came before are done.

        Raises: DatabaseClosed.
        """
        ticket = Ticket(None)
        if not self.enter(ticket):
            raise DatabaseClosed(f"{self._name} is closed")
        try:
            yield
        finally:
            self._leave(ticket)

    def _leave(self, ticket: Ticket) -> None:
        with self._lock:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
        if ticket.leads:
            self.hand_over()

    def close(self) -> None:
        """Refuse all who wait and all who come; whoever calls this leads."""
        with self._lock:
            self._closed = True
            refused, self._waiting = self._waiting, deque()
        for ticket in list(refused)[1:]:  # the first is the closer's own
            ticket.fail(DatabaseClosed(f"{self._name} is closed"))
            ticket.answer()
