"""The archive: every month and subject, and what was published in a year or a month."""

from itertools import groupby

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.errors import NotFound
from app.services.comments import CommentService
from app.services.posts import PostService
from app.web.answers import page, page_number, require_path
from app.web.dates import calendar
from app.web.exchange import Exchange
from app.web.head import Head, list_head
from app.web.linked_data import trail
from app.web.lists import Intro, below, list_page, page_query
from app.web.reads import reads
from app.web.theme import Theme
from app.web.words import translate


@get("/archive", sync_to_thread=False)
def show_archive(
    exchange: NamedDependency[Exchange],
    posts: NamedDependency[PostService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    require_path(exchange, "/archive/")
    with reads(exchange):
        info = theme.site()
        years = [(year, list(months)) for year, months in groupby(posts.months(), key=lambda month: month.year)]
        named = translate(info.language, "Archive")
        head = Head(
            "/archive/",
            named,
            translate(info.language, "Every month and every subject."),
            data=(trail(theme.origin, (info.title, "/"), (named, "/archive/")),),
        )
        return page(theme.page("posts/archive.html", info, head, years=years, tags=posts.tags()))


@get("/archive/{year:str}", sync_to_thread=False)
def show_year(
    exchange: NamedDependency[Exchange],
    year: FromPath[str],
    posts: NamedDependency[PostService],
    comments: NamedDependency[CommentService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    return _show_period(exchange, _digits(year, 4), None, posts, comments, theme)


@get("/archive/{year:str}/{month:str}", sync_to_thread=False)
def show_month(
    exchange: NamedDependency[Exchange],
    year: FromPath[str],
    month: FromPath[str],
    posts: NamedDependency[PostService],
    comments: NamedDependency[CommentService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    number = _digits(month, 2)
    if not 1 <= number <= 12:
        raise NotFound("There is no such month")
    return _show_period(exchange, _digits(year, 4), number, posts, comments, theme)


def _show_period(
    exchange: Exchange,
    year: int,
    month: int | None,
    posts: PostService,
    comments: CommentService,
    theme: Theme,
) -> Response[bytes]:
    number = page_number(exchange)
    path = f"/archive/{year:04}/{month:02}/" if month else f"/archive/{year:04}/"
    require_path(exchange, path, query=page_query(number))
    with reads(exchange):
        info = theme.site()
        shown = posts.posts_by_date(year, month, number, info.posts_per_page)
        if not shown.total:
            raise NotFound("Nothing was published then")
        name = calendar(info.language, info.timezone).month(year, month) if month else str(year)
        said = Intro(translate(info.language, "Archive"), name)
        steps = ((info.title, "/"), (said.kind, "/archive/"), (name, path))
        head = list_head(path, shown, title=name, description=below(name, info), data=(trail(theme.origin, *steps),))
        return list_page(theme, info, head, shown, comments, said)


def _digits(text: str, length: int) -> int:
    """Raises: NotFound: it is no number of that length at most."""
    if not (text.isascii() and text.isdecimal() and len(text) <= length):
        raise NotFound("There is no such date")
    return int(text)


HANDLERS = [show_archive, show_year, show_month]
