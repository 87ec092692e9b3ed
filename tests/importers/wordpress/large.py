"""Writes a large export into a temporary folder, reads it and says what that took: `python large.py 170` (MB).

Half of the posts are classic, half are blocks; each has a picture, three comments and two terms.
"""

import json
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from app.importers.items import Options
from app.importers.wordpress import open_reader

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Big</title><link>https://big.example</link><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_blog_url>https://big.example</wp:base_blog_url>
"""
WORDS = "Überall dieselben Wörter, one after the other, to fill a page with enough of them for a paragraph. " * 6


def field(name: str, text: object) -> str:
    return f"<{name}><![CDATA[{text}]]></{name}>\n"


def meta(key: str, value: object) -> str:
    return f"<wp:postmeta>{field('wp:meta_key', key)}{field('wp:meta_value', value)}</wp:postmeta>"


def item(number: int, kind: str, body: str, more: str) -> str:
    day = f"{2008 + number % 15}-{1 + number % 12:02}-{1 + number % 28:02}"
    fields = {
        "title": f"Item {number}",
        "link": f"https://big.example/{day.replace('-', '/')}/item-{number}/",
        "dc:creator": f"author-{number % 5}",
        "guid": f"https://big.example/?p={number}",
        "content:encoded": body,
        "excerpt:encoded": "",
        "wp:post_id": number,
        "wp:post_date": f"{day} 10:00:00",
        "wp:post_date_gmt": f"{day} 08:00:00",
        "wp:post_modified": f"{day} 10:00:00",
        "wp:post_modified_gmt": f"{day} 08:00:00",
        "wp:comment_status": "open",
        "wp:ping_status": "open",
        "wp:post_name": f"item-{number}",
        "wp:status": "inherit" if kind == "attachment" else "publish",
        "wp:post_parent": number - 1 if kind == "attachment" else 0,
        "wp:menu_order": 0,
        "wp:post_type": kind,
        "wp:post_password": "",
        "wp:is_sticky": 0,
    }
    return "<item>" + "".join(field(name, text) for name, text in fields.items()) + more + "</item>\n"


def comment(number: int) -> str:
    fields = {
        "comment_id": number,
        "comment_author": "Bob",
        "comment_author_email": "bob@bob.example",
        "comment_author_IP": "192.0.2.1",
        "comment_date": "2020-01-01 10:00:00",
        "comment_date_gmt": "2020-01-01 08:00:00",
        "comment_content": WORDS[:200],
        "comment_approved": 1,
        "comment_type": "comment",
        "comment_parent": 0,
        "comment_user_id": 0,
    }
    return f"<wp:comment>{''.join(field(f'wp:{name}', text) for name, text in fields.items())}</wp:comment>\n"


def post(number: int) -> str:
    picture = f"https://big.example/wp-content/uploads/2020/05/{number + 1}"
    if number % 4 == 1:
        body = "\n\n".join(f"<!-- wp:paragraph -->\n<p>{WORDS}</p>\n<!-- /wp:paragraph -->" for _ in range(7))
        body += (
            f'\n\n<!-- wp:image {{"id":{number + 1}}} -->\n<figure><img src="{picture}-1024x512.jpg" alt=""/></figure>'
        )
        body += "\n<!-- /wp:image -->"
    else:
        body = "\n\n".join([WORDS, "<!--more-->", *[WORDS] * 6])
        body += f'\n\n[caption id="attachment_{number + 1}" width="300"]<img src="{picture}-300x150.jpg" /> A[/caption]'
        body += "\n\nhttps://www.youtube.com/watch?v=abcdefghijk\n\n"
    more = '<category domain="category" nicename="news"><![CDATA[News]]></category>\n'
    more += f'<category domain="post_tag" nicename="tag-{number % 300}"><![CDATA[Tag {number % 300}]]></category>\n'
    more += meta("_edit_last", 1) + meta("_thumbnail_id", number + 1) + meta("_yoast_wpseo_metadesc", "In short")
    return item(number, "post", body, more + "".join(comment(number * 10 + n) for n in range(3)))


def picture(number: int) -> str:
    name = f"2020/05/{number}.jpg"
    sizes = "".join(
        f's:6:"medium";a:4:{{s:4:"file";s:{len(f"{number}-{size}.jpg")}:"{number}-{size}.jpg";s:5:"width";i:300;}}'
        for size in ("300x150", "768x384", "1024x512")
    )
    more = field("wp:attachment_url", f"https://big.example/wp-content/uploads/{name}")
    more += meta("_wp_attached_file", name) + meta("_wp_attachment_metadata", f'a:1:{{s:5:"sizes";a:3:{{{sizes}}}}}')
    return item(number, "attachment", "", more)


def write_export(path: Path, size_mb: float) -> None:
    with path.open("w", encoding="utf-8") as file:
        written = file.write(HEAD)
        number = 1
        while written < size_mb * 1_000_000:
            written += file.write(post(number) + picture(number + 1))
            number += 2
        file.write("</channel></rss>\n")


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(path: Path) -> dict[str, float]:
    """Read the export once; seconds and megabytes; posts a second are for both passes together."""
    before, start, start_cpu = peak_mb(), time.perf_counter(), time.process_time()
    reader = open_reader([path], Options())
    surveyed = time.perf_counter()
    counts = Counter(type(one).__name__ for one in reader.items())
    end, end_cpu = time.perf_counter(), time.process_time()
    return {
        "size_mb": round(path.stat().st_size / 1e6, 1),
        "posts": counts["Entry"],
        "items": counts.total(),
        "survey_s": round(surveyed - start, 2),
        "total_s": round(end - start, 2),
        "posts_s": round(counts["Entry"] / (end - start)),
        "posts_per_cpu_s": round(counts["Entry"] / (end_cpu - start_cpu)),
        "before_mb": round(before),
        "peak_mb": round(peak_mb()),
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        export = Path(folder) / "large.xml"
        write_export(export, float(sys.argv[1]))
        print(json.dumps(measure(export)))
