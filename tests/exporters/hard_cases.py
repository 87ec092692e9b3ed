"""Posts whose words mean something to YAML, to Hugo or to HTML, and private ones."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.content import plain_text, render_html, render_markdown
from app.services.drafts import Draft, ImportedItem, Status
from app.services.inbox import ImportedSubmission, Submission
from app.services.posts import Byline, Image, Tag
from app.web.services import Services
from tests.services.making import id_of

AT = datetime(2016, 7, 1, 23, 30, 0, 123456, tzinfo=UTC)
TITLES = [
    "yes",
    "1e3",
    "2016-01-01",
    "null",
    "- a: [b]",
    "# no comment",
    "\"quoted\" \\ 'both'",
    "a & b <i>",
    "日本語 🗺",
    "---",
    "",
]
BODIES = {
    "shortcode": "Write `{{< figure src=x >}}` and {{% note %}}.\n\n```\n{{</* shown */>}}\n```\n",
    "open shortcode": "An opening `{{<` alone.\n",
    "script": "Words. <script>alert(1)</script> More words.\n",
    "line ends": "One\r\ntwo\r\n\r\nthree",
    "old picture": "![A valley](/wp-content/uploads/2015/01/valley.png) and http://old.example/files/sheet.pdf.\n",
    "looks like matter": "---\ntitle: no\n---\n\ntext\n",
    "spaces": "\n\n  leading and trailing  \n\n",
}
PRIVATE = "zzprivatecanaryzz"
UNDECIDED = "zzundecidedcanaryzz"
EMAIL = "zzmail@canary.example"
HIDDEN_TAG = Tag(id_of("tag hidden"), "hidden-plan", "Hidden plan zzprivatecanaryzz")
DRAFT_TAG = Tag(id_of("tag draft only"), "draft-only", "Draft only")


def draft(name: str, source: str, *, status: Status = "published", **changes: object) -> Draft:
    source_format = changes.pop("source_format", "markdown")
    rendered = render_markdown(source) if source_format == "markdown" else render_html(source)
    made = Draft(
        id=id_of("hard " + name),
        kind="post",
        status=status,
        title=name,
        slug=name.replace(" ", "-"),
        path=f"/hard/{name.replace(' ', '-')}/",
        source=source,
        source_format=source_format,  # type: ignore[arg-type]
        html=rendered.html,
        text=plain_text(rendered.html),
        excerpt="",
        description="",
        published_at=AT,
        local_date="2016-07-02",
        created_at=AT - timedelta(days=3),
        updated_at=AT + timedelta(days=1),
        version=1,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def drafts() -> list[Draft]:
    found = [draft(name, source) for name, source in BODIES.items()]
    found += [draft(f"title {at}", "Text.", title=title, excerpt=title) for at, title in enumerate(TITLES)]
    found += [
        draft("html", '<p>Use {{ this }} &amp; that</p><!-- wp:x --><p class="x">Second</p>', source_format="html"),
        draft("same slug", "One.", slug="twin", path="/hard/twin/"),
        draft("same slug again", "Two.", slug="twin", path="/hard/twin-2/"),
        draft("index", "A page called index.", kind="page", path="/index/"),
        draft("old addresses", "Moved.", old_paths=("/?p=77", "/100% true/", "/alt", "/über#1"), path="/hard/100% ü/"),
        draft("file address", "Ends in html.", path="/2016/07/file.html"),
        draft("no slash", "No slash at its end.", path="/hard/no-slash"),
        draft("metadata", "x", metadata={"n": 1, "f": 1.5, "l": ["a", {"b": None}], "date": "2016-01-01", "yes": "no"}),
        draft(
            "excerpt",
            "x",
            excerpt="Plain <b>tags</b> & <3",
            description="<d>",
            canonical_url="https://x.example/?a=1&b",
        ),
        draft("image", "x", image=Image("https://pictures.example/a.png", 'alt "<x>"', "A <em>caption</em>")),
        draft("pinned", "x", pinned=True, comments_open=True, language="pt-BR"),
        draft("scheduled", "Later.", status="scheduled", published_at=AT + timedelta(days=9000)),
        draft("review", "Look at it.", status="review", published_at=None, local_date=None, tags=(DRAFT_TAG,)),
        draft("private", f"Only for me: {PRIVATE}.", status="private", note="members only", tags=(HIDDEN_TAG,)),
        draft("protected", f"Behind a word: {PRIVATE}.", status="protected", password="opens it"),
        draft("thrown away", "Gone.", status="trash"),
        draft("guest", "By somebody unknown.", authors=(Byline(id_of("ghost writer"), "ghost-writer", "G. W."),)),
    ]
    return found


def publish_hard_cases(services: Services) -> None:
    found = drafts()
    for at in range(0, len(found), 20):
        services.drafts.import_items([ImportedItem(one, one.id) for one in found[at : at + 20]])
    services.inbox.import_items([ImportedSubmission(one, one.id) for one in comments()])
    services.media.note_missing(["https://old.example/gone.jpg"])


def comments() -> list[Submission]:
    asked = Submission(
        id_of("hard c1"), id_of("hard pinned"), None, "comment", "A <b> & C", EMAIL, "https://c.example/",
        "203.0.113.9",
        "Hi & <b>bold</b>", "<p>Hi &amp; <strong>bold</strong></p>", "approved", AT, 1,
        network="203.0.113.9", browser="b" * 32, fingerprint="f" * 32, reasons="links", decided_at=AT,
    )  # fmt: skip
    waiting = replace(asked, id=id_of("hard c2"), body=UNDECIDED, html=f"<p>{UNDECIDED}</p>", decision="pending")
    return [
        replace(asked, html="<p>Hi &amp; <strong>bold</strong></p>"),
        waiting,
        replace(waiting, id=id_of("hard c3"), decision="spam"),
        replace(asked, id=id_of("hard c5"), body="*so* <b>", html="<p><em>so</em> &lt;b&gt;</p>", is_typed=True),
        replace(waiting, id=id_of("hard c4"), decision="rejected", parent_id=id_of("hard c1")),
    ]
