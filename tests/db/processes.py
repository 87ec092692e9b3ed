"""Starting the programs in tests/db/children."""

import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def start(name: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(HERE / "children" / f"{name}.py"), *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(HERE.parent.parent)},
    )
