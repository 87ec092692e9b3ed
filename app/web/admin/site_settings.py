"""What the site says of itself: title, language, zone, navigation, whom to tell. For owners and admins."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from typing import Annotated, Any
from zoneinfo import available_timezones

from litestar import Request, Response, get, post
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body

from app.errors import Invalid
from app.services.audit import AuditService
from app.services.site import Link, SiteInfo, SiteService
from app.services.users import User
from app.web.addresses import link
from app.web.admin.entry import sentence
from app.web.admin.notices import done
from app.web.admin.pages import desk_page
from app.web.theme import Theme

ADDRESS = "/admin/settings"
TEXTS = ("title", "tagline", "language", "timezone", "security_contact", "websub_hub")
EMPTY_ROWS = 2  # of the navigation, for new links

AnyRequest = Request[Any, Any, Any]
Form = Annotated[dict[str, Any], Body(media_type=RequestEncodingType.URL_ENCODED)]


@get(ADDRESS, sync_to_thread=False)
def show_settings(
    request: AnyRequest, admin: NamedDependency[User], site: NamedDependency[SiteService], theme: NamedDependency[Theme]
) -> Response[bytes]:
    return _page(request, theme, admin, _shown(site.site()))


@post(ADDRESS, sync_to_thread=True, status_code=303)
def change_settings(
    request: AnyRequest,
    data: Form,
    admin: NamedDependency[User],
    site: NamedDependency[SiteService],
    audit: NamedDependency[AuditService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """Only what the form sends changes."""
    typed = {name: value for name, value in data.items() if isinstance(value, str)}
    labels, urls = _several(data, "label"), _several(data, "url")
    before = site.site()
    try:
        after = site.update(**_changes(typed, labels, urls))
    except Invalid as error:
        kept = {**_shown(before), **typed, "navigation": list(zip(labels, urls, strict=False))}
        return _page(request, theme, admin, kept, problem=sentence(error))
    was, now = asdict(before), asdict(after)
    changed = [name for name in now if now[name] != was[name]]
    if changed:
        audit.record(admin.id, "changed the settings", "site", after.site_id, {"changed": ", ".join(changed)})
    return done(ADDRESS, "saved")


def _changes(typed: Mapping[str, str], labels: Sequence[str], urls: Sequence[str]) -> dict[str, Any]:
    """Raises: Invalid: a number is none, a link has no address, or none a link may have."""
    changes: dict[str, Any] = {name: typed[name].strip() for name in TEXTS if name in typed}
    if "posts_per_page" in typed:
        number = typed["posts_per_page"].strip()
        if not (number.isascii() and number.isdecimal() and len(number) < 5):
            raise Invalid(f"{number!r} is no number of posts: give one from 1 to 100")
        changes["posts_per_page"] = int(number)
    if labels:
        changes["navigation"] = _navigation(labels, urls)
    return changes


def _navigation(labels: Sequence[str], urls: Sequence[str]) -> tuple[Link, ...]:
    found = []
    for label, url in zip(labels, urls, strict=False):
        named, leads = " ".join(label.split()), url.strip()
        if not named and not leads:
            continue
        if not named or not leads:
            raise Invalid(f"A link needs words and an address; {named or leads!r} has only one of them")
        if not link(leads) or not leads.startswith(("/", "#", "http:", "https:", "mailto:")):
            raise Invalid(f"{leads!r} is no address: begin it with / for this site, or with https://")
        found.append(Link(named, leads))
    return tuple(found)


def _several(data: Mapping[str, Any], name: str) -> list[str]:
    found = data.get(name, [])
    return [str(value) for value in found] if isinstance(found, list) else [str(found)]


def _shown(info: SiteInfo) -> dict[str, Any]:
    return {**asdict(info), "navigation": [(item.label, item.url) for item in info.navigation]}


@cache
def _zones() -> tuple[str, ...]:
    """Those named after places, and UTC: the others are old spellings of them."""
    places = (
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))
    )
    return ("UTC", *sorted(places))


def _page(
    request: AnyRequest, theme: Theme, admin: User, values: Mapping[str, Any], *, problem: str = ""
) -> Response[bytes]:
    return desk_page(
        request,
        theme,
        admin,
        "admin/site_settings.html",
        "Settings",
        status_code=422 if problem else 200,
        problem=problem,
        values=values,
        rows=[*values["navigation"], *[("", "")] * EMPTY_ROWS],
        zones=_zones(),
    )


HANDLERS = [show_settings, change_settings]
