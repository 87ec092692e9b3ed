"""Old blogs to bring in."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from tests.journeys.running import FIXTURES, Site

BLOG = FIXTURES / "old-blog.xml"  # three posts, a page, a draft, comments
ITEM = """<item><title>Walk {n}</title><link>https://old.example/walk-{n}/</link>
<content:encoded><![CDATA[{text} Number {n}.]]></content:encoded>
<wp:post_id>{id}</wp:post_id><wp:post_name>walk-{n}</wp:post_name>
<wp:post_date_gmt>2016-01-01 10:00:00</wp:post_date_gmt><wp:status>publish</wp:status>
<wp:post_type>post</wp:post_type></item>
"""


def large_blog(path: Path, posts: int) -> Path:
    """The small blog with as many more posts, long enough to be caught in the middle of."""
    text = "We walked, and it rained, and we walked on. " * 150
    more = "".join(ITEM.format(n=n, id=1000 + n, text=text) for n in range(posts))
    path.write_text(BLOG.read_text().replace("</channel>", f"{more}</channel>"))
    return path


def wait_for(condition: Callable[[], object], timeout_s: float = 30) -> None:
    until = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


def walks_in(site: Site) -> int:
    with closing(sqlite3.connect(f"file:{site.data}/Drafts.db?mode=ro", uri=True)) as conn:
        found: int = conn.execute("SELECT count(*) FROM drafts WHERE slug LIKE 'walk-%'").fetchone()[0]
        return found
