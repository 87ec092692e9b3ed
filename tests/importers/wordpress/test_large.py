"""Memory stays small however large the export is."""

import json
import subprocess
import sys
from pathlib import Path


def test_memory_does_not_grow_with_the_file() -> None:
    script = Path(__file__).with_name("large.py")
    done = subprocess.run([sys.executable, str(script), "15"], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert found["size_mb"] >= 15
    assert found["peak_mb"] - found["before_mb"] < 20
    assert found["posts_per_cpu_s"] > 500  # an import should write 300 a second, and reading is the small part of it
