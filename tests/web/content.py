# ruff: noqa: E501
"""A small blog with texts of many kinds, written through the services as an import would."""

import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from app.content import render_comment, render_html, render_markdown
from app.services.drafts import Draft, ImportedItem
from app.services.inbox import ImportedSubmission, Submission
from app.services.posts import Byline, Image, Tag
from app.services.site import Link, Redirect
from app.services.users import User
from app.web import Services
from tests.services.making import id_of, tag

SITE: dict[str, Any] = {
    "title": "Marginal Notes",
    "tagline": "Essays on software, old maps and the patience of rivers",
    "language": "en-GB",
    "timezone": "Europe/Berlin",
    "navigation": (Link("About", "/about/"), Link("Projects", "/projects/")),
    "posts_per_page": 8,
    "imported_from": "http://old.example",
}
CANARY = "xyzzy-canary-of-a-draft"
PASSWORD = "correct horse battery"
MAPS, SOFTWARE, RIVERS = Tag(id_of("tag maps"), "maps", "Maps", "Sheets and scales."), tag("software"), tag("rivers")
READING, SECRET = (
    Tag(id_of("tag reading"), "reading", "Reading & writing"),
    Tag(id_of("plan"), "hash-plan", "#plan", internal=True),
)
JANE = Byline(id_of("user jane"), "jane", "Jane Ferriter", "Writes about water and code.", "https://jane.example")
TOMAS = Byline(id_of("user tomas"), "tomás", "Tomás Oliveira")

ESSAY = """
A map does not describe the land. It [promises](/2015/01/small-files/) that the land will behave, for as long as you
hold the paper. I walked for three weeks along the Oder with a survey sheet from 1912, and on most days the promise
held.[^1]

## What the surveyors knew

They measured with chains of twenty metres, in wet wool, and drew the result on stone. `Meßtischblatt 3149` has a
printing error in the legend.

> Whoever draws the line has already walked it.

- A compass, which lies near iron
- A chain, which stretches
    - by two millimetres a day
- A pencil

```python
def promise(sheet: Sheet, land: Land) -> bool:
    \"\"\"Tell if the land still behaves as the paper says, within the width of a pencil line and of one long comment.\"\"\"
    return all(land.height(p) == sheet.height(p) for p in sheet.benchmarks)
```

### Heights

| Benchmark | 1912 | 1937 | 2026 | Kept by |
|---|---:|---:|---:|---|
| Hohensaaten | 4.31 m | 4.42 m | 4.40 m | Wasserstraßenamt |
| Oderberg | 5.02 m | 5.02 m | 4.99 m | the church |

A film about it: https://example.com/chains

https://www.youtube.com/watch?v=dQw4w9WgXcQ

[^1]: It failed at Lebus, where the river had moved.
"""
OLD_HTML = """
<!-- wp:paragraph --><p>Meanders leave scars. From the air you can read four centuries of indecision, and the villages
that were moved twice because of it, in a single bend of the valley below Eberswalde.</p><!-- /wp:paragraph -->
<figure class="wp-block-image alignwide"><img src="PICTURE" alt="A valley" width="240" height="160">
<figcaption>The valley, late October.</figcaption></figure>
<p><img class="alignright size-medium" src="PICTURE" alt="" width="240" height="160">Floated images still float, as they
did in the old blog. The text wraps around them and goes on for long enough to show that it does, with a margin that
looks as though somebody had chosen it. And then one more sentence, because the image is tall.</p>
<figure class="wp-block-gallery columns-3"><figure class="wp-block-image"><img src="PICTURE" alt=""></figure>
<figure class="wp-block-image"><img src="PICTURE" alt=""></figure><figure class="wp-block-image"><img src="PICTURE"
alt=""></figure></figure>
<div class="wp-caption alignleft"><img src="PICTURE" alt="" width="240" height="160"><p class="wp-caption-text">A
caption of 2009</p></div>
<p>A second paragraph, mostly about patience, and about how the ferryman can tell the day of the week by the shoes.</p>
<div class="kg-card kg-callout-card"><div class="kg-callout-emoji">*</div><div class="kg-callout-text">Old sheets are
scanned at 600 dpi and free to use.</div></div>
<p>See <a href="/?p=12">the first post</a>.</p>
"""
HTML_OF_FILES = (
    "<p>What I learnt from reading six codebases side by side. <a href='notes.html'>Notes</a> <img src=PICTURE></p>"
)


@dataclass(frozen=True)
class Sample:
    picture: str  # path of the picture
    essay: str  # id of the post with the comments
    draft: str
    deep_comment: str


