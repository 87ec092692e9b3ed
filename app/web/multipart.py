"""Files of a form, written to disk while they arrive: a request of any size takes a megabyte of memory.

The parser is `multipart` (defnull), which does no input or output; Litestar's own keeps the whole body first.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from multipart import MultipartError, MultipartSegment, PushMultipartParser, parse_options_header

from app.errors import Invalid, Unavailable
from app.services.media import Incoming

BUFFER_BYTES = 1 << 20
MOST_PARTS = 200
LONGEST_FIELD = 5000


@dataclass(slots=True)
class Received:
    """What a form held: fields by name, files with their names, and why some files were not taken."""

    fields: dict[str, str] = field(default_factory=dict)
    files: list[tuple[str, Incoming]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)  # (file name, reason)

    def discard(self) -> None:
        for _, incoming in self.files:
            incoming.discard()


async def receive_form(content_type: str, body: AsyncIterator[bytes], begin: Callable[[], Incoming]) -> Received:
    """Read a form. `begin` opens the place a file is written to; the caller discards what comes of it.

    Raises: Invalid: it is no such form, or was cut off. Unavailable: the disk takes no more. Nothing is left then.
    """
    kind, options = parse_options_header(content_type)
    boundary = options.get("boundary", "")
    if kind != "multipart/form-data" or not boundary:
        raise Invalid("send the files as a form (multipart/form-data), each as a part with a file name")
    form = _Form(begin)
    try:
        with PushMultipartParser(boundary, max_segment_count=MOST_PARTS) as parser:
            async for chunk in body:
                for event in parser.parse(chunk):
                    await form.take(event)
    except MultipartError as error:
        form.received.discard()
        raise Invalid(f"the form arrived incomplete or broken ({error}); send it again") from None
    except OSError as error:
        form.received.discard()
        raise Unavailable(f"the file could not be written: {error.strerror}") from None
    except BaseException:  # whoever sent it is gone
        form.received.discard()
        raise
    return form.received


class _Form:
    """Takes the parser's events: a part begins, bytes of it, None at its end."""

    def __init__(self, begin: Callable[[], Incoming]) -> None:
        self.received = Received()
        self._begin = begin
        self._name = ""
        self._file: tuple[str, Incoming] | None = None
        self._pieces: list[bytes] = []
        self._size_bytes = 0

    async def take(self, event: MultipartSegment | bytes | bytearray | None) -> None:
        if isinstance(event, MultipartSegment):
            await self._start(event)
        elif event is None:
            await self._finish()
        else:
            self._pieces.append(bytes(event))
            self._size_bytes += len(event)
            await self._flush_if_full()

    async def _start(self, part: MultipartSegment) -> None:
        self._name, self._pieces, self._size_bytes = part.name or "", [], 0
        self._file = None
        if part.filename:  # an empty one is a field in which no file was chosen
            self._file = (part.filename[-255:], await asyncio.to_thread(self._begin))
            self.received.files.append(self._file)

    async def _flush_if_full(self) -> None:
        if self._file is None:
            if self._size_bytes > LONGEST_FIELD:
                raise Invalid(f"the field {self._name[:40]!r} is longer than {LONGEST_FIELD} bytes")
        elif self._size_bytes >= BUFFER_BYTES:
            await self._write(*self._file)

    async def _finish(self) -> None:
        if self._file is not None:
            await self._write(*self._file)
        elif self._name:
            text = b"".join(self._pieces).decode("utf-8", "replace")
            self.received.fields.setdefault(self._name, text)

    async def _write(self, name: str, incoming: Incoming) -> None:
        """A file that is refused is read to its end, and not written: the other files of the form come behind it."""
        content, self._pieces, self._size_bytes = b"".join(self._pieces), [], 0
        if not any(file is incoming for _, file in self.received.files):
            return
        try:
            await asyncio.to_thread(incoming.write, content)
        except Invalid as error:
            self.received.files = [pair for pair in self.received.files if pair[1] is not incoming]
            self.received.refused.append((name, str(error)))
