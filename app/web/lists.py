"""The lists the public reads: home, a tag's posts, an author's."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.errors import NotFound
from app.services.comments import CommentService
from app.services.posts import Page, PostService, PostSummary
from app.services.site import SiteInfo
from app.web.addresses import href
from app.web.answers import page, page_number, require_page, require_path
from app.web.exchange import Exchange
from app.web.head import Head, list_head
from app.web.linked_data import site_data, trail
from app.web.reads import reads
from app.web.theme import Theme
from app.web.words import translate


@get("/", sync_to_thread=False)
def show_home(
    exchange: NamedDependency[Exchange],
    posts: NamedDependency[PostService],
    comments: NamedDependency[CommentService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    require_path(exchange, "/")
    with reads(exchange):
        info = theme.site()
        shown = posts.latest_posts(page_number(exchange), info.posts_per_page)
        require_page(shown)
        head = list_head("/", shown, description=info.tagline or info.title, data=(site_data(info, theme.origin),))
        counts = comment_counts(comments, shown)
        return page(theme.page("posts/home.html", info, head, list=shown, comments=counts))


@get("/tag/{slug:str}", sync_to_thread=False)
def show_tag(
    exchange: NamedDependency[Exchange],
    slug: FromPath[str],
    posts: NamedDependency[PostService],
    comments: NamedDependency[CommentService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    with reads(exchange):
        tag = posts.find_tag(slug)
        if tag is None or tag.internal:
            raise NotFound("There is no such tag")
        number = page_number(exchange)
        require_path(exchange, tag.path, query=page_query(number))
        info = theme.site()
        shown = posts.posts_by_tag(tag.slug, number, info.posts_per_page)
        head = list_head(
            tag.path,
            shown,
            title=tag.name,
            description=tag.description or below(tag.name, info),
            feeds=href(tag.path),
            data=(trail(theme.origin, (info.title, "/"), (tag.name, tag.path)),),
        )
        said = Intro(translate(info.language, "Tag"), tag.name, tag.description)
        return list_page(theme, info, head, shown, comments, said)


@get("/author/{slug:str}", sync_to_thread=False)
def show_author(
    exchange: NamedDependency[Exchange],
    slug: FromPath[str],
    posts: NamedDependency[PostService],
    comments: NamedDependency[CommentService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    with reads(exchange):
        author = posts.find_author(slug)
        if author is None:
            raise NotFound("Nobody of that name has published here")
        number = page_number(exchange)
        require_path(exchange, author.path, query=page_query(number))
        info = theme.site()
        shown = posts.posts_by_author(author.slug, number, info.posts_per_page)
        head = list_head(
            author.path,
            shown,
            title=author.name,
            description=author.bio or below(author.name, info),
            type="profile",
            feeds=href(author.path),
            data=(trail(theme.origin, (info.title, "/"), (author.name, author.path)),),
        )
        said = Intro(translate(info.language, "Author"), author.name, author.bio, author.image or "", author.url or "")
        return list_page(theme, info, head, shown, comments, said)


class Intro:
    """What stands above a list."""

    __slots__ = ("description", "heading", "image", "kind", "url")

    def __init__(self, kind: str, heading: str, description: str = "", image: str = "", url: str = "") -> None:
        self.kind, self.heading, self.description = kind, heading, description
        self.image, self.url = image, url


def list_page(
    theme: Theme,
    info: SiteInfo,
    head: Head,
    shown: Page[PostSummary],
    comments: CommentService,
    intro: Intro,
) -> Response[bytes]:
    require_page(shown)
    counts = comment_counts(comments, shown)
    return page(theme.page("posts/list.html", info, head, list=shown, comments=counts, intro=intro))


def comment_counts(comments: CommentService, shown: Page[PostSummary]) -> dict[str, int]:
    return comments.counts([post.id for post in shown.entries]) if shown.entries else {}


def below(name: str, info: SiteInfo) -> str:
    """What a list is, where nobody has described it."""
    return f"{name} – {info.title}" + (f". {info.tagline}" if info.tagline else "")


def page_query(number: int) -> str:
    return f"page={number}" if number > 1 else ""


HANDLERS = [show_home, show_tag, show_author]