def publish_sample(services: Services, *, large_pictures: bool = False) -> Sample:
    """Also for a look at the theme: `bench/pages.py --serve`."""
    picture = services.media.add(
        io.BytesIO(landscape(600, 400) if large_pictures else landscape()),
        "valley.png",
        addresses=["/wp-content/uploads/2015/01/valley.png"],
    )
    services.media.add(io.BytesIO(b"%PDF-1.4\n" + b"%" * 5000), "sheet.pdf", addresses=["/files/sheet.pdf"])
    services.media.make_waiting(10)
    items = [ImportedItem(draft, draft.id) for draft in _drafts(picture.path)]
    for at in range(0, len(items), 20):
        services.drafts.import_items(items[at : at + 20])
    essay = id_of("essay")
    services.inbox.import_items(list(_comments(essay)))
    services.site.put_redirects(_redirects())
    for name, role in (
        ("Olga Owner", "owner"),
        ("Bob Editor", "editor"),
        ("Alice Author", "author"),
        ("Carl", "contributor"),
    ):
        services.users.create(name=name, email=f"{name.split()[0].lower()}@blog.test", role=role, password=PASSWORD)  # type: ignore[arg-type]
    return Sample(picture.path, essay, id_of("draft"), id_of("comment 20"))


def own_draft(services: Services, user: User) -> str:
    """The id of a draft that belongs to that user."""
    draft = _draft(
        "own",
        "Alice's own",
        "/own/",
        "Hers.",
        day=900,
        status="draft",
        authors=(Byline(user.id, user.slug, user.name),),
    )
    services.drafts.import_items([ImportedItem(draft, "1")])
    return draft.id


def _drafts(picture: str) -> Iterator[Draft]:
    old = render_html(OLD_HTML.replace("PICTURE", picture))
    files = render_html(HTML_OF_FILES.replace("PICTURE", picture))
    yield _draft(
        "essay", "The map is a promise", "/2015/02/the-map-is-a-promise/", ESSAY, day=45, tags=(MAPS, RIVERS, SECRET),
        pinned=True, image=Image(picture, "A valley", "The valley below Eberswalde, <em>late October</em>."),
        comments_open=True, old_paths=("/?p=12", "/blog/map-promise", "/2014/12/31/map/"),
    )  # fmt: skip
    yield _draft("files", "Small files, strong verbs", "/2015/01/small-files/", "", day=20, tags=(SOFTWARE,),
                 html=files.html, text=files.text, authors=(JANE, TOMAS), old_paths=("/?p=7", "/?page_id=7"))  # fmt: skip
    yield _draft("rivers", "How rivers remember where they were", "/2014/11/rivers/", "", day=-40, tags=(RIVERS, MAPS),
                 html=old.html, text=old.text, image=Image(picture))  # fmt: skip
    yield _draft("untitled", "", "/2015/01/note/", "A note without a title. It had to be written down quickly.", day=25)
    yield _draft("scroll", "Against the infinite scroll", "/2014/10/scroll/", "Pages end. That is what makes them pages.",
                 day=-70, tags=(READING,))  # fmt: skip
    yield _draft("sharp", '<b>Sharp</b> & "quoted" \u2028 title', "/2014/09/sharp/", "Characters & <angles>.", day=-100)
    yield _draft("german", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk", "/2014/08/donau/", "Ein langes Wort.",
                 day=-130, language="de", tags=(READING,))  # fmt: skip
    yield _draft("arabic", "الخريطة وعد", "/2014/08/خريطة/", "الخريطة لا تصف الأرض.", day=-140, language="ar")
    yield _draft("japanese", "地図は約束である", "/2014/07/地図/", "地図は土地を描くのではない。約束するのである。", day=-150,
                 language="ja", tags=(MAPS,))  # fmt: skip
    for number in range(24):
        yield _draft(f"filler {number}", f"Field notes, part {24 - number}", f"/2013/{number % 12 + 1:02}/notes-{number}/",
                     f"Part {number} of the river walk.", day=-400 - 12 * number, tags=(RIVERS,))  # fmt: skip
    yield _draft("about", "About", "/about/", "I walk and write. My [projects](/projects/).", day=0, kind="page",
                 old_paths=("/?page_id=2",))  # fmt: skip
    yield _draft("projects", "Projects", "/projects/", "A list of projects.", day=0, kind="page")
    yield _draft("html page", "Contact", "/contact.html", "Write to me.", day=0, kind="page")
    yield _draft(
        "draft", f"Secret {CANARY}", "/secret/", f"Not yet. {CANARY}", day=60, status="draft", tags=(tag(CANARY),)
    )
    yield _draft("private", f"Private {CANARY}", "/private/", CANARY, day=61, status="private", old_paths=("/?p=99",))
    yield _draft("protected", f"Protected {CANARY}", "/protected/", CANARY, day=62, status="protected", password="x")
    yield _draft("pathless", "No address yet", "", "Text", day=63, status="draft")


