"""`python -m app.replication PLAN`: the supervisor's process, which `waypost serve` becomes."""

import json
import sys

from app.errors import StartRefused
from app.replication.supervisor import Plan, supervise


def main() -> int:
    try:
        return supervise(Plan(**json.loads(sys.argv[1])))
    except StartRefused as refused:
        sys.stderr.write(f"waypost: {refused}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
