"""Joins handlers and middleware to one ASGI app; knows no database."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from litestar import Litestar, Request, Router
from litestar.di import Provide

from app.db import Revision
from app.exporters.kept import KeptExports
from app.importers.uploaded import UploadedImports
from app.outbound import Mail
from app.settings import Settings, resources
from app.web import (
    admin,
    api,
    archive,
    assets,
    comment_feeds,
    comment_mail,
    comments,
    feeds,
    health,
    lists,
    manifest,
    media,
    oembed,
    posts,
    previews,
    protected,
    robots,
    search,
    security_txt,
)
from app.web.admin.auth import signed_in_first
from app.web.admin.report import AuthorRow
from app.web.asgi import ASGIApp
from app.web.errors import ErrorPages
from app.web.exchange import Exchange, exchange_of
from app.web.middleware.csrf import CrossOriginProtection
from app.web.middleware.heads import Heads
from app.web.middleware.kept_forms import KeptForms
from app.web.middleware.old_queries import OldQueries
from app.web.middleware.page_cache import PageCache
from app.web.middleware.page_needs import PageNeeds
from app.web.middleware.replay import send_refusal
from app.web.middleware.shield import Shield
from app.web.middleware.this_copy import Positions, ThisCopy
from app.web.node import Node
from app.web.old_addresses import OldAddresses
from app.web.services import Services
from app.web.static import StaticFiles
from app.web.templates import Templates
from app.web.theme import Theme

AnyRequest = Request[Any, Any, Any]
LARGEST_FORM_BYTES = 64 * 2**10  # what a stranger may send; a handler that takes more says so itself
LARGEST_TEXT_BYTES = 10 * 2**20  # of a text with all its fields, by somebody who is signed in
HANDLERS = [
    *lists.HANDLERS,
    *archive.HANDLERS,
    *search.HANDLERS,
    *posts.HANDLERS,
    *previews.HANDLERS,
    *protected.HANDLERS,
    *comments.HANDLERS,
    *comment_feeds.HANDLERS,
    *comment_mail.HANDLERS,
    *feeds.HANDLERS,
    *robots.HANDLERS,
    *security_txt.HANDLERS,
    *manifest.HANDLERS,
    *oembed.HANDLERS,
    *media.HANDLERS,
    *assets.HANDLERS,
    *health.HANDLERS,
    *api.HANDLERS,
]


def build_app(
    services: Services,
    settings: Settings,
    *,
    node: Node,
    revision_of: Callable[[str], Revision | None],
    positions: Callable[[], Positions],
    author_report: Callable[[], Sequence[AuthorRow]],
    file_sizes: Callable[[], Mapping[str, int]],
    uploaded: UploadedImports,
    exports: KeptExports,
    compiled: Path,
    replay: Callable[..., ASGIApp] | None = None,
) -> ASGIApp:
    """`revision_of`: a database's name ("Posts") → its revision now. `replay`: the outermost middleware, if regions,
    around the app and around what answers a change that nobody may carry out.

    `positions`: how far this copy of the files that pages are made from is. `compiled`: keeps compiled templates.
    """
    static = StaticFiles(resources.STATIC)
    templates = Templates(resources.TEMPLATES, settings.origin, static.address, services.media.picture_at, compiled)
    theme = Theme(templates, services.site, services.posts)
    old = OldAddresses(services.posts, services.site, services.media, settings.origin)
    values = {
        **{name: getattr(services, name) for name in Services.__slots__},
        "theme": theme,
        "protected": protected.Protected(services, settings, theme),
        "static": static,
        "node": node,
        "settings": settings,
        "origin": settings.origin,
        "author_report": author_report,
        "file_sizes": file_sizes,
        "mail": Mail(services.jobs, settings),
        "uploaded": uploaded,
        "exports": exports,
    }
    guard = signed_in_first(services.sessions, services.users, settings.origin)
    app = cast(
        ASGIApp,
        Litestar(
            [
                *HANDLERS,
                *admin.OF_ACCOUNTS,
                Router("/", route_handlers=admin.OF_THE_DESK, guards=[guard], request_max_body_size=LARGEST_TEXT_BYTES),
            ],
            dependencies=_dependencies(values),
            exception_handlers={Exception: ErrorPages(theme, services.posts, old, values["protected"]).answer},
            openapi_config=None,
            logging_config=None,
            request_max_body_size=LARGEST_FORM_BYTES,
        ),
    )
    app = PageNeeds(app, settings.origin, remote_media=settings.remote_media == "shown")
    app = PageCache(app, revision_of)
    app = OldQueries(app, old)
    app = CrossOriginProtection(Heads(KeptForms(app, theme.templates.kept)), settings.origin)
    app = Shield(app, settings.origin)
    refused = Shield(KeptForms(send_refusal, theme.templates.kept), settings.origin)
    return replay(ThisCopy(app, node, positions, theme.templates), refused) if replay else app


def _dependencies(values: Mapping[str, Any]) -> dict[str, Provide]:
    given = {name: _provide(value) for name, value in values.items()}
    return {**given, "exchange": Provide(_exchange, sync_to_thread=False), **admin.DEPENDENCIES}


def _exchange(request: AnyRequest) -> Exchange:
    return exchange_of(request.scope)


def _provide(value: Any) -> Provide:
    return Provide(lambda: value, sync_to_thread=False)
