"""Posts, pages, tags, authors and settings as Ghost's Content API shows them (5.130); what Waypost has not is null."""

import uuid
from datetime import datetime
from typing import Any

from app.content import excerpt_of, plain_text
from app.services.posts import Byline, Listed, Post, Tag
from app.services.site import SiteInfo
from app.web.addresses import absolute, href
from app.web.api.wanted import Wanted
from app.web.feed_entries import completed

_SOCIAL = ("og_image", "og_title", "og_description", "twitter_image", "twitter_title", "twitter_description")
_INJECTED = ("codeinjection_head", "codeinjection_foot")
_NO_POST = dict.fromkeys(
    (*_INJECTED, "custom_template", *_SOCIAL, "meta_title", "email_subject", "frontmatter"),
)
_NO_TAG = dict.fromkeys((*_SOCIAL, *_INJECTED, "meta_title", "meta_description", "canonical_url", "accent_color"))
_NO_AUTHOR = dict.fromkeys(("cover_image", "location", "facebook", "twitter", "meta_title", "meta_description"))


def post(listed: Listed, wanted: Wanted, origin: str) -> dict[str, Any]:
    one = listed.post
    url = origin + href(one.path)
    shown: dict[str, Any] = {
        "id": one.id,
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_OID, one.id)),
        "title": one.title,
        "slug": listed.slug or _last_part(one.path) or one.id,
        **_formats(one, wanted, url),
        "comment_id": one.id,
        "feature_image": absolute(origin, one.image.url) if one.image else None,
        "feature_image_alt": (one.image.alt or None) if one.image else None,
        "feature_image_caption": (one.image.caption or None) if one.image else None,
        "featured": one.pinned,
        "visibility": "public",
        "created_at": moment(one.published_at),
        "updated_at": moment(one.updated_at),
        "published_at": moment(one.published_at),
        "custom_excerpt": _own_excerpt(one),
        **_NO_POST,
        "canonical_url": one.canonical_url,
        "meta_description": one.description or None,
        "url": url,
        "excerpt": one.excerpt,
        "reading_time": one.reading_minutes,
        "access": True,
        "comments": one.comments_open,
    }
    if one.kind == "page":
        shown["show_title_and_feature_image"] = True
    return wanted.shown(shown) | _related(one, wanted, origin)


def _formats(one: Post, wanted: Wanted, url: str) -> dict[str, str]:
    asked = wanted.fields | wanted.formats if wanted.fields else wanted.formats
    found = {"html": completed(one.html, url)} if "html" in asked else {}
    return found | ({"plaintext": plain_text(one.html)} if "plaintext" in asked else {})


def _own_excerpt(one: Post) -> str | None:
    """Posts.db does not say whether a person wrote it: where it is what Waypost would make, nobody did."""
    return one.excerpt if one.excerpt and one.excerpt != excerpt_of(one.html) else None


def _related(one: Post, wanted: Wanted, origin: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "tags" in wanted.include:
        tags = [tag(each, None, origin) for each in one.tags]
        found |= {"tags": tags, "primary_tag": tags[0] if tags else None}
    if "authors" in wanted.include:
        authors = [author(each, None, origin) for each in one.authors]
        found |= {"authors": authors, "primary_author": authors[0] if authors else None}
    if "tiers" in wanted.include:
        found["tiers"] = []
    return found


def _last_part(path: str) -> str:
    return path.strip("/").rpartition("/")[2].partition(".")[0]


def tag(one: Tag, posts: int | None, origin: str) -> dict[str, Any]:
    """`posts`: how many have it; None: not asked for."""
    shown = {
        "id": one.id,
        "name": one.name,
        "slug": one.slug,
        "description": one.description or None,
        "feature_image": None,
        "visibility": "public",
        **_NO_TAG,
        "url": origin + href(one.path),
    }
    return shown if posts is None else shown | {"count": {"posts": posts}}


def author(one: Byline, posts: int | None, origin: str) -> dict[str, Any]:
    shown = {
        "id": one.id,
        "name": one.name,
        "slug": one.slug,
        "profile_image": absolute(origin, one.image) if one.image else None,
        "bio": one.bio or None,
        "website": one.url,
        **_NO_AUTHOR,
        "url": origin + href(one.path),
    }
    return shown if posts is None else shown | {"count": {"posts": posts}}


def settings(site: SiteInfo, origin: str) -> dict[str, Any]:
    none = ("logo", "icon", "accent_color", "cover_image", "facebook", "twitter", *_INJECTED, "meta_title")
    return {
        "title": site.title,
        "description": site.tagline or None,
        **dict.fromkeys((*none, "meta_description", *_SOCIAL)),
        "lang": site.language,
        "locale": site.language,
        "timezone": site.timezone,
        "navigation": [{"label": link.label, "url": absolute(origin, link.url)} for link in site.navigation],
        "secondary_navigation": [],
        "members_support_address": None,
        "url": origin + "/",
    }


def moment(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")
