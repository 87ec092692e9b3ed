"""What the public reads: home, posts and pages, tags, authors, the archive, search."""

import re
from itertools import groupby
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.errors import NotFound
from app.services.comments import CommentService
from app.services.media import Media, MediaService
from app.services.posts import Page, Post, PostService, PostSummary
from app.services.site import SiteInfo
from app.web.addresses import absolute, href, link, page_address, with_query
from app.web.answers import page, page_number, require_page, require_path
from app.web.content_policy import page_policy
from app.web.contents import contents_of
from app.web.conversation import Conversation, converse
from app.web.dates import calendar
from app.web.exchange import Exchange
from app.web.head import Head, list_head
from app.web.linked_data import headline, post_data, site_data, trail
from app.web.oembed import PATH as OEMBED
from app.web.prose import usable
from app.web.reads import reads
from app.web.theme import Theme
from app.web.words import translate

RELATED = 3
HITS_PER_PAGE = 20
LONGEST_QUERY = 200
_MEDIA = re.compile(r"/media/([0-9a-f]{20,64})/")


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
        counts = _comment_counts(comments, shown)
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
        require_path(exchange, tag.path, query=_page_query(number))
        info = theme.site()
        shown = posts.posts_by_tag(tag.slug, number, info.posts_per_page)
        head = list_head(
            tag.path,
            shown,
            title=tag.name,
            description=tag.description or _below(tag.name, info),
            feeds=href(tag.path),
            data=(trail(theme.origin, (info.title, "/"), (tag.name, tag.path)),),
        )
        said = _Intro(translate(info.language, "Tag"), tag.name, tag.description)
        return _list(theme, info, head, shown, _comment_counts(comments, shown), said)


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
        require_path(exchange, author.path, query=_page_query(number))
        info = theme.site()
        shown = posts.posts_by_author(author.slug, number, info.posts_per_page)
        head = list_head(
            author.path,
            shown,
            title=author.name,
            description=author.bio or _below(author.name, info),
            type="profile",
            feeds=href(author.path),
            data=(trail(theme.origin, (info.title, "/"), (author.name, author.path)),),
        )
        said = _Intro(translate(info.language, "Author"), author.name, author.bio, author.image or "", author.url or "")
        return _list(theme, info, head, shown, _comment_counts(comments, shown), said)


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


