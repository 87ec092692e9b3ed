"""How fast the list of everything being written is with 10,000 items: `python -m bench.desk`.

Through the whole app, without a socket: session, query, template. A thousand of the items are drafts, nine thousand are
published; each has 400 words, an author and two tags.
"""

import random
import statistics
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from app.db import migrate
from app.services.drafts import ImportedItem
from app.services.posts import Tag
from tests.services.making import ALICE, BOB, draft
from tests.web.content import PASSWORD
from tests.web.world import NAMES, World, open_world

ITEMS, DRAFTS, ASKED = 10_000, 1_000, 60
VIEWS = {
    "all": "",
    "drafts": "?status=draft",
    "the last page": "?page=200",
    "by title": "?sort=title",
    "one tag": "?tag=tag-7",
    "one author": f"?author={BOB.id}",
    "found by a word of many": "?q=harbour",
    "found by a word of few": "?q=word4711",
    "all filters": f"?status=published&kind=post&tag=tag-7&author={BOB.id}&q=harbour&sort=published",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = made(Path(folder) / "data")
        client = world.client()
        client.sign_in("olga@blog.test", PASSWORD)
        print(f"{'':28}{'p50':>9}{'p95':>9}{'most':>9}")
        for name, query in VIEWS.items():
            show(name, [took(world, query, client) for _ in range(ASKED)])
        world.close()


def made(data: Path) -> World:
    data.mkdir(mode=0o700)
    for name in NAMES:
        migrate.upgrade(data / f"{name.capitalize()}.db")
    world = open_world(data)
    world.services.users.create(name="Olga", email="olga@blog.test", role="owner", password=PASSWORD)
    words = ["harbour", "lamp", "tide", "gull", "rope", "salt", "quay", "mast"]
    pick = random.Random(7)
    items = [ImportedItem(item(number, words, pick), "1") for number in range(ITEMS)]
    for at in range(0, ITEMS, 50):
        world.services.drafts.import_items(items[at : at + 50])
    world.settle()
    return world


def item(number: int, words: list[str], pick: random.Random) -> object:
    text = " ".join(pick.choice(words) for _ in range(400)) + f" word{number}"
    tags = tuple(Tag(f"{slug:024}", f"tag-{slug}", f"Tag {slug}") for slug in {number % 50, number % 7})
    changes = {"status": "draft", "published_at": None, "local_date": None} if number < DRAFTS else {}
    author = (ALICE, BOB)[number % 2]
    return replace(
        draft(number, text=text, source=text, html=f"<p>{text}</p>", tags=tags, authors=(author,)), **changes
    )


def took(world: World, query: str, client: object) -> float:
    begun = time.perf_counter()
    answer = client.get(f"/admin/posts/{query}")  # type: ignore[attr-defined]
    assert answer.status_code == 200
    return (time.perf_counter() - begun) * 1000


def show(name: str, took_ms: list[float]) -> None:
    p95 = statistics.quantiles(took_ms, n=20)[18]
    print(f"{name:28}{statistics.median(took_ms):>6.1f} ms{p95:>6.1f} ms{max(took_ms):>6.1f} ms")


if __name__ == "__main__":
    main()
