"""Tags that begin like the one being typed."""

from litestar import Response, get
from litestar.di import NamedDependency

from app.services.drafts import EditingService, joined, parted
from app.services.users import User
from app.web.answers import page
from app.web.exchange import Exchange
from app.web.theme import Theme

MOST = 12


@get("/admin/tags/completion", sync_to_thread=True)
def complete_tags(
    exchange: NamedDependency[Exchange],
    user: NamedDependency[User],
    editing: NamedDependency[EditingService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """Options for a datalist: each is the whole line as typed, with the last tag completed."""
    line = exchange.parameter("tags")[:2_000]
    done, _, begun = line.rpartition(",")
    names = parted(done)
    wanted = begun.strip().casefold()
    found = [
        count
        for count in editing.tags()
        if wanted and count.tag.name.casefold().startswith(wanted) and count.tag.name not in names
    ]
    options = [(joined([*names, count.tag.name]), count.posts) for count in found[:MOST]]
    return page(theme.templates.bare("admin/_tag_options.html", options=options))


HANDLERS = [complete_tags]
