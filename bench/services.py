"""How long the reads and writes of the services take at 10,000 posts: `python -m bench.services [posts]`.

Every line has its ratio to one read by key on a kept connection (`SELECT … WHERE id = ?`), which carries over to
other machines better than microseconds do.
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.db import Database, migrate
from app.db.outbox import Worker
from app.services.drafts import FOLLOW, Draft, DraftService, ImportedItem
from app.services.posts import Byline, PostService, PublishedPost, Tag
from app.services.site import Redirect, SiteService

POSTS = 10_000
WORDS = [sha256(str(n).encode()).hexdigest()[: 3 + n % 7] for n in range(8000)]
REPEATS = 300


def id_of(word: object) -> str:
    return sha256(str(word).encode()).hexdigest()[:24]


def make_post(number: int, pick: random.Random) -> PublishedPost:
    at = datetime(2010, 1, 1, tzinfo=UTC) + timedelta(hours=12 * number)
    text = " ".join(pick.choices(WORDS, k=400)) + (" common" if number % 2 else " common rare" * (number % 100 == 0))
    tags = tuple(Tag(id_of(f"tag {n}"), f"tag-{n}", f"Tag {n}") for n in {pick.randrange(200), pick.randrange(20), 0})
    author = Byline(id_of(f"author {number % 5}"), f"author-{number % 5}", f"Author {number % 5}")
    return PublishedPost(
        id=id_of(number),
        kind="post",
        path=f"/{at:%Y/%m}/post-{number}/",
        title=" ".join(pick.choices(WORDS, k=6)),
        excerpt=text[:200],
        published_at=at,
        local_date=f"{at:%Y-%m-%d}",
        updated_at=at,
        reading_minutes=2,
        tags=tags,
        authors=(author,),
        html=f"<p>{text}</p>",
        text=text,
        old_paths=(f"/?p={number}",),
        version=1,
        all_tags=tags,
    )


def quantiles(run: Callable[[], Any], repeats: int = REPEATS) -> tuple[float, float]:
    """(median, 95th percentile) in microseconds."""
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        run()
        times.append((time.perf_counter() - begun) * 1e6)
    times.sort()
    return times[len(times) // 2], times[int(len(times) * 0.95)]


def fill(posts: PostService, number: int) -> list[float]:
    """Milliseconds of each batch of 20."""
    pick = random.Random(1)
    times = []
    for first in range(0, number, 20):
        batch = [make_post(n, pick) for n in range(first, min(first + 20, number))]
        begun = time.perf_counter()
        posts.publish(batch)
        times.append((time.perf_counter() - begun) * 1e3)
    return sorted(times)


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else POSTS
    print(f"Python {sys.version.split()[0]}, {number} posts of 400 words")
    with tempfile.TemporaryDirectory() as folder:
        reading(open_file(Path(folder), "Posts"), number)
    with tempfile.TemporaryDirectory() as folder:
        importing(Path(folder), number // 5)
        redirecting(open_file(Path(folder), "Site"), number)


def open_file(folder: Path, name: str) -> Database:
    migrate.upgrade(folder / f"{name}.db")
    return Database(folder / f"{name}.db")


def reading(database: Database, number: int) -> None:
    posts = PostService(database)
    times = fill(posts, number)
    print(f"publish, 20 posts a batch: median {times[len(times) // 2]:.1f} ms, p95 {times[-len(times) // 20]:.1f} ms")
    report(database, posts, number)
    database.close()


def importing(folder: Path, number: int) -> None:
    source, target = open_file(folder, "Drafts"), open_file(folder, "Posts")
    worker = Worker([source], {FOLLOW: lambda ids: drafts.follow(ids)})
    drafts = DraftService(source, PostService(target), worker)
    pick = random.Random(1)
    items = [ImportedItem(make_draft(make_post(n, pick)), "hash") for n in range(number)]
    for what in ("import_items, new", "import_items, unchanged"):
        begun = time.perf_counter()
        for first in range(0, number, 25):
            drafts.import_items(items[first : first + 25])
        print(f"{what:38} {number / (time.perf_counter() - begun):9.0f} a second")
    begun = time.perf_counter()
    worker.drain(source)
    print(f"{'follow into Posts.db':38} {number / (time.perf_counter() - begun):9.0f} a second")
    source.close()
    target.close()


def make_draft(post: PublishedPost) -> Draft:
    shared = {name: getattr(post, name) for name in Draft.__dataclass_fields__ if hasattr(post, name)}
    made = {"status": "published", "source": post.text, "source_format": "html", "created_at": post.published_at}
    return Draft(**shared | made)  # type: ignore[arg-type]


def redirecting(database: Database, number: int) -> None:
    site = SiteService(database)
    site.put_redirects([Redirect(f"/old/{n}/", f"/new/{n}/") for n in range(number)])
    site.put_redirects([Redirect(f"^/part-{n}/(.*)$", f"/part/{n}/$1", is_regex=True) for n in range(50)])
    for name, address in (
        ("an exact one", "/old/77/?utm=x"),
        ("the last pattern", "/part-49/x"),
        ("none", "/wp-login.php"),
    ):
        median, p95 = quantiles(lambda address=address: site.find_redirect(address))  # type: ignore[misc]
        print(f"{f'find_redirect, {name}':38} {median:9.1f} µs  p95 {p95:9.1f} µs")
    database.close()


def report(database: Database, posts: PostService, number: int) -> None:
    middle = posts.find_by_id(id_of(number // 2))
    assert middle is not None
    with database.read() as conn:
        by_key, _ = quantiles(lambda: conn.raw.execute("SELECT title FROM posts WHERE id = ?", (middle.id,)).fetchone())
    print(f"{'one read by key':38} {by_key:9.1f} µs")
    for name, run in reads(posts, middle, number).items():
        median, p95 = quantiles(run, 30 if "rows" in name else REPEATS)
        print(f"{name:38} {median:9.1f} µs  p95 {p95:9.1f} µs  {median / by_key:7.1f}x")


def reads(posts: PostService, middle: Any, number: int) -> dict[str, Callable[[], Any]]:
    return {
        "find_by_path": lambda: posts.find_by_path(middle.path),
        "find_old_path, found": lambda: posts.find_old_path(f"/?p={number // 2}"),
        "find_old_path, not found": lambda: posts.find_old_path("/wp-login.php"),
        "latest_posts, page 1 of 10": lambda: posts.latest_posts(1, 10),
        "latest_posts, last page": lambda: posts.latest_posts(number // 10, 10),
        "posts_by_tag, all posts": lambda: posts.posts_by_tag("tag-0", 1, 10),
        "posts_by_tag, 1 in 200": lambda: posts.posts_by_tag("tag-150", 1, 10),
        "posts_by_author": lambda: posts.posts_by_author("author-1", 1, 10),
        "posts_by_date, one month": lambda: posts.posts_by_date(2012, 2, 1, 10),
        "feed of 20": lambda: posts.feed(20),
        "neighbours": lambda: posts.neighbours(middle),
        "related, 5": lambda: posts.related(middle, 5),
        "tags (rows)": posts.tags,
        "months (rows)": posts.months,
        "sitemap (rows)": posts.sitemap,
        "search, one rare word": lambda: posts.search("rare", 1, 10),
        "search, every post (rows)": lambda: posts.search("common", 1, 10),
        "search, beginning of a word": lambda: posts.search(WORDS[11][:2], 1, 10),
    }


if __name__ == "__main__":
    main()