@get("/search", sync_to_thread=True)
def show_search(
    exchange: NamedDependency[Exchange],
    posts: NamedDependency[PostService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    query = " ".join(exchange.parameter("q").split())[:LONGEST_QUERY]
    number = page_number(exchange)
    require_path(exchange, "/search", query=with_query("", q=query, page=number if number > 1 else None)[1:])
    with reads(exchange):
        info = theme.site()
        hits = posts.search(query, number, HITS_PER_PAGE)
        require_page(hits)
        head = Head(
            "/search",
            translate(info.language, "Search"),
            translate(info.language, "Search this site"),
            hidden=True,
            newer=page_address("/search", number - 1, q=query) if number > 1 else "",
            older=page_address("/search", number + 1, q=query) if number < hits.pages else "",
        )
        return page(theme.page("posts/search.html", info, head, list=hits, query=query))


@get("/{path:path}", sync_to_thread=False)
def show_post(
    exchange: NamedDependency[Exchange],
    posts: NamedDependency[PostService],
    comments: NamedDependency[CommentService],
    media: NamedDependency[MediaService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """Answer every address no other handler has: a post or page lies there, or nothing does."""
    with reads(exchange):
        post = posts.find_by_path(exchange.path)
        if post is None:
            raise NotFound("There is nothing at this address")
        info = theme.site()
        has_embeds = 'data-embed="' in post.html
        head = _post_head(theme, info, post)
        policy = page_policy(theme.origin, has_embeds=True) if has_embeds else ""
        values: dict[str, Any] = {
            "post": post,
            "conversation": _conversation(comments, post),
            "has_embeds": has_embeds,
            "picture": _picture(media, post),
            "contents": contents_of(post.html),
            "prose": usable(post.html, post.language or info.language, media.find_by_prefix),
        }
        if post.kind == "page":
            return page(theme.page("posts/page.html", info, head, **values), policy=policy)
        near = posts.neighbours(post)
        values |= {"neighbours": near, "related": posts.related(post, RELATED)}
        return page(theme.page("posts/post.html", info, head, **values), policy=policy)


def _post_head(theme: Theme, info: SiteInfo, post: Post) -> Head:
    dates = calendar(info.language, info.timezone)
    picture = post.image.url if post.image else _social_image(post)
    image = absolute(theme.origin, link(picture)) if link(picture) else ""
    tags = [(tag.name, tag.path) for tag in post.tags[:1]]
    described = post_data(
        post,
        info,
        theme.origin,
        image=image,
        published=dates.iso(post.published_at),
        updated=dates.iso(max(post.updated_at, post.published_at)),
    )
    path = href(post.path)
    return Head(
        path,
        post.title,
        post.description or post.excerpt,
        canonical=post.canonical_url or "",
        type="article" if post.kind == "post" else "website",
        image=image,
        image_alt=post.image.alt if post.image else "",
        hidden=post.metadata.get("noindex") is True,
        oembed=with_query(OEMBED, url=theme.origin + path),
        data=(described, trail(theme.origin, (info.title, "/"), *tags, (headline(post), post.path))),
    )


def _social_image(post: Post) -> str:
    """The picture its author chose for other sites in the old blog; "" for none."""
    chosen = (post.metadata.get(name) for name in ("og_image", "social_image", "twitter_image"))
    return next((one for one in chosen if isinstance(one, str) and one), "")


def _below(name: str, info: SiteInfo) -> str:
    """What a list is, where nobody has described it."""
    return f"{name} – {info.title}" + (f". {info.tagline}" if info.tagline else "")


def _picture(media: MediaService, post: Post) -> Media | None:
    """What is known of the featured image, so that the page keeps its place free; None for one from elsewhere."""
    found = _MEDIA.match(post.image.url) if post.image else None
    return media.find_by_prefix(found[1]) if found else None


def _conversation(comments: CommentService, post: Post) -> Conversation:
    """Read the comments only now that the post is known to be public in this very snapshot."""
    return converse(comments.threads(post.id), frozenset(author.id for author in post.authors))


def _comment_counts(comments: CommentService, shown: Page[PostSummary]) -> dict[str, int]:
    return comments.counts([post.id for post in shown.entries]) if shown.entries else {}


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
    require_path(exchange, path, query=_page_query(number))
    with reads(exchange):
        info = theme.site()
        shown = posts.posts_by_date(year, month, number, info.posts_per_page)
        if not shown.total:
            raise NotFound("Nothing was published then")
        name = calendar(info.language, info.timezone).month(year, month) if month else str(year)
        said = _Intro(translate(info.language, "Archive"), name)
        steps = ((info.title, "/"), (said.kind, "/archive/"), (name, path))
        head = list_head(path, shown, title=name, description=_below(name, info), data=(trail(theme.origin, *steps),))
        return _list(theme, info, head, shown, _comment_counts(comments, shown), said)


class _Intro:
    """What stands above a list."""

    __slots__ = ("description", "heading", "image", "kind", "url")

    def __init__(self, kind: str, heading: str, description: str = "", image: str = "", url: str = "") -> None:
        self.kind, self.heading, self.description = kind, heading, description
        self.image, self.url = image, url


def _list(
    theme: Theme,
    info: SiteInfo,
    head: Head,
    shown: Page[PostSummary],
    counts: dict[str, int],
    intro: _Intro,
) -> Response[bytes]:
    require_page(shown)
    return page(theme.page("posts/list.html", info, head, list=shown, comments=counts, intro=intro))


def _page_query(number: int) -> str:
    return f"page={number}" if number > 1 else ""


def _digits(text: str, length: int) -> int:
    """Raises: NotFound: it is no number of that length at most."""
    if not (text.isascii() and text.isdecimal() and len(text) <= length):
        raise NotFound("There is no such date")
    return int(text)


HANDLERS = [show_home, show_tag, show_author, show_archive, show_year, show_month, show_search, show_post]
