"""The rules of the site's own data and of its redirects."""

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from app.db import Connection, Database
from app.errors import Invalid, NotFound
from app.services.site import queries
from app.services.site.addresses import spellings
from app.services.site.contacts import contact, hub
from app.services.site.models import ApiKey, Redirect, SiteInfo
from app.services.site.redirects import Patterns, checked, target_key
from app.services.site.zones import local_date, zone_of

PutOutcome = str  # "created", "updated", "unchanged", or a sentence why it was refused
DEFAULTS = SiteInfo(
    title="Waypost", tagline="", language="en", timezone="UTC", navigation=(), posts_per_page=10, site_id=""
)
MOST_DAYS_OPEN = 3650
MOST_KEYS = 50
_LONGEST_KEY_NAME = 100
MOST_PATTERNS = 500  # each is tried on every address at which there is nothing
_MOST_POSTS_PER_PAGE = 100
_LONGEST_CHAIN = 20
_BATCH = 500  # redirects in one transaction
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


class SiteService:
    def __init__(self, db: Database) -> None:
        self._db = db
        self._patterns = Patterns(())

    def site(self) -> SiteInfo:
        """The defaults, with an empty `site_id`, as long as nobody has initialised the site."""
        with self._db.read() as conn:
            return queries.select_site(conn) or DEFAULTS

    def initialise(self, site_id: str | None = None) -> SiteInfo:
        """Give the site its id, once: the one its store knows it by, or a new one."""
        return self._db.write(lambda conn: _initialise(conn, site_id or secrets.token_hex(12)))

    def update(self, **changes: Any) -> SiteInfo:
        """Change some fields of SiteInfo; a site without an id stays without one.

        Raises: Invalid: a field has a value that is not allowed.
        """
        allowed = _checked_changes(changes)
        return self._db.write(lambda conn: _update(conn, allowed))

    def close_old_comments(self, now: datetime) -> None:
        """Move on the date before which posts are closed for comments; nothing is written where it stays."""
        info = self.site()
        days = info.comments_close_after_days
        before = None if days is None else local_date(now - timedelta(days=days), info.timezone)
        if before != info.comments_closed_before:
            self._db.write(lambda conn: _update(conn, {"comments_closed_before": before}))

    # API keys

    def api_keys(self) -> list[ApiKey]:
        with self._db.read() as conn:
            return queries.select_keys(conn)

    def find_api_key(self, key: str) -> ApiKey | None:
        with self._db.read() as conn:
            return queries.select_key(conn, key)

    def add_api_key(self, name: str) -> ApiKey:
        """Raises: Invalid: no name, too long a one, too many keys."""
        name = " ".join(name.split())
        if not name or len(name) > _LONGEST_KEY_NAME:
            raise Invalid(f"say in up to {_LONGEST_KEY_NAME} characters what the key is for")
        key = ApiKey(secrets.token_hex(12), secrets.token_hex(13), name, datetime.now(UTC))

        def job(conn: Connection) -> ApiKey:
            if len(queries.select_keys(conn)) >= MOST_KEYS:
                raise Invalid(f"there are {MOST_KEYS} keys already; take away one that is not used any more")
            queries.insert_key(conn, key)
            return key

        return self._db.write(job)

    def delete_api_key(self, key_id: str) -> ApiKey:
        """Whoever still uses it is refused from now on. Raises: NotFound."""
        gone = self._db.write(lambda conn: queries.delete_key(conn, key_id))
        if gone is None:
            raise NotFound("There is no such key; it may have been taken away already")
        return gone

    # Redirects

    def find_redirect(self, path_and_query: str) -> Redirect | None:
        """The first hop from a percent-decoded address at which there is nothing; `$1` is filled in.

        A target is as its owner wrote it, percent-encoded, and never leads back to the address.
        """
        tried = spellings(path_and_query)
        with self._db.read() as conn:
            exact = queries.select_redirects(conn, tried)
            for source in tried:
                if source in exact and target_key(exact[source].target) != tried[0]:
                    return exact[source]
            patterns = self._compiled(queries.select_patterns(conn))
        return patterns.find(path_and_query)

    def put_redirects(self, redirects: Sequence[Redirect]) -> dict[str, PutOutcome]:
        """Add redirects, or change those of the same source. Source as given -> what became of it.

        In transactions of 500. Refused are targets that are no addresses, patterns RE2 can't do, and loops.
        """
        outcomes: dict[str, PutOutcome] = {}
        allowed: dict[str, Redirect] = {}
        for redirect in redirects:
            try:
                allowed[redirect.source] = checked(redirect)
            except Invalid as error:
                outcomes[redirect.source] = str(error)
        for batch in _batches(allowed):
            outcomes |= self._db.write(lambda conn, batch=batch: _put(conn, batch))  # type: ignore[misc]
        return outcomes

    def delete_redirects(self, redirects: Sequence[Redirect]) -> list[Redirect]:
        """Take redirects away; only their sources count. Returns those that were there, fit to be put back."""
        exact = [redirect.source for redirect in redirects if not redirect.is_regex]
        regular = [redirect.source for redirect in redirects if redirect.is_regex]
        return self._db.write(
            lambda conn: (
                queries.delete_redirects(conn, exact, is_regex=False)
                + queries.delete_redirects(conn, regular, is_regex=True)
            )
        )

    def list_redirects(self, page: int = 1, per_page: int = 100, containing: str = "") -> list[Redirect]:
        """Exact ones by source; the patterns, in the order they are tried, stand on page 1 before them.

        `containing`: only those with this text in source or target.
        """
        with self._db.read() as conn:
            exact = queries.select_redirect_page(conn, containing, per_page, (max(page, 1) - 1) * per_page)
            regular = [] if page > 1 else queries.select_patterns(conn)
        return [one for one in regular if containing in one.source or containing in one.target] + exact

    def count_redirects(self, containing: str = "") -> int:
        """Exact ones."""
        with self._db.read() as conn:
            return queries.count_redirects(conn, containing)

    def _compiled(self, rows: Sequence[Redirect]) -> Patterns:
        """Compiled anew only when they have changed; two threads may do it twice, to the same effect."""
        found = self._patterns
        if found.redirects != tuple(rows):
            found = self._patterns = Patterns(rows)
        return found


