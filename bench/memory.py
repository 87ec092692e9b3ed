"""How much memory a whole import takes: `python -m bench.memory [megabytes of the export]`, 170 by default.

The export is generated: posts with pictures, comments and terms, as WordPress writes them. Peaks are of resident
memory, of the process that imports and of the one that renders beside it; over the limit, this ends with 1.
"""

import sys
import tempfile
from pathlib import Path

from tests.importers.processes import import_to_the_end
from tests.importers.wordpress.large import write_export

LIMIT_MB = 300


def main(size_mb: float) -> int:
    with tempfile.TemporaryDirectory() as folder:
        export, data = Path(folder) / "export.xml", Path(folder) / "data"
        data.mkdir(mode=0o700)
        write_export(export, size_mb)
        done = import_to_the_end(data, export)
    peak_mb = done["peak_mb"] + done["beside_mb"]
    posts, seconds = done["imported"]["posts"], done["seconds"]
    print(f"{size_mb:.0f} MB: {posts} posts and {done['imported']['comments']} comments in {seconds:.0f} s")
    print(
        f"peak {done['peak_mb']:.0f} MB and {done['beside_mb']:.0f} MB beside; together {peak_mb:.0f} of {LIMIT_MB} MB"
    )
    return int(peak_mb > LIMIT_MB)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 170))
