"""The process that makes pictures, seen from the one that serves pages: started when needed, gone when idle.

Decoders meet whatever strangers send, and need memory by the hundred megabytes: neither belongs into the process that
answers readers. If it dies, one picture is refused with a hint, and the next one finds another process.
"""

import logging
import selectors
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

import app
from app.errors import Invalid, Unavailable
from app.imaging.made import Answer, Crop, Made, Order

LONGEST_S = 60.0
PATIENCE_S = 120.0
IDLE_S = 30.0
_ROOT = Path(app.__file__).parent.parent
_COMMAND = (sys.executable, "-m", "app.imaging")
log = logging.getLogger(__name__)


class Workshop:
    """One picture at a time, from any thread: two would only share the processor, and double the memory."""

    def __init__(self, *, longest_s: float = LONGEST_S, idle_s: float = IDLE_S) -> None:
        self._longest_s, self._idle_s = longest_s, idle_s
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._rest: threading.Timer | None = None
        self._closed = False

    def make(self, source: Path, folder: Path, crop: Crop = Crop(), *, social_only: bool = False) -> Made:  # noqa: B008
        """Write everything a page may name into `folder`. Blocks for seconds; not for the event loop.

        Raises: Invalid: the picture is not taken, and why. Unavailable: too much to do, or the process died.
        """
        answer = self._ask(Order(str(source), str(folder), crop, social_only))
        if answer.refused:
            raise Invalid(answer.refused)
        if answer.made is None:
            log.error("A picture could not be made: %s", answer.failed)
            raise Invalid("it could not be read; save it anew as JPEG or PNG and try again")
        return answer.made

    def close(self) -> None:
        """End the process, at work or not, and start none again."""
        self._closed = True
        process = self._process
        if process is not None:
            process.kill()
        with self._turn:
            self._end()

    @property
    def pid(self) -> int | None:
        """None while no process runs."""
        process = self._process
        return None if process is None else process.pid

    def _ask(self, order: Order) -> Answer:
        with self._taken():
            process = self._started()
            assert process.stdin is not None
            try:
                process.stdin.write(msgspec.json.encode(order) + b"\n")
                process.stdin.flush()
                return msgspec.json.decode(_line(process, time.monotonic() + self._longest_s), type=Answer)
            except TimeoutError:
                self._end()
                raise Invalid(
                    f"making it took more than {self._longest_s:.0f} s; make it smaller and try again"
                ) from None
            except (OSError, EOFError):
                self._end()
                raise Unavailable("the picture could not be made: the process at it died; try again") from None

    @contextmanager
    def _taken(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=PATIENCE_S):
            raise Unavailable("other pictures are being made just now; try again in a minute", retry_after_s=60)
        try:
            if self._rest is not None:
                self._rest.cancel()
            yield
        finally:
            self._rest = threading.Timer(self._idle_s, self._end_if_idle)
            self._rest.daemon = True
            self._rest.start()
            self._turn.release()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise Unavailable("the program is ending; try again in a moment")
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(_COMMAND, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self._process

    def _end_if_idle(self) -> None:
        if self._turn.acquire(blocking=False):
            try:
                self._end()
            finally:
                self._turn.release()

    def _end(self) -> None:
        process, self._process = self._process, None
        if self._rest is not None:
            self._rest.cancel()
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with _broken_pipe_is_fine():
                    pipe.close()


@contextmanager
def _broken_pipe_is_fine() -> Iterator[None]:
    try:
        yield
    except OSError:
        return


def _line(process: subprocess.Popen[bytes], until: float) -> bytes:
    """Read one line. Raises: TimeoutError. EOFError: the process is gone."""
    assert process.stdout is not None
    found = b""
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while not found.endswith(b"\n"):
            if not selector.select(max(0.0, until - time.monotonic())):
                raise TimeoutError
            piece = process.stdout.read1(1 << 16)  # type: ignore[attr-defined]
            if not piece:
                raise EOFError
            found += piece
    return found
