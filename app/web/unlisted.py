"""A post or page that is shown to somebody and not to everybody: as it will look, and kept by nobody."""

from litestar import Response

from app.services.media import MediaService
from app.services.posts import Neighbours, PublishedPost
from app.services.site import SiteInfo
from app.web.conversation import converse
from app.web.posts import post_answer
from app.web.theme import Theme

KEPT_BY_NOBODY = {"cache-control": "private, no-store", "x-robots-tag": "noindex", "referrer-policy": "no-referrer"}


def unlisted_page(
    theme: Theme, info: SiteInfo, post: PublishedPost, media: MediaService, said: str = ""
) -> Response[bytes]:
    """`said`: why they see it. No comments, no neighbours, no card for other sites."""
    nobody = converse((), frozenset())
    return kept_by_nobody(post_answer(theme, info, post, media, nobody, Neighbours(None, None), [], unlisted=said))


def kept_by_nobody(answer: Response[bytes]) -> Response[bytes]:
    answer.headers.update(KEPT_BY_NOBODY)
    return answer
