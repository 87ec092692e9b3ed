"""Owns Site.db: title, language, time zone, navigation, and the redirects that belong to no single post."""

from app.services.site.addresses import is_reserved, normalise, spellings
from app.services.site.models import ApiKey, Link, Redirect, SiteInfo
from app.services.site.service import PutOutcome, SiteService
from app.services.site.zones import local_date, zone_of

__all__ = [
    "ApiKey",
    "Link",
    "PutOutcome",
    "Redirect",
    "SiteInfo",
    "SiteService",
    "is_reserved",
    "local_date",
    "normalise",
    "spellings",
    "zone_of",
]
