"""What becomes of each type and status of WordPress."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.importers.items import Options, Status

Sort = Literal["post", "page", "attachment", "menu item", "reusable block", "skipped"]


@dataclass(frozen=True, slots=True)
class Treatment:
    """`kind` and `reason` are what the report says of an item that is not imported."""

    sort: Sort
    kind: str = ""
    reason: str = ""


_MACHINERY = {  # post type -> (kind, reason)
    "revision": ("revision", "an older state of a post; only the last one is imported"),
    "nav_menu_item": ("menu item", "menus are not imported item by item"),
    "wp_block": ("reusable block", "its text is put in wherever a post uses it"),
    "wp_navigation": ("navigation", "a menu of the old theme"),
    "wp_template": ("template", "belongs to the old theme"),
    "wp_template_part": ("template part", "belongs to the old theme"),
    "wp_global_styles": ("global styles", "belong to the old theme"),
    "wp_font_family": ("font", "belongs to the old theme"),
    "wp_font_face": ("font", "belongs to the old theme"),
    "custom_css": ("custom CSS", "belongs to the old theme"),
    "customize_changeset": ("theme setting", "belongs to the old theme"),
    "oembed_cache": ("embed cache", "made by WordPress, nothing anybody wrote"),
    "user_request": ("privacy request", "personal data of the old site's visitors"),
    "feedback": ("form entry", "personal data of the old site's visitors"),
    "shop_order": ("order", "personal data of the old site's customers"),
    "jp_mem_plan": ("plugin setting", "belongs to a plugin"),
    "jp_img_sitemap": ("plugin setting", "belongs to a plugin"),
    "jetpack_migration": ("plugin setting", "belongs to a plugin"),
    "wpcf7_contact_form": ("contact form", "belongs to a plugin"),
    "acf-field": ("plugin setting", "belongs to a plugin"),
    "acf-field-group": ("plugin setting", "belongs to a plugin"),
    "elementor_library": ("template", "belongs to a plugin"),
    "scheduled-action": ("plugin setting", "belongs to a plugin"),
    "amp_validated_url": ("plugin setting", "belongs to a plugin"),
}
_NO_TYPE = Treatment("skipped", "item without a type", "it says of itself neither that it is a post nor a page")


def treatment_of(post_type: str, options: Options) -> Treatment:
    if post_type in ("post", "page", "attachment"):
        return Treatment(post_type)  # type: ignore[arg-type]
    if post_type in _MACHINERY:
        kind, reason = _MACHINERY[post_type]
        known: dict[str, Sort] = {"nav_menu_item": "menu item", "wp_block": "reusable block"}
        return Treatment(known.get(post_type, "skipped"), kind, reason)
    if not post_type:
        return _NO_TYPE
    if options.custom_types == "skip":
        return Treatment("skipped", post_type, "of a custom type; --custom-types as-posts or as-pages imports these")
    return Treatment("post" if options.custom_types == "as-posts" else "page")


_PLAIN: dict[str, Status] = {
    "publish": "published",
    "draft": "draft",
    "pending": "review",
    "private": "private",
    "trash": "trash",
}
UNFINISHED = {"auto-draft": "an empty draft WordPress made by itself", "inherit": "part of another item"}


def status_of(status: str, password: str, date: datetime | None, now: datetime) -> tuple[Status, str]:
    """Return what the entry is here, and a sentence where that isn't plain."""
    if password and status in ("publish", "future"):
        return "protected", ""
    if status == "future":
        if date is not None and date > now:
            return "scheduled", ""
        return "draft", "it was scheduled for a date that has passed, so it is a draft now: publish it if it is due"
    if status in _PLAIN:
        return _PLAIN[status], ""
    known = f"its status {status!r} is unknown here" if status else "it has no status"
    return "draft", f"{known}, so it is a draft"
