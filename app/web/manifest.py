"""What a device shows of the site on its home screen."""

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency

from app.web.answers import document
from app.web.dates import direction
from app.web.exchange import Exchange
from app.web.reads import reads
from app.web.static import StaticFiles
from app.web.theme import Theme

SHORT = 12  # what fits under an icon


@get("/manifest.webmanifest", sync_to_thread=False)
def show_manifest(
    exchange: NamedDependency[Exchange], theme: NamedDependency[Theme], static: NamedDependency[StaticFiles]
) -> Response[bytes]:
    with reads(exchange):
        info = theme.site()
    manifest = {
        "id": "/",
        "name": info.title,
        "short_name": info.title if len(info.title) <= SHORT else info.title.split()[0][:SHORT],
        "description": info.tagline,
        "lang": info.language,
        "dir": direction(info.language),
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": "#fdfdfa",
        "theme_color": "#fdfdfa",
        "icons": [
            {"src": static.address("favicon.svg"), "type": "image/svg+xml", "sizes": "any"},
            {"src": static.address("apple-touch-icon.png"), "type": "image/png", "sizes": "180x180"},
        ],
    }
    return document(
        msgspec.json.encode({name: value for name, value in manifest.items() if value}), "application/manifest+json"
    )


HANDLERS = [show_manifest]
