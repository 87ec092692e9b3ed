"""Feeds of what readers say: of the whole site, and of one post. Only under posts that are public just now."""

import uuid

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.content import excerpt_of
from app.errors import NotFound
from app.services.comments import Comment, CommentService
from app.services.posts import PostService, PostSummary
from app.services.site import SiteInfo
from app.web.addresses import href
from app.web.exchange import Exchange
from app.web.feed_entries import FeedEntry
from app.web.feeds import Feed, answer_feed
from app.web.linked_data import headline
from app.web.reads import reads
from app.web.theme import Theme
from app.web.words import translate

ENTRIES = 30
LOOKED_AT = 100  # of the newest: those whose posts are not public are left out


@get(["/comments/feed.xml", "/comments/atom.xml", "/comments/feed.json"], sync_to_thread=False)
def show_comments_feed(
    exchange: NamedDependency[Exchange],
    posts: NamedDependency[PostService],
    comments: NamedDependency[CommentService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    with reads(exchange):
        info = theme.site()
        found = comments.latest(LOOKED_AT)
        public = posts.posts_by_id({comment.post_id for comment in found})
        shown = [one for one in found if one.post_id in public and one.kind == "comment"][:ENTRIES]
        entries = [_entry(one, public[one.post_id], info, theme.origin) for one in shown]
        title = f"{translate(info.language, 'Comments')} – {info.title}"
        return answer_feed(exchange.path, Feed(info, theme.origin, "/comments/", title, "", entries, about="/"), theme)


@get(
    ["/comments/{post_id:str}/feed.xml", "/comments/{post_id:str}/atom.xml", "/comments/{post_id:str}/feed.json"],
    sync_to_thread=False,
)
def show_post_comments_feed(
    exchange: NamedDependency[Exchange],
    post_id: FromPath[str],
    posts: NamedDependency[PostService],
    comments: NamedDependency[CommentService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    with reads(exchange):
        post = posts.posts_by_id([post_id]).get(post_id)
        if post is None:
            raise NotFound("There is no such post")
        info = theme.site()
        entries = [_entry(one, post, info, theme.origin) for one in comments.latest_of(post_id, ENTRIES)]
        title = f"{translate(info.language, 'Comments')}: {headline(post)} – {info.title}"
        folder = f"/comments/{post.id}/"
        feed = Feed(info, theme.origin, folder, title, "", entries, about=href(post.path))
        return answer_feed(exchange.path, feed, theme)


def _entry(comment: Comment, post: PostSummary, info: SiteInfo, origin: str) -> FeedEntry:
    own = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, comment.id)}"
    name = comment.author_name or translate(info.language, "Anonymous")
    return FeedEntry(
        id=own,
        iri=own,
        url=f"{origin}{href(post.path)}#wp-comment-{comment.id}",
        title=translate(info.language, "{name} on “{title}”").format(name=name, title=headline(post)),
        html=comment.html,
        summary=excerpt_of(comment.html),
        published_at=comment.created_at,
        updated_at=comment.created_at,
        authors=(name,),
        tags=(),
        image="",
        language="",
    )


HANDLERS = [show_comments_feed, show_post_comments_feed]
