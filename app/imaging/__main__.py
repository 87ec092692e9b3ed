"""The other process: one order a line on standard input, one answer a line on standard output; ends with its maker."""

import ctypes
import os
import resource
import signal
import sys
from pathlib import Path

import msgspec

from app.errors import Invalid
from app.imaging.made import Answer, Order
from app.imaging.making import make, make_social

_PR_SET_PDEATHSIG = 1
_BEHIND_PAGES = 10  # niceness: readers' pages come first


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the maker says when to end, by closing the pipe
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    os.nice(_BEHIND_PAGES)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for line in sys.stdin.buffer:
        sys.stdout.buffer.write(msgspec.json.encode(_answer(msgspec.json.decode(line, type=Order))) + b"\n")
        sys.stdout.buffer.flush()


def _answer(order: Order) -> Answer:
    try:
        work = make_social if order.social_only else make
        return Answer(made=work(Path(order.source), Path(order.folder), order.crop))
    except Invalid as error:
        return Answer(refused=str(error))
    except Exception as error:  # one picture must not end the work on the next
        return Answer(failed=f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
