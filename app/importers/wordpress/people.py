"""Authors: those the export declares, those its items name, and guests of the Co-Authors Plus plugin."""

import re
import unicodedata
from collections.abc import Iterator

from app.importers.items import Author
from app.importers.wordpress.channel import DeclaredAuthor
from app.importers.wordpress.raw import RawItem, Term
from app.importers.wordpress.survey import Survey
from app.importers.wordpress.urls import decoded_slug, site_path

_DASHES = re.compile(r"[\s./]+")
_OUT = re.compile(r"[^\w-]+")
_MANY = re.compile(r"-{2,}")


class People:
    """An author's ref is the login, a guest's the nicename."""

    def __init__(self, survey: Survey, base: str) -> None:
        self._base = base
        self._known = dict(survey.channel.authors)
        for login in survey.creators:
            self._known.setdefault(login, DeclaredAuthor(login, name=login))
        self._by_number = {author.number: author.login for author in self._known.values() if author.number}
        self._by_slug: dict[str, str] = {}
        for author in self._known.values():
            self._by_slug.setdefault(nicename_of(author.login), author.login)
        self._by_name = {author.name.casefold(): author.login for author in self._known.values()}
        self._guests = {
            self._coauthor(term): term.name or term.nicename for term in survey.terms if term.domain == "author"
        }

    def items(self) -> Iterator[Author]:
        for author in self._known.values():
            slug = nicename_of(author.login)
            yield Author(
                author.login,
                slug,
                author.name or author.login,
                author.email or None,
                old_paths=self._old_paths(slug, author.number),
            )
        for ref, name in self._guests.items():
            if ref not in self._known:
                yield Author(ref, ref, name, old_paths=self._old_paths(ref, ""))

    def authors_of(self, raw: RawItem) -> tuple[str, ...]:
        coauthors = [self._coauthor(term) for term in raw.terms if term.domain == "author"]
        creator = raw.text("creator")
        return tuple(dict.fromkeys(coauthors)) or ((creator,) if creator else ())

    def by_number(self, number: str) -> str | None:
        return self._by_number.get(number)

    def _coauthor(self, term: Term) -> str:
        """Return who a co-author's term means; the plugin puts "cap-" before nicenames."""
        nicename = decoded_slug(term.nicename) or nicename_of(term.name)
        for name in (nicename, nicename.removeprefix("cap-")):
            if name in self._known:
                return name
            if name in self._by_slug:
                return self._by_slug[name]
        return self._by_name.get(term.name.casefold()) or nicename.removeprefix("cap-")

    def _old_paths(self, slug: str, number: str) -> tuple[str, ...]:
        paths = [f"{self._base}/author/{slug}/"] if slug else []
        return (*paths, *(site_path(self._base, f"/?author={number}") if number else ()))


def nicename_of(login: str) -> str:
    """Return what WordPress makes of a login for the author's address: "John.Doe" is "john-doe"."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", login) if not unicodedata.combining(char))
    plain = _OUT.sub("", _DASHES.sub("-", plain.lower().strip()))
    return _MANY.sub("-", unicodedata.normalize("NFC", plain)).strip("-")