def _initialise(conn: Connection, site_id: str) -> SiteInfo:
    info = _update(conn, {})
    return info if info.site_id else _update(conn, {"site_id": site_id})


def _update(conn: Connection, changes: Mapping[str, Any]) -> SiteInfo:
    queries.insert_site(conn, DEFAULTS)
    if changes:
        queries.update_site(conn, changes)
    info = queries.select_site(conn)
    assert info is not None
    return info


def _checked_changes(changes: Mapping[str, Any]) -> dict[str, Any]:
    known = SiteInfo.__dataclass_fields__.keys() - {"site_id", "comments_closed_before"}
    for name in changes:
        if name not in known:
            raise Invalid(f"a site has no {name!r}; it has {', '.join(sorted(known))}")
    allowed = dict(changes)
    for name in ("title", "tagline", "security_contact", "websub_hub"):
        if name in allowed:
            allowed[name] = " ".join(allowed[name].split())
    if allowed.get("title") == "":
        raise Invalid("the title of the site is empty; give it one")
    if "language" in allowed:
        allowed["language"] = _language(allowed["language"])
    if "timezone" in allowed:
        zone_of(allowed["timezone"])
    if "navigation" in allowed:
        allowed["navigation"] = tuple(allowed["navigation"])
    if allowed.get("security_contact"):
        allowed["security_contact"] = contact(allowed["security_contact"])
    if allowed.get("websub_hub"):
        allowed["websub_hub"] = hub(allowed["websub_hub"])
    if not 1 <= allowed.get("posts_per_page", 1) <= _MOST_POSTS_PER_PAGE:
        raise Invalid(f"a page of the list has 1 to {_MOST_POSTS_PER_PAGE} posts")
    days = allowed.get("comments_close_after_days")
    if days is not None and not 1 <= days <= MOST_DAYS_OPEN:
        raise Invalid(f"comments close after 1 to {MOST_DAYS_OPEN} days, or never")
    return allowed


def _language(language: str) -> str:
    found = language.strip().replace("_", "-")
    if not _LANGUAGE.fullmatch(found):
        raise Invalid(f"{language!r} is no language: give a tag like en, pt-BR or zh-Hant")
    return found


def _batches(redirects: Mapping[str, Redirect]) -> Iterator[dict[str, Redirect]]:
    left = iter(redirects.items())
    while batch := dict(islice(left, _BATCH)):
        yield batch


# What runs inside a transaction


def _put(conn: Connection, batch: Mapping[str, Redirect]) -> dict[str, PutOutcome]:
    """`batch`: source as given -> redirect as it is to be kept."""
    known = {redirect.source: redirect for redirect in queries.select_patterns(conn)}
    patterns_left = MOST_PATTERNS - len(known)
    known |= queries.select_redirects(conn, [r.source for r in batch.values() if not r.is_regex])
    new = {redirect.source: redirect for redirect in batch.values() if not redirect.is_regex}
    outcomes: dict[str, PutOutcome] = {}
    written: list[Redirect] = []
    for given, redirect in batch.items():
        before = known.get(redirect.source)
        if before == redirect:
            outcomes[given] = "unchanged"
        elif not redirect.is_regex and _leads_back(conn, redirect, new):
            outcomes[given] = "it leads back to itself by way of others"
            new.pop(redirect.source, None)
        elif redirect.is_regex and before is None and patterns_left == 0:
            outcomes[given] = f"there are {MOST_PATTERNS} patterns already"
        else:
            outcomes[given] = "created" if before is None else "updated"
            patterns_left -= redirect.is_regex and before is None
            written.append(redirect)
    queries.upsert_redirects(conn, written)
    return outcomes


def _leads_back(conn: Connection, redirect: Redirect, new: Mapping[str, Redirect]) -> bool:
    seen, key = {redirect.source}, target_key(redirect.target)
    while key is not None and len(seen) < _LONGEST_CHAIN:
        if key in seen:
            return True
        seen.add(key)
        further = new.get(key) or queries.select_redirects(conn, [key]).get(key)
        key = None if further is None else target_key(further.target)
    return key is not None
