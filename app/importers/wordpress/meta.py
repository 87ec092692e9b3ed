"""Custom fields: what plugins for search engines and podcasts keep in them, and what authors wrote themselves."""

import json
from collections.abc import Mapping
from typing import Any

from app.importers.wordpress.php import loads, looks_serialized
from app.importers.wordpress.raw import RawItem

_SEO = {  # what it is: keys of Yoast, Rank Math, All in One SEO, SEOPress, The SEO Framework
    "title": (
        *("_yoast_wpseo_title", "rank_math_title", "_aioseo_title", "_aioseop_title", "_seopress_titles_title"),
        "_genesis_title",
    ),
    "description": (
        *("_yoast_wpseo_metadesc", "rank_math_description", "_aioseo_description", "_aioseop_description"),
        *("_seopress_titles_desc", "_genesis_description"),
    ),
    "canonical": (
        *("_yoast_wpseo_canonical", "rank_math_canonical_url", "_seopress_robots_canonical", "_genesis_canonical_uri"),
        "_aioseop_custom_link",
    ),
    "social_image": ("_yoast_wpseo_opengraph-image", "rank_math_facebook_image", "_seopress_social_fb_img"),
    "noindex": ("_yoast_wpseo_meta-robots-noindex", "_genesis_noindex"),
}
_TEMPLATES = ("%%", "%title", "%sep", "%excerpt", "#post_", "#site_")  # a plugin's pattern, not a text
_OUTSIDE_IMAGE = ("fifu_image_url", "_thumbnail_ext_url")  # a featured image of another site
_NOISE = frozenset(
    {
        *("enclosure", "footnotes", "sharing_disabled", "switch_like_status", "rank_math_title", "fifu_image_url"),
        *("rank_math_description", "rank_math_canonical_url", "rank_math_facebook_image", "wpcom_is_first_post"),
        *("reader_suggested_tags", "syntaxhighlighter_encoded", "dsq_thread_id", "ratings_users", "post_views_count"),
    }
)


def seo(raw: RawItem, what: str) -> str:
    """Return what a plugin was told for "title", "description", "canonical", "social_image" or "noindex"."""
    for key in _SEO[what]:
        value = raw.meta_text(key).strip()
        if value and not any(sign in value for sign in _TEMPLATES):
            return value
    return ""


def outside_image(raw: RawItem) -> str:
    return next((value for key in _OUTSIDE_IMAGE if (value := raw.meta_text(key).strip())), "")


def enclosures(raw: RawItem) -> list[dict[str, Any]]:
    """Return the files of a podcast: lines of address, length, type, and what the plugin adds."""
    found = []
    for value in raw.metas("enclosure"):
        lines = [line.strip() for line in value.strip().split("\n")]
        if not lines[0].startswith(("http://", "https://", "/")):
            continue
        enclosure: dict[str, Any] = {"url": lines[0]}
        if len(lines) > 1 and lines[1].isdigit():
            enclosure["length"] = int(lines[1])
        if len(lines) > 2 and "/" in lines[2]:
            enclosure["type"] = lines[2]
        extra = value_of(lines[3]) if len(lines) > 3 else None
        if isinstance(extra, Mapping) and isinstance(extra.get("duration"), str):
            enclosure["duration"] = extra["duration"]
        found.append(enclosure)
    return found


def footnotes(raw: RawItem) -> tuple[Mapping[str, Any], ...]:
    text = raw.meta_text("footnotes")
    if not text:
        return ()
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return ()
    return tuple(note for note in found if isinstance(note, Mapping)) if isinstance(found, list) else ()


def custom_fields(raw: RawItem) -> dict[str, Any]:
    """Return the fields people gave a post by hand; names that begin with "_" belong to plugins and are left out."""
    found: dict[str, Any] = {}
    for key, text in raw.meta:
        if key.startswith("_") or key in _NOISE or not text:
            continue
        value = value_of(text)
        if key not in found:
            found[key] = value
        elif isinstance(found[key], _Several):
            found[key].append(value)
        else:
            found[key] = _Several((found[key], value))
    return {key: list(value) if isinstance(value, _Several) else value for key, value in found.items()}


class _Several(list[Any]):
    """The values of a field that stands several times, told from one value that is a list."""


def value_of(text: str) -> Any:
    """Return a value that may be serialised by PHP; one that can't be read safely stays the text it is."""
    if not looks_serialized(text):
        return text
    try:
        return loads(text)
    except ValueError:
        return text
