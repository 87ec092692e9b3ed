"""What is no post: the site, its people, tags, redirects, files and talk, as JSON."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import msgspec

from app.services.inbox import Decision, InboxService, Submission
from app.services.media import Media
from app.services.posts import Byline
from app.services.site import Redirect, SiteInfo, SiteService
from app.services.users import User

PER_PAGE = 500
# Of SiteInfo, what does not go along: the id ties a site to its store.
NOT_SETTINGS = frozenset({"site_id", "comments_closed_before"})  # … and what follows from the others
_NOT_PUBLIC = ("email", "address")  # of whoever commented
NOT_KEPT = ("browser", "network", "fingerprint", "reasons", "decided_at")  # what only serves to tell spam apart here
UNDECIDED: tuple[Decision, ...] = ("pending", "spam", "rejected")


def encoded(value: Any) -> bytes:
    """JSON as somebody reads it: indented, its keys in the order given."""
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def settings(site: SiteInfo, origin: str) -> dict[str, Any]:
    return {"url": origin, **{name: value for name, value in asdict(site).items() if name not in NOT_SETTINGS}}


def author(user: User) -> dict[str, Any]:
    """No password, no role: whoever takes the site in decides who may do what there. E-mail addresses lie apart."""
    return {name: getattr(user, name) for name in ("id", "slug", "name", "bio", "url", "image")}


def guest(byline: Byline) -> dict[str, Any]:
    """Somebody who wrote here and is not known any more."""
    return asdict(byline)


def media(one: Media, addresses: list[str]) -> dict[str, Any]:
    return {"file": f"static{one.path}", **asdict(one), "old_addresses": addresses}


def comment(one: Submission, slugs: Mapping[str, str], *, with_private: bool) -> dict[str, Any]:
    """`slugs`: id of a person of this site -> their slug."""
    shown = asdict(one)
    shown["author"] = slugs.get(shown.pop("author_id") or "")
    left_out = NOT_KEPT if with_private else NOT_KEPT + _NOT_PUBLIC
    return {name: value for name, value in shown.items() if name not in left_out}


def redirects(site: SiteService) -> list[Redirect]:
    """Patterns first, in the order they are tried."""
    found: list[Redirect] = []
    page = 1
    while portion := site.list_redirects(page, PER_PAGE):
        found += portion
        page += 1
    return found


def netlify(exact: Mapping[str, str]) -> bytes:
    """`_redirects`, which several hosts of static sites read; it knows no parameters and no patterns."""
    plain = {source: target for source, target in exact.items() if not set("?* ") & set(source) and " " not in target}
    return "".join(f"{source} {target} 301\n" for source, target in sorted(plain.items())).encode()


def submissions(inbox: InboxService, decision: Decision) -> Iterator[Submission]:
    page = 1
    while portion := inbox.list_submissions(decision, page, PER_PAGE):
        yield from portion
        page += 1


def by_post(inbox: InboxService) -> dict[str, list[Submission]]:
    """Post id -> what was approved under it, the oldest first."""
    found: dict[str, list[Submission]] = defaultdict(list)
    for one in submissions(inbox, "approved"):
        found[one.post_id].append(one)
    return {post_id: sorted(talk, key=lambda one: (one.created_at, one.id)) for post_id, talk in found.items()}
