"""What nobody may see from outside: something of every kind that is hidden, each field with a word in it.

The word stands nowhere else. A second site with another word of the same length shows what depends on it.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.services.drafts import Draft, Fields, ImportedItem, Status, Typed
from app.services.inbox import ImportedSubmission, Submission
from app.services.posts import Byline, Image, Tag
from tests.services.making import draft, id_of
from tests.web.content import JANE, MAPS
from tests.web.world import World

WORD, OTHER = "zqcanary", "zqfinchs"
BESIDE = "quagga"  # stands beside it in every hidden text, so that one can search for what is hidden
HIDDEN: tuple[Status, ...] = ("draft", "review", "scheduled", "private", "protected", "trash")
AT = datetime(2015, 3, 1, 12, tzinfo=UTC)


def hide(world: World, word: str) -> None:
    """Fill the sample site with hidden things that hold the word. Each makes the same writes, whatever the word."""
    services, sample = world.services, world.sample
    assert sample is not None
    services.drafts.import_items([ImportedItem(one, "1") for one in _drafts(word)])
    services.drafts.publish(id_of("taken back"))
    services.drafts.unpublish(id_of("taken back"))
    services.inbox.import_items(list(_comments(word, sample.essay)))
    for draft_id in (id_of(status) for status in HIDDEN if status != "trash"):
        services.sharing.share(draft_id, id_of("olga"))
    _write_over(world, word)
    olga = services.users.get_by_email("olga@blog.test")
    services.users.create(name=f"Zelda {word}", email=f"{word}@blog.test", role="author", password=f"secret {word} x")
    services.users.invite(olga, f"invited-{word}@blog.test", "author")
    services.users.new_reset(olga.id)
    services.audit.record(olga.id, f"{word} done", "user", word, {"about": word})
    services.jobs.put("mail.letter", word, AT, {"sealed": word})
    world.settle()
    same = "UPDATE posts SET updated_at = '2015-03-01T12:00:00.000000Z' WHERE id = ?"  # for both sites
    world.databases["posts"].write(lambda conn: conn.raw.execute(same, (id_of("public"),)))


def hidden_ids() -> list[str]:
    return [*(id_of(status) for status in HIDDEN), id_of("taken back"), *(id_of(f"c {name}") for name in DECISIONS)]


def hidden_addresses(word: str) -> list[str]:
    """Those of hidden things; `word` is in half of them."""
    found = [f"/zqcovert-{status}/" for status in (*HIDDEN, "taken-back")]
    found += [f"/?p={number}" for number in range(901, 907)]
    found += [f"/{word}-{status}/" for status in HIDDEN]
    return [
        *found,
        f"/tag/{word}/",
        f"/author/{word}/",
        f"/tag/{word}/feed.xml",
        f"/{word}-was-here/",
        f"/tag/hash-{word}/",
    ]


def _drafts(word: str) -> Iterator[Draft]:
    yield from (_draft(status, status, word) for status in HIDDEN)
    yield _draft("taken back", "draft", word)  # it will have been public for a while
    # Public, with things beside it that are not: a note, an internal tag, what an old blog knew.
    yield draft(
        950,
        id=id_of("public"),
        title="Open to all",
        path="/open-to-all/",
        slug="open-to-all",
        note=f"about {word}",
        tags=(Tag(id_of(f"internal {len(word)}"), f"hash-{word}", f"#{word}", internal=True),),
        metadata={"visibility": word, "members": word},
    )


def _draft(name: str, status: Status, word: str) -> Draft:
    slug = name.replace(" ", "-")
    number = 901 + [*HIDDEN, "taken back"].index(name)
    text = f"{BESIDE} {word} in the body of {name}"
    return draft(
        number,
        id=id_of(name),
        status=status,
        title=f"{BESIDE} {word} {name}",
        slug=f"{word}-{slug}",
        path=f"/zqcovert-{slug}/",
        source=text,
        html=f'<p>{text}</p><h2 id="{word}">{word}</h2><img src="/media/0/{word}.png" alt="{word}">',
        text=text,
        excerpt=f"{BESIDE} {word} excerpt",
        description=f"{BESIDE} {word} description",
        published_at=None if status == "draft" else AT + timedelta(days=365 * 200 if status == "scheduled" else 0),
        local_date=None if status == "draft" else "2215-01-01" if status == "scheduled" else "2015-03-01",
        canonical_url=f"https://{word}.example/",
        image=Image(f"/media/0/{word}.jpg", f"{word} alt", f"{word} caption"),
        comments_open=True,
        tags=(Tag(id_of("hidden tag"), word, f"{word} tag", f"{word} description"), MAPS),
        authors=(Byline(id_of("hidden author"), word, f"{word} author", f"{word} bio"), JANE),
        old_paths=(f"/?p={number}", f"/{word}-was-here/" if name == "draft" else f"/{word}-{slug}/"),
        note=f"note {word}",
        password=f"{word} password" if status == "protected" else None,
        metadata={"og_image": f"/media/{word}.png", "seo_title": word},
    )  # fmt: skip


def _write_over(world: World, word: str) -> None:
    """A public item whose history has the word, and what two people have typed into it and not saved."""
    services = world.services
    olga, bob = (services.users.get_by_email(f"{name}@blog.test") for name in ("olga", "bob"))
    item = id_of("public")
    opened = services.editing.open(item, olga.id)
    first = replace(opened.fields, title=f"{BESIDE} {word} was the title", source=f"{BESIDE} {word} was the text")
    hidden = services.drafts.unpublish(item)  # so that it is only ever seen from inside
    saved = services.editing.save(item, Typed(first, hidden.version, "tab", key="1"), olga.id, {})
    again = replace(first, title="Open to all", source="For everybody")
    clean = services.editing.save(item, Typed(again, saved.version, "tab", key="2"), bob.id, {}, kind="published")
    assert clean.status == "published"
    for user, tab in ((olga, "one"), (bob, "two")):
        typed = Fields(title=f"{BESIDE} {word} typed", source=f"{BESIDE} {word} typed by {user.name}")
        services.editing.autosave(item, Typed(typed, clean.version, tab, key=tab), user.id)


DECISIONS = ("pending", "spam", "rejected")


def _comments(word: str, post_id: str) -> Iterator[ImportedSubmission]:
    for decision in DECISIONS:
        yield _comment(f"c {decision}", post_id, f"{word} {decision}", f"{BESIDE} {word} {decision}", word, decision)
    yield _comment("c public", post_id, "Ada", "Seen by all", word, "approved")
    yield _comment("c on a draft", id_of("draft"), word, f"{BESIDE} {word} on a draft", word, "approved")


def _comment(name: str, post_id: str, author: str, body: str, word: str, decision: str) -> ImportedSubmission:
    made = Submission(
        id=id_of(name),
        post_id=post_id,
        parent_id=None,
        kind="comment",
        author_name=author,
        email=f"{word}@mail.example",
        url=f"https://{word}.example" if decision != "approved" else None,
        address="192.0.2.7",
        body=body,
        html=f"<p>{body}</p>",
        decision=decision,  # type: ignore[arg-type]
        created_at=AT,
        version=1,
    )
    return ImportedSubmission(made, "1")