def _draft(word: str, title: str, path: str, source: str, *, day: int, **changes: Any) -> Draft:
    at = datetime(2015, 1, 1, 12, tzinfo=UTC) + timedelta(days=day)
    rendered = render_markdown(source)
    fields: dict[str, Any] = {
        "id": id_of(word),
        "kind": "post",
        "status": "published",
        "title": title,
        "slug": path.strip("/").rsplit("/", 1)[-1],
        "path": path,
        "source": source,
        "source_format": "markdown",
        "html": rendered.html,
        "text": rendered.text,
        "excerpt": "",
        "description": "",
        "published_at": at,
        "local_date": at.date().isoformat(),
        "created_at": at,
        "updated_at": at,
        "version": 1,
        "authors": (JANE,),
    }
    return Draft(**fields | changes)


def _comments(post_id: str) -> Iterator[ImportedSubmission]:
    yield _comment(1, post_id, None, "Tomás Oliveira", "The 1912 sheets are wonderful. Was the re-survey of 1937 kept?",
                   url="https://tomas.example")  # fmt: skip
    yield _comment(
        2, post_id, 1, "Jane Ferriter", "It was, mostly. Some moved by *eleven centimetres*.", author_id=JANE.id
    )
    yield _comment(3, post_id, 2, "Tomás Oliveira", "Eleven! Thank you.")
    yield _comment(4, post_id, None, "mwk", "Lovely photographs. <script>alert(1)</script>")
    yield _comment(5, post_id, 999, "orphan", "The comment I answered is gone.")
    for number in range(6, 21):
        yield _comment(number, post_id, number - 1 if number > 6 else 4, f"Deep {number}", f"Level {number - 5}.")
    yield _comment(30, post_id, None, "rivers.example", "mention", kind="mention", url="https://rivers.example/x")
    yield _comment(
        31, post_id, None, f"waiting {CANARY}", f"Not approved {CANARY}", decision="pending", email="w@x.example"
    )
    yield _comment(32, post_id, None, "spammer", f"Buy {CANARY}", decision="spam")
    yield _comment(33, id_of("draft"), None, "early", f"On a draft {CANARY}")


def _comment(number: int, post_id: str, parent: int | None, name: str, body: str, **changes: Any) -> ImportedSubmission:
    fields: dict[str, Any] = {
        "id": id_of(f"comment {number}"),
        "post_id": post_id,
        "parent_id": id_of(f"comment {parent}") if parent else None,
        "kind": "comment",
        "author_name": name,
        "email": f"secret{number}@mail.example",
        "url": None,
        "address": "192.0.2.1",
        "body": body,
        "html": render_comment(body).html,
        "decision": "approved",
        "created_at": datetime(2015, 2, 20, 9, number, tzinfo=UTC),
        "version": 1,
    }
    return ImportedSubmission(Submission(**fields | changes), str(number))


def _redirects() -> list[Redirect]:
    return [
        Redirect("/category/cartography/", "/tag/maps/"),
        Redirect("/category/deep/water/", "/tag/rivers/"),
        Redirect("/?cat=3", "/tag/maps/"),
        Redirect("/?author=1", "/author/jane/"),
        Redirect("/author/admin/", "/author/jane/"),
        Redirect("/tag/charts/", "/tag/maps/"),
        Redirect("/chain-1", "/chain-2"),
        Redirect("/chain-2", "/blog/map-promise#wp-comments"),
        Redirect("/away", "https://elsewhere.example/x?y=1"),
        Redirect("/for-now", "/about/", permanent=False),
        Redirect("/old-search", "/search?q=map"),
        Redirect("^/go/(.*)$", "/$1", is_regex=True),
        Redirect("^/articles/(\\d+)-([a-z-]+)$", "/2015/01/$2/", is_regex=True),
    ]


def landscape(width: int = 60, height: int = 40) -> bytes:
    """A PNG of hills at dusk."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            rows += bytes(_colour(x / width, y / height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )


def _colour(x: float, y: float) -> tuple[int, int, int]:
    if y > 0.8 - 0.08 * (1 - (2 * x - 0.7) ** 2):
        return 44, 69, 73
    if y > 0.62 - 0.14 * (1 - (2 * x - 1.4) ** 2) * (0.6 + 0.4 * x):
        return 73, 102, 109
    if (x - 0.72) ** 2 * 2.2 + (y - 0.26) ** 2 < 0.008:
        return 247, 234, 214
    return int(233 - 100 * y), int(199 - 40 * y), int(164 + 10 * y)
