"""uvicorn's HTTP protocol with an end to its patience: it would wait for ever for the rest of a request.

A head may take ten seconds and 64 KiB, a body must come at a walking pace, and an answer must be taken. What limits
the size of a body is the handler's own number.
"""

from asyncio import TimerHandle, Transport
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol


class PatientProtocol(HttpToolsProtocol):
    """Costs two timers for each connection, and none for a request that arrives in one piece."""

    head_s = 10.0
    largest_head_bytes = 65_536
    look_s = 10.0  # how often a body that is on its way is looked at
    least_bytes_per_s = 200
    write_s = 60.0  # until the other side takes what fills the buffers
    linger_s = 2.0  # for an answer that was given before the whole body had come

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._reading: TimerHandle | None = None
        self._writing: TimerHandle | None = None
        self._in_head = True
        self._in_body = False
        self._bytes = 0  # of the head so far; of the body since the last look

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._reading = self.loop.call_later(self.head_s, self._end_head)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_reading_timer()
        self._stop_writing_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._bytes += len(data)
        super().data_received(data)
        if self._in_body:
            if self._reading is None:
                self._bytes = 0
                self._reading = self.loop.call_later(self.look_s, self._look_at_body)
        elif self._in_head or self.cycle is None or self.cycle.response_complete:
            if self._bytes > self.largest_head_bytes:
                self._refuse(431)
            elif self._reading is None:
                self._reading = self.loop.call_later(self.head_s, self._end_head)

    # What the parser says

    def on_message_begin(self) -> None:
        self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._in_head, self._in_body = False, True
        self._stop_reading_timer()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._in_body, self._bytes = False, 0
        self._stop_reading_timer()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._in_body and not self.transport.is_closing():  # refused, and still coming
            self.loop.call_later(self.linger_s, self.transport.close)

    # What the transport says

    def pause_writing(self) -> None:
        super().pause_writing()
        self._writing = self.loop.call_later(self.write_s, self.transport.abort)

    def resume_writing(self) -> None:
        self._stop_writing_timer()
        super().resume_writing()

    # Timers

    def _end_head(self) -> None:
        self._reading = None
        self._refuse(408)

    def _look_at_body(self) -> None:
        """A body nobody reads just now may wait: then it is this side that is slow."""
        self._reading = None
        if not self.flow.read_paused and self._bytes < self.least_bytes_per_s * self.look_s:
            self._refuse(408)
            return
        self._bytes = 0
        self._reading = self.loop.call_later(self.look_s, self._look_at_body)

    def _refuse(self, status: int) -> None:
        """Say why, unless an answer has begun, and hang up."""
        if self.transport.is_closing():
            return
        if self.cycle is None or self.cycle.response_complete or not self.cycle.response_started:
            self.transport.write(STATUS_LINE[status] + b"connection: close\r\ncontent-length: 0\r\n\r\n")
        self.transport.close()

    def _stop_reading_timer(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _stop_writing_timer(self) -> None:
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None
