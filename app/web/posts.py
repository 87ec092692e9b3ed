"""A post or a page, as the public reads it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from app.errors import NotFound
from app.services.comments import CommentService
from app.services.media import MediaService
from app.services.posts import Neighbours, Post, PostService, PostSummary
from app.services.site import SiteInfo
from app.services.users import User
from app.web.addresses import absolute, href, link, with_query
from app.web.answers import page
from app.web.contents import contents_of
from app.web.conversation import Conversation, converse, is_open
from app.web.dates import calendar
from app.web.exchange import Exchange
from app.web.head import Head
from app.web.linked_data import headline, post_data, trail
from app.web.oembed import PATH as OEMBED
from app.web.prose import usable
from app.web.reads import reads
from app.web.theme import Theme

RELATED = 3


@get("/{path:path}", sync_to_thread=False)
def show_post(
    exchange: NamedDependency[Exchange],
    visitor: NamedDependency[User | None],
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
        conversation = _conversation(comments, post, info, visitor)
        near = posts.neighbours(post) if post.kind == "post" else Neighbours(None, None)
        related = posts.related(post, RELATED) if post.kind == "post" else []
        return post_answer(theme, info, post, media, conversation, near, related)


def post_answer(
    theme: Theme,
    info: SiteInfo,
    post: Post,
    media: MediaService,
    conversation: Conversation,
    neighbours: Neighbours,
    related: Sequence[PostSummary],
    unlisted: str | None = None,
) -> Response[bytes]:
    """The page of a post or page, be it public or about to be. `unlisted`: why it is shown, where it is not public."""
    head = _post_head(theme, info, post, media)
    if unlisted is not None:
        head = replace(head, hidden=True, oembed="", data=(), said=unlisted)
    if conversation.rows or conversation.is_open:
        head = replace(head, comments=f"/comments/{post.id}/feed.xml")
    values: dict[str, Any] = {
        "post": post,
        "conversation": conversation,
        "has_embeds": 'data-embed="' in post.html,
        "contents": contents_of(post.html),
        "prose": usable(post.html, post.language or info.language, media.find_by_prefix),
    }
    if post.kind == "page":
        return page(theme.page("posts/page.html", info, head, **values))
    values |= {"neighbours": neighbours, "related": related}
    return page(theme.page("posts/post.html", info, head, **values))


def _post_head(theme: Theme, info: SiteInfo, post: Post, media: MediaService) -> Head:
    dates = calendar(info.language, info.timezone)
    own = _social_image(post)
    chosen, size = _for_cards(own or (post.image.url if post.image else ""), media)
    image = absolute(theme.origin, link(chosen)) if link(chosen) else ""
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
        image_alt=post.image.alt if post.image and not own else "",
        image_size=size,
        hidden=post.metadata.get("noindex") is True,
        oembed=with_query(OEMBED, url=theme.origin + path),
        data=(described, trail(theme.origin, (info.title, "/"), *tags, (headline(post), post.path))),
    )


def _social_image(post: Post) -> str:
    """The picture its author chose for other sites; "" for none."""
    chosen = (post.metadata.get(name) for name in ("og_image", "social_image", "twitter_image"))
    return next((one for one in chosen if isinstance(one, str) and one), "")


def _for_cards(address: str, media: MediaService) -> tuple[str, tuple[int, int] | None]:
    """Return the address of the picture for other sites, and its size: cut to their shape where that was made."""
    known = media.picture_at(address)
    cut = known.social if known else None
    if known is None or cut is None:
        return address, None
    return href(known.path_of(cut)), (cut.width, cut.height)


def _conversation(comments: CommentService, post: Post, info: SiteInfo, visitor: User | None) -> Conversation:
    """Read the comments only now that the post is known to be public in this very snapshot."""
    found = converse(comments.threads(post.id), frozenset(author.id for author in post.authors))
    return replace(found, post_id=post.id, is_open=is_open(info, post), visitor=visitor)


HANDLERS = [show_post]
