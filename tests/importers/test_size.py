"""Large exports: read and written as they come, never held as a whole."""

from pathlib import Path

from tests.importers.processes import import_to_the_end
from tests.importers.wordpress.large import HEAD, WORDS, comment, item

MB = 1_000_000
BODY = "\n\n".join([WORDS] * 40)  # 24 kB: an export grows by what is written, not by what it is divided into
SMALL_MB, LARGE_MB = 5, 20
MOST_GROWTH = 0.5  # megabytes of memory for each further megabyte of the export


def write(path: Path, size_mb: int) -> int:
    """Write an export of at least this size; return the number of its posts."""
    with path.open("w", encoding="utf-8") as file:
        size, number = file.write(HEAD), 0
        while size < size_mb * MB:
            number += 1
            size += file.write(item(number, "post", BODY, comment(number)))
        file.write("</channel></rss>\n")
    return number


def test_memory_does_not_grow_with_the_export(tmp_path: Path) -> None:
    peaks = []
    for size_mb in (SMALL_MB, LARGE_MB):
        export, data = tmp_path / f"{size_mb}.xml", tmp_path / f"data-{size_mb}"
        posts = write(export, size_mb)
        data.mkdir(mode=0o700)
        done = import_to_the_end(data, export)
        assert (done["imported"]["posts"], done["imported"]["comments"], done["failed"]) == (posts, posts, 0)
        peaks.append(done["peak_mb"] + done["beside_mb"])
    assert peaks[1] - peaks[0] < MOST_GROWTH * (LARGE_MB - SMALL_MB)
