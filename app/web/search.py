"""The search page; what it found alone, where htmx asks while the reader types."""

from typing import Any

from litestar import Request, Response, get
from litestar.di import NamedDependency

from app.services.posts import PostService
from app.web.addresses import page_address, with_query
from app.web.answers import page, page_number, require_page, require_path
from app.web.exchange import Exchange
from app.web.head import Head
from app.web.reads import reads
from app.web.theme import Theme
from app.web.words import translate

AnyRequest = Request[Any, Any, Any]
HITS_PER_PAGE = 20
LONGEST_QUERY = 200
SUGGESTED = 12  # tags, where nothing was found or asked


@get("/search", sync_to_thread=True)
def show_search(
    request: AnyRequest,
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
        tags = posts.tags()[:SUGGESTED] if not hits.total else []
        template = "posts/_hits.html" if "hx-request" in request.headers else "posts/search.html"
        answer = page(theme.page(template, info, head, list=hits, query=query, tags=tags))
        answer.headers["vary"] = "HX-Request"  # or a browser would show the one for the other
        return answer


HANDLERS = [show_search]
