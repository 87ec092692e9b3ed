"""What the independent script has found in each corpus, in the words of Drafts.db.

Knows nothing of the readers: every rule here was written from the formats and the old sites alone.
"""

import html
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from app.content import slugify
from app.services.drafts import Draft
from tests.importers.corpora import Source

WORDPRESS_STATUS = {
    "publish": "published",
    "future": "scheduled",
    "draft": "draft",
    "pending": "review",
    "private": "private",
    "": "draft",
}
GHOST_STATUS = {"published": "published", "draft": "draft", "scheduled": "scheduled", "sent": "private"}
SHOWN = "%Y-%m-%d %H:%M:%S"
NO_DATE = ("", "0000-00-00 00:00:00")
_TAG = re.compile(r"<[^<>]*>")
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d{1,2}:\d\d)(:\d\d)?(?:\.\d+)?)?[\s\d]*?\s*(?:(?:Z|UTC)|([+-])(\d{1,2}):?(\d\d)?)?"
)
Fact = Mapping[str, Any]


def expected_fields(source: Source, fact: Fact) -> dict[str, Any]:
    """Field -> value, for every field the script has an opinion on."""
    if source.family == "wxr":
        return _wordpress(fact)
    if source.family == "ghost":
        return _ghost(fact)
    return _markdown(fact) | {"path": MARKDOWN_PATHS[source.name](fact)}


def arrived_fields(draft: Draft, comments: int) -> dict[str, Any]:
    return {
        "kind": draft.kind,
        "status": draft.status,
        "slug": draft.slug,
        "title": draft.title,
        "path": draft.path,
        "published_at": draft.published_at.strftime(SHOWN) if draft.published_at else "",
        "local_date": draft.local_date or "",
        "author": draft.authors[0].slug if draft.authors else "",
        "authors": len(draft.authors),
        "tags": sorted(tag.slug for tag in draft.tags),
        "tag_count": len(draft.tags),
        "comments": comments,
        "old_paths": sorted({path.strip("/") for path in (draft.path, *draft.old_paths)}),
    }


def expected_counts(source: Source) -> dict[str, int]:
    """Kind of the report -> how many there are in the source."""
    facts = source.facts
    if source.family == "wxr":
        kinds = {"posts": "posts", "pages": "pages", "comments": "comments_total", "media": "attachments"}
    elif source.family == "ghost":
        kinds = {"posts": "posts", "pages": "pages", "tags": "tags", "authors": "users"}
    else:
        return {"posts and pages": facts["parsed"] + len(facts["errors"])}
    return {kind: facts.get(name, 0) for kind, name in kinds.items()}


def plain_title(title: str | None) -> str:
    return " ".join(html.unescape(_TAG.sub("", title or "")).split())


def _wordpress(fact: Fact) -> dict[str, Any]:
    """A date is the site's; only with its twin in GMT it is a moment. Of a draft it is when it was last saved."""
    is_public = fact["status"] == "publish"
    expected = {
        "kind": fact["type"],
        "status": WORDPRESS_STATUS.get(fact["status"], fact["status"]),
        "slug": unquote(fact["slug"]),
        "title": plain_title(fact["title"]),
        "author": slugify(fact["author"].replace("@", "")),
        "tags": sorted({slugify(unquote(slug)) for slug in (*fact["categories"], *fact["tags"])}),
        "comments": fact["comments"],
    }
    if fact["date_gmt"] not in NO_DATE:
        expected["published_at"] = fact["date_gmt"]
    if fact["date"] not in NO_DATE and is_public:
        expected["local_date"] = fact["date"][:10]
    link = urlsplit(fact["link"])
    if is_public and link.path.strip("/") and not link.query:
        expected["path"] = unicodedata.normalize("NFC", unquote(link.path))
    return expected


def _ghost(fact: Fact) -> dict[str, Any]:
    moment = _ghost_moment(fact["published_at"])
    return {
        "kind": fact["type"],
        "status": GHOST_STATUS.get(fact["status"], fact["status"]),
        "slug": fact["slug"],
        "title": plain_title(fact["title"]),
        "path": f"/{fact['slug']}/",
        "tag_count": fact["tags"],
        **({"published_at": moment} if moment else {}),
    }


def _ghost_moment(value: Any) -> str:
    if isinstance(value, int):
        return datetime.fromtimestamp(value // 1000, UTC).strftime(SHOWN)
    return str(value or "")[:19].replace("T", " ")


def _markdown(fact: Fact) -> dict[str, Any]:
    expected: dict[str, Any] = {
        "authors": len(set(fact["authors"])),
        "tags": sorted({slugify(word) for word in (*fact["tags"], *fact["categories"])}),
        "old_paths": sorted({alias.strip("/") for alias in fact["aliases"]}),
    }
    if fact["title"]:
        expected["title"] = plain_title(fact["title"])
    if fact["slug"]:
        expected["slug"] = fact["slug"].strip("/").rpartition("/")[2]
    if fact["date"]:
        expected["published_at"] = _moment(fact["date"]).strftime(SHOWN)
    return expected


def _moment(text: str) -> datetime:
    found = _MOMENT.fullmatch(text.strip())
    assert found is not None, text
    day, minutes, seconds, sign, hours, rest = found.groups()
    moment = datetime.fromisoformat(f"{day} {(minutes or '0:00').zfill(5)}{seconds or ':00'}+00:00")
    shift = timedelta(hours=int(hours or 0), minutes=int(rest or 0))
    return moment + shift if sign == "-" else moment - shift


# Where each old site had its posts


def _of_18f(fact: Fact) -> str:
    """Jekyll's "date" permalinks: the day of the front matter as it is written there, the words of the file name."""
    words = re.sub(r"^posts/\d{4}-\d{1,2}-\d{1,2}-|\.md$", "", fact["path"])
    return f"/{fact['date'][:10].replace('-', '/')}/{words}/"


def _of_jekyll(fact: Fact) -> str:
    """`permalink: /news/:year/:month/:day/:title/` of the configuration, in its time zone."""
    bare = len(fact["date"]) == 10
    day = _moment(fact["date"]) if bare else _moment(fact["date"]).astimezone(ZoneInfo("America/Los_Angeles"))
    return f"/news/{day:%Y/%m/%d}/{fact['slug']}/"


def _of_letsencrypt(fact: Fact) -> str:
    return f"/{fact['date'][:10].replace('-', '/')}/{fact['slug'].lower()}.html"


def _of_file(fact: Fact) -> str:
    return f"/{fact['path'].rpartition('.')[0]}/".replace("/index/", "/")


def _of_zola(fact: Fact) -> str | None:
    return f"/{fact['slug'].strip('/')}/" if fact["slug"] else None


def _of_hugo_docs(fact: Fact) -> str | None:
    """Parts that other pages include have no address."""
    inner = fact["path"].removeprefix("content/en/").rpartition(".")[0]
    inner = inner.removesuffix("index").removesuffix("_").strip("/")
    return None if inner.startswith("_common") else f"/{inner.lower()}/".replace("//", "/")


MARKDOWN_PATHS: dict[str, Callable[[Fact], str | None]] = {
    "md-18f": _of_18f,
    "md-jekyll-docs": _of_jekyll,
    "md-letsencrypt": _of_letsencrypt,
    "md-nodejs-blog": _of_file,
    "md-rust-blog": _of_zola,
    "md-hugo-docs": _of_hugo_docs,
}
