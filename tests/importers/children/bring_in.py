"""Imports a source into a data folder, in a process of its own that may be killed or measured.

Prints "at N" after the N-th post or page, and at the end a line of JSON.
"""

import json
import resource
import sys
import time
from pathlib import Path

from app.importers.detect import open_source
from app.importers.items import Options
from app.importers.run import Importer
from app.main import import_services, migrate_all, open_parts
from app.settings import from_env


def main(data: Path, source: Path, *media: Path) -> None:
    settings = from_env({"WAYPOST_DATA": str(data)})
    migrate_all(data)
    parts = open_parts(settings, writable=True)
    start = time.perf_counter()
    reader = open_source([source], "auto", Options(media=media))
    report = Importer(import_services(parts), reader, "old").run(progress=lambda done: print("at", done, flush=True))
    parts.close()
    print(
        json.dumps(
            {
                "read": report.read,
                "imported": report.imported,
                "skipped": len(report.skipped),
                "failed": len(report.failed),
                "seconds": time.perf_counter() - start,
                "peak_mb": peak_mb(resource.RUSAGE_SELF),
                "beside_mb": peak_mb(resource.RUSAGE_CHILDREN),
            }
        )
    )


def peak_mb(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
