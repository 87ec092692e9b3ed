"""Tags and people: who and what entries refer to."""

from app.content import plain_text, slugify
from app.importers.context import Run
from app.importers.convert import item_id
from app.importers.items import Author, Tag
from app.importers.redirecting import RedirectWriter
from app.importers.report import UNCHANGED
from app.services import posts
from app.services.users import AuthorOutcome, ImportedAuthor


class TagBook:
    """Tags are one by slug: WordPress's category "News" and tag "news" become the same."""

    def __init__(self, run: Run, redirects: RedirectWriter) -> None:
        self._run = run
        self._redirects = redirects
        self._used: dict[str, bool] = {}  # slug -> whether an entry that has it was written in this run
        self._read: list[str] = []  # slugs, one for each tag read

    def take(self, tag: Tag) -> None:
        slug = tag.slug or slugify(tag.name)
        made = self._make(tag.ref, slug, tag.name, tag.description, internal=tag.internal, made_id=tag.id)
        self._read.append(made.slug)
        for old in tag.old_paths:
            self._redirects.lead(old, made.path)

    def of(self, refs: tuple[str, ...]) -> tuple[posts.Tag, ...]:
        """Return the tags of these refs, each once; one that was never declared is made from its ref."""
        found = [self._run.tags.get(ref) or self._make(ref, slugify(ref), ref, "") for ref in refs]
        return tuple(dict.fromkeys(tag for tag in found if tag.slug))

    def used(self, tags: tuple[posts.Tag, ...], *, written: bool) -> None:
        for tag in tags:
            self._used[tag.slug] = self._used.get(tag.slug, False) or written

    def finish(self) -> None:
        """Count the tags: they live with the posts that have them."""
        for slug in self._read:
            if slug not in self._used:
                self._run.report.skip("tags", slug, "no post or page has it")
            elif self._used[slug]:
                self._run.report.take("tags")
            else:
                self._run.report.skip("tags", slug, UNCHANGED)

    def _make(
        self, ref: str, slug: str, name: str, description: str, *, internal: bool = False, made_id: str | None = None
    ) -> posts.Tag:
        slug = slug if self._run.is_exact else slugify(slug)
        made_id = made_id or item_id("tag", "tag", slug)
        tag = posts.Tag(made_id, slug, plain_text(name) or slug, plain_text(description), internal)
        self._run.tags[ref] = tag
        return tag


class People:
    """Authors of the old blog: known here by name, without a password."""

    def __init__(self, run: Run, redirects: RedirectWriter) -> None:
        self._run = run
        self._redirects = redirects
        self._taken: list[tuple[Author, posts.Byline]] = []  # and not written yet

    def take(self, author: Author) -> None:
        byline = self._make(author)
        for old in author.old_paths:
            self._redirects.lead(old, byline.path)
        if self._run.services is None:
            self._run.report.take("authors")
        else:
            self._taken.append((author, byline))

    def flush(self) -> None:
        """Write those taken so far, in one transaction."""
        taken, self._taken = self._taken, []
        if not taken or self._run.services is None:
            return
        imported = [
            ImportedAuthor(byline.id, byline.slug, byline.name, author.email, byline.bio, byline.url, byline.image)
            for author, byline in taken
        ]
        outcomes = self._run.services.users.import_authors(imported)
        for (author, byline), outcome in zip(taken, outcomes, strict=True):
            self._learn(author, byline, outcome)

    def _learn(self, author: Author, byline: posts.Byline, outcome: AuthorOutcome) -> None:
        report = self._run.report
        self._run.bylines[author.ref] = posts.Byline(
            outcome.user.id, outcome.user.slug, outcome.user.name, byline.bio, byline.url, byline.image
        )
        if outcome.changed:
            report.take("authors")
        elif outcome.user.id == byline.id:
            report.skip("authors", author.ref, UNCHANGED)
        else:
            report.skip("authors", author.ref, f"the same person as {outcome.user.name} ({outcome.user.slug})")

    def of(self, refs: tuple[str, ...]) -> tuple[posts.Byline, ...]:
        for ref in refs:
            if ref not in self._run.bylines:
                self.take(Author(ref, slugify(ref), ref))
        self.flush()
        return tuple(dict.fromkeys(self._run.bylines[ref] for ref in refs))

    def _make(self, author: Author) -> posts.Byline:
        slug = author.slug if self._run.is_exact else slugify(author.slug or author.name)
        slug = slug or item_id("", "author", author.ref)
        byline = posts.Byline(
            item_id(self._run.source, "author", author.ref),
            slug,
            plain_text(author.name) or slug,
            plain_text(author.bio),
            author.url,
            self._image(author.image) if author.image else None,
        )
        self._run.bylines[author.ref] = byline
        return byline

    def _image(self, address: str) -> str:
        rewrite = self._run.rewrite
        return rewrite.known(address) if self._run.is_exact else rewrite(address)
