"""`waypost` and `python -m app`: the command line."""

import sys

from app.commands import run


def main() -> int:
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
