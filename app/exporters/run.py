"""One export: reads every service in portions and writes a Hugo site that Waypost can take back whole."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from app import __version__
from app.errors import WaypostError
from app.exporters import data, hugo
from app.exporters.bodies import body_of
from app.exporters.context import Choice, Services, folder_of
from app.exporters.files import Moves
from app.exporters.matter import front_matter, plain_matter
from app.exporters.names import Names
from app.exporters.targets import Target
from app.exporters.used import LEFT_OUT, Used
from app.services.drafts import Draft
from app.services.media import Media

MARKER = "waypost/export.json"  # written last: an export with it is whole
FORM = 1  # of the folder, raised when an older Waypost could not read it
PORTION = 50
FOLDERS = {"post": "posts", "page": "pages"}

Progress = Callable[[int], None]  # gets the number of posts and pages done so far


@dataclass(slots=True)
class Report:
    """`failed`: what could not be taken along -> why. `as_html`: ids whose Markdown went along as HTML.

    `elsewhere`: paths Hugo can't build, so that it finds others; the way back into Waypost keeps them.
    """

    counts: Counter[str] = field(default_factory=Counter)
    failed: dict[str, str] = field(default_factory=dict)
    as_html: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "counts": dict(self.counts),
            "failed": self.failed,
            "as_html": self.as_html,
            "elsewhere": self.elsewhere,
        }


class Exporter:
    def __init__(self, services: Services, origin: str, target: Target, choice: Choice) -> None:
        self._services, self._origin, self._target, self._choice = services, origin, target, choice
        self.report = Report()
        self._site = services.site.site()
        self._published = services.drafts.published_paths()
        self._names: dict[str, Names] = {}
        self._used = Used()
        self._old_paths: dict[str, str] = {}  # old address -> present one, of what is published
        self._taken: set[str] = set()  # ids of what went along

    def total(self) -> int:
        """How many posts and pages there are, at most."""
        return sum(self._services.drafts.count_by_status().values())

    def run(self, progress: Progress = lambda done: None) -> Report:
        """Raises: OSError: the disk is full or the like."""
        moves = Moves(self._services.media.all_addresses(), self._site, self._origin)
        for done, draft in enumerate(self._drafts(), 1):
            if self._choice.takes(draft):
                self._write_draft(draft, moves)
                self._taken.add(draft.id)
                self._used.note(draft, folder_of(draft))
            else:
                self._used.note(draft, LEFT_OUT)
            progress(done)
        self._write_talk()
        self._write_media()
        self._write_people()
        self._write_site()
        self._target.write(MARKER, data.encoded(self._about()))
        return self.report

    def _drafts(self) -> Iterator[Draft]:
        last = ""
        while portion := self._services.drafts.drafts_after(last, PORTION):
            yield from portion
            last = portion[-1].id

    def _write_draft(self, draft: Draft, moves: Moves) -> None:
        body = body_of(draft, moves)
        folder = folder_of(draft)
        matter = front_matter(
            draft,
            timezone=self._site.timezone,
            aliases=self._aliases(draft),
            url=self._address(draft),
            mark=body.mark,
        )
        kind = FOLDERS[draft.kind]
        name = self._names.setdefault(folder + kind, Names()).of(draft)
        self._target.write(f"{folder}content/{kind}/{name}.{body.suffix}", (matter + body.text).encode())
        for path, text in body.beside.items():
            self._target.write(f"{folder}waypost/{path}", text.encode())
        if body.suffix == "html" and draft.source_format == "markdown":
            self.report.as_html.append(draft.id)
        self.report.counts[FOLDERS[draft.kind]] += 1

    def _address(self, draft: Draft) -> str | None:
        """What Hugo is to put it at. None: Hugo can't have that address (it panics at "%"), or another post has it."""
        if self._published.get(draft.path, draft.id) != draft.id:
            return None
        if "%" in draft.path:
            self.report.elsewhere.append(draft.path)
            return None
        return draft.path

    def _aliases(self, draft: Draft) -> list[str]:
        """The old paths at which a static site can lead on: of what is published, and free."""
        if draft.status != "published":
            return []
        self._old_paths |= {old: draft.path for old in draft.old_paths if old not in self._old_paths}
        mine = (old for old in draft.old_paths if self._old_paths[old] == draft.path)
        free = (
            old for old in mine if "?" not in old and old not in self._published and f"{old}/" not in self._published
        )
        return [old for old in free if ".." not in old.split("/") and "%" not in old]

    def _write_talk(self) -> None:
        users = {one.id: one.slug for one in self._used.people}
        users |= {user.id: user.slug for user in self._services.users.list_users()}
        private = self._choice.with_private
        hidden: list[dict[str, Any]] = []
        for post_id, talk in data.by_post(self._services.inbox).items():
            if private:
                hidden += [data.comment(one, users, with_private=True) for one in talk]
            if self._published_id(post_id):
                shown = [data.comment(one, users, with_private=False) for one in talk]
                self._target.write(f"data/comments/{post_id}.json", data.encoded(shown))
                self.report.counts["comments"] += len(talk)
        if private:
            for decision in data.UNDECIDED:
                undecided = [
                    data.comment(one, users, with_private=True)
                    for one in data.submissions(self._services.inbox, decision)
                ]
                self.report.counts["comments not shown"] += len(undecided)
                hidden += undecided
            self._target.write("private/data/comments.json", data.encoded(hidden))

    def _published_id(self, post_id: str) -> bool:
        return post_id in self._taken and post_id in self._published.values()

    def _write_media(self) -> None:
        known: list[dict[str, Any]] = []
        addresses: dict[str, list[str]] = {}
        for address, path in self._services.media.all_addresses().items():
            addresses.setdefault(path, []).append(address)
        hidden: list[dict[str, Any]] = []
        for one in self._files():
            folder = self._used.folder_of_file(one.path, unused="" if self._choice.include != "published" else LEFT_OUT)
            if folder == LEFT_OUT:
                continue
            try:
                self._target.copy(f"{folder}static{one.path}", self._services.media.read(one))
            except WaypostError as error:
                self.report.failed[one.path] = str(error)
                continue
            (hidden if folder else known).append(data.media(one, sorted(addresses.get(one.path, []))))
        if self._choice.with_private:
            self._target.write("private/data/media.json", data.encoded(hidden))
        self.report.counts["media"] = len(known) + len(hidden)
        self._target.write("data/media.json", data.encoded(known))
        self._target.write("data/media_missing.json", data.encoded([m.url for m in self._services.media.missing()]))

    def _files(self) -> Iterator[Media]:
        last = ""
        while portion := self._services.media.media_after(last, PORTION):
            yield from portion
            last = portion[-1].id

    def _write_people(self) -> None:
        users = {user.slug: data.author(user) for user in self._services.users.list_users()}
        for folder in ("", "private/") if self._choice.with_private else ("",):
            bylines, tags = self._used.bylines[folder], self._used.tags[folder]
            people = [users.get(slug) or data.guest(byline) for slug, byline in sorted(bylines.items())]
            if folder:  # who has written nothing that goes along
                people += [one for slug, one in users.items() if slug not in {*bylines, *self._used.bylines[""]}]
            self._target.write(f"{folder}data/authors.json", data.encoded(people))
            self._target.write(f"{folder}data/tags.json", data.encoded([tags[slug] for slug in sorted(tags)]))
            self.report.counts["authors"] += len(bylines)
            self.report.counts["tags"] += len(tags)
        if self._choice.with_private:
            emails = {user.slug: user.email for user in self._services.users.list_users() if user.email}
            self._target.write("private/data/emails.json", data.encoded(emails))
        for path, values in hugo.terms(self._used):
            self._target.write(path, plain_matter(**values))

    def _write_site(self) -> None:
        redirects = data.redirects(self._services.site)
        self.report.counts["redirects"] = len(redirects)
        exact = {one.source: one.target for one in redirects if not one.is_regex and one.permanent}
        self._target.write("data/site.json", data.encoded(data.settings(self._site, self._origin)))
        self._target.write("data/redirects.json", data.encoded(redirects))
        self._target.write("static/_redirects", data.netlify({**exact, **self._old_paths}))
        self._target.write("hugo.toml", hugo.config(self._site, self._origin))
        for path, text in hugo.LAYOUTS.items():
            self._target.write(path, text.encode())
        self._target.write("README.md", _readme(self._site.title, self._choice).encode())

    def _about(self) -> dict[str, Any]:
        return {
            "form": FORM,
            "waypost": __version__,
            "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "include": self._choice.include,
            "url": self._origin,
            "counts": dict(islice(self.report.counts.items(), 100)),
        }


def _readme(title: str, choice: Choice) -> str:
    private = (
        "\n`private/` holds what is for nobody else: private and protected posts, comments that were not approved, "
        "e-mail addresses. Keep it to yourself; no generator looks at it.\n"
        if choice.with_private
        else ""
    )
    return (
        f"# {title}\n\nExported from Waypost {__version__}.\n\n"
        "- A static site: `hugo` in this folder builds it into `public/`. What is not published says `draft: true`.\n"
        "- Back into Waypost: `waypost import` with this folder.\n"
        "- `content/` posts and pages, `static/media/` files, `data/` comments, tags, authors, redirects, settings,\n"
        f"  `waypost/` what makes the way back exact.\n{private}"
    )
