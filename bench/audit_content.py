"""A small blog as Markdown files, with one of everything a theme must bear; what `bench.audit` looks at."""

import struct
import zlib
from pathlib import Path

SECTIONS = ("Chains of twenty metres", "What stone remembers", "Heights", "Boxes", "Code", "Afterwards")
PARAGRAPH = (
    "They measured with chains of twenty metres, in wet wool, and drew the result on stone. Whoever draws the line "
    "has already walked it, and [the ferryman](/2024/03/ferry/) knows the day of the week by the shoes. "
)
EVERYTHING = """
> Whoever draws the line has already walked it.

| Benchmark | 1912 | 1937 | Kept by |
|:----------|-----:|-----:|:-------:|
| Hohensaaten | 4.31 m | 4.42 m | the church |
| Oderberg | 5.02 m | 5.02 m | nobody |

- [x] walked
- [ ] drawn

```python
def promise(sheet: Sheet, land: Land) -> bool:
    return all(land.height(point) == sheet.height(point) for point in sheet.benchmarks_of_every_year)
```

![Hills at dusk](/images/hills.png "The valley below Eberswalde")

https://www.youtube.com/watch?v=dQw4w9WgXcQ

A note at the foot.[^1]

[^1]: It failed at Lebus.
"""


def write_blog(folder: Path) -> None:
    posts = folder / "_posts"
    posts.mkdir(parents=True)
    (folder / "images").mkdir()
    (folder / "images" / "hills.png").write_bytes(hills())
    (folder / "_config.yml").write_text(
        "title: Marginal Notes\ndescription: Essays on old maps and the patience of rivers\nlang: en-GB\n"
        "permalink: /:year/:month/:title/\n"
    )
    (folder / "about.md").write_text("---\ntitle: About\npermalink: /about/\n---\n\nI walk and write.\n")
    long = "".join(f"\n## {name}\n\n{PARAGRAPH * 5}\n" for name in SECTIONS)
    _write(posts, "2024-05-01-maps", "The map is a promise", EVERYTHING + long, picture="/images/hills.png")
    _write(posts, "2024-04-01-sharp", "<b>Sharp</b> & 'quoted' </script>", PARAGRAPH)
    _write(posts, "2024-03-01-ferry", "The ferry", PARAGRAPH * 2, picture="/images/hills.png")
    for number in range(1, 13):
        _write(posts, f"2023-{number:02}-15-notes", f"Field notes, part {number}", PARAGRAPH)


def _write(folder: Path, name: str, title: str, text: str, picture: str = "") -> None:
    quoted = title.replace("'", "''")
    lines = [f"title: '{quoted}'", "tags: [Maps, Rivers]", *([f"image: {picture}"] if picture else [])]
    (folder / f"{name}.md").write_text("---\n" + "\n".join(lines) + "\n---\n\n" + text)


def hills(width: int = 960, height: int = 540) -> bytes:
    """A PNG of two hills."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            near = y / height > 0.9 - 0.3 * (x / width) * (1 - x / width)
            rows += bytes((44, 69, 73) if near else (233 - y // 6, 199 - y // 12, 164))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )
