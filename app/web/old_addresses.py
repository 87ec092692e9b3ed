"""Where an address of the old blog leads now: always straight to the end of the way, so that it takes one hop.

Every method reads, so it is called inside `reading()`. What it answers never depends on a header of the request.
"""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlencode

from app.services.media import MediaService
from app.services.posts import PostService
from app.services.site import SiteService
from app.web import old_forms
from app.web.addresses import href, with_query
from app.web.exchange import parse_query
from app.web.old_forms import Form

_POST_NUMBERS = ("p", "page_id", "attachment_id")
MOST_HOPS = 5  # of the owner's own redirects, followed here
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_ga|_gl|_hs\w+|mkt_tok|ref|ref_src|source|via|"
    r"cmpid|ck_subscriber_id|wpsrc|region)"
)
_WITHOUT = frozenset({"replytocom", "amp", "noamp", "share", "like_comment", "print", "unapproved", "moderation-hash"})
_PART_OF_LIST = frozenset({"feed", "paged"})  # what the other parameters name, as a feed or a further page


@dataclass(frozen=True, slots=True)
class Moved:
    """`location` is encoded and begins with one slash, or is an absolute address the owner has named."""

    location: str
    permanent: bool = True


@dataclass(frozen=True, slots=True)
class _Place:
    """Something that is there. `path` is encoded."""

    path: str
    is_list: bool = False
    has_feeds: bool = False

    def address(self, form: Form) -> str:
        if form.feed:
            return self.path + form.feed if self.has_feeds else self.path
        return with_query(self.path, page=form.page if self.is_list and form.page > 1 else None)


class OldAddresses:
    def __init__(self, posts: PostService, site: SiteService, media: MediaService, origin: str) -> None:
        self._posts, self._site, self._media = posts, site, media
        self._origin = origin

    def find(self, path: str) -> Moved | None:
        """Tell where a path leads at which there is nothing (any more)."""
        if "\x00" in path or len(path) > 2000 or old_forms.is_hopeless(path):
            return None
        moved = self._find(path, MOST_HOPS)
        is_same = moved is not None and moved.location == href(path) and not path.startswith("//")  # which href mends
        return None if is_same else moved

    def find_by_query(self, path: str, query: bytes) -> Moved | None:
        """Tell where an address leads that is told from others by its query; None: the query means nothing."""
        parameters = {k: v for k, v in parse_query(query).items() if not _TRACKING.fullmatch(k)}
        if not parameters or len(path) > 2000:
            return None
        front = path.removesuffix("index.php") or "/"
        if not _PART_OF_LIST.isdisjoint(parameters):
            return self._wordpress_query(front, parameters)
        whole = f"{front}?{'&'.join(f'{k}={v}' for k, v in parameters.items())}"
        return self._stored(whole, front) or self._wordpress_query(front, parameters)

    # Paths

    def _find(self, path: str, hops: int) -> Moved | None:
        for form in old_forms.forms(path):
            place = self._place(form.base)
            if place is not None:
                return Moved(place.address(form))
            redirected = self._redirected(form, hops)
            if redirected is not None:
                return redirected
        return self._suffixed(path) or self._file(path) or _elsewhere(path)

    def _suffixed(self, path: str) -> Moved | None:
        taken = self._posts.paths_taken(old_forms.with_suffixes(path))
        return next((Moved(href(known)) for known in taken), None)

    def _place(self, path: str) -> _Place | None:
        if path == "/":
            return _Place("/", is_list=True, has_feeds=True)
        post = self._post_path(path)
        if post is not None:
            return _Place(href(post))
        return self._tag(path) or self._author(path) or self._period(path)

    def _post_path(self, path: str) -> str | None:
        bare = path.rstrip("/")
        for known in self._posts.paths_taken((path, bare + "/", bare)):
            return known
        return self._posts.find_old_path(path)

    def _tag(self, path: str) -> _Place | None:
        for slug in old_forms.tag_slugs(path):
            tag = self._posts.find_tag(slug)
            if tag is not None and not tag.internal:
                return _Place(href(tag.path), is_list=True, has_feeds=True)
        return None

    def _author(self, path: str) -> _Place | None:
        slug = old_forms.author_slug(path)
        author = self._posts.find_author(slug) if slug else None
        return _Place(href(author.path), is_list=True, has_feeds=True) if author else None

    def _period(self, path: str) -> _Place | None:
        when = old_forms.year_and_month(path)
        if when is None or not self._posts.posts_by_date(*when, 1, 1).total:
            return None
        year, month = when
        return _Place(f"/archive/{year:04}/{month:02}/" if month else f"/archive/{year:04}/", is_list=True)

    def _file(self, path: str) -> Moved | None:
        paths = old_forms.media_paths(path)
        if not paths:
            return None
        found = self._media.by_address(paths)
        return next((Moved(href(found[known].path)) for known in paths if known in found), None)

    # The owner's redirects

    def _redirected(self, form: Form, hops: int) -> Moved | None:
        redirect = self._site.find_redirect(form.base)
        if redirect is None:
            return None
        moved = self._follow(redirect.target, hops)
        if moved is None:
            return None
        if not redirect.permanent:
            moved = Moved(moved.location, permanent=False)
        if form.feed and re.fullmatch(r"/(?:(?:tag|author)/[^/?#]+/)?", moved.location):
            return Moved(moved.location + form.feed, moved.permanent)
        if form.page > 1 and re.fullmatch(r"/(?:(?:tag|author|archive)/[^?#]+/)?", moved.location):
            return Moved(with_query(moved.location, page=form.page), moved.permanent)
        return moved

    def _follow(self, target: str, hops: int) -> Moved | None:
        """Go on from a redirect's target, so that the reader goes once.

        None: it is the list of a tag or author with nothing public; what only drafts have must not be named either.
        """
        local = self._local(target)
        if local is None:
            return Moved(target)
        path, _, fragment = local.partition("#")
        path, _, query = path.partition("?")
        further = None
        if hops > 1 and not self._posts.paths_taken((path,)):
            further = self._stored(f"{path}?{query}", path) if query else self._find(path, hops - 1)
        if further is None and path.startswith(("/tag/", "/author/")) and self._place(path) is None:
            return None
        if further is not None:
            return Moved(further.location + (f"#{fragment}" if fragment else ""), further.permanent)
        tail = (f"?{_ascii(query)}" if query else "") + (f"#{_ascii(fragment)}" if fragment else "")
        return Moved(href(path) + tail)

    def _local(self, target: str) -> str | None:
        """The decoded path and tail of a target on this site; None for one elsewhere, which Site.db keeps encoded."""
        if target.startswith(self._origin + "/"):
            target = target[len(self._origin) :]
        return unquote(target) if target.startswith("/") else None

    # Queries

    def _stored(self, whole: str, path: str) -> Moved | None:
        """Look the query up as a post's old address, then among the owner's redirects."""
        post = self._posts.find_old_path(whole)
        if post is not None:
            return Moved(href(post)) if post.rstrip("/") != path.rstrip("/") else None
        redirect = self._site.find_redirect(whole)
        if redirect is None:
            return None
        moved = self._follow(redirect.target, MOST_HOPS)
        return Moved(moved.location, redirect.permanent) if moved and moved.location != href(path) else None

    def _wordpress_query(self, path: str, parameters: dict[str, str]) -> Moved | None:
        if words := parameters.get("s"):
            return Moved(with_query("/search", q=words))
        base = self._wordpress_base(path, parameters)
        if "feed" in parameters:
            if base is None and parameters["feed"].startswith("comments"):
                return Moved("/comments/feed.xml")
            return self._find(f"{(base or path).rstrip('/')}/feed/{_feed_kind(parameters['feed'])}", MOST_HOPS)
        if parameters.get("paged", "").isdecimal():
            return self._find(f"{(base or path).rstrip('/')}/page/{parameters['paged'][:5]}", MOST_HOPS)
        if base is not None:
            return self._find(base, MOST_HOPS)
        place = None if _WITHOUT.isdisjoint(parameters) else self._place(path)
        return Moved(place.path) if place else None

    def _wordpress_base(self, path: str, parameters: dict[str, str]) -> str | None:
        """What the parameters of a plain WordPress address name, as a path; None where they name nothing."""
        if path != "/":
            return None
        for name in _POST_NUMBERS:
            if number := parameters.get(name):
                for twin in ("p", "page_id"):
                    found = self._posts.find_old_path(f"/?{twin}={number}")
                    if found:
                        return found
        if category := parameters.get("cat"):
            redirect = self._site.find_redirect(f"/?cat={category}")
            return self._local(redirect.target) if redirect else None
        for name, folder in (("tag", "tag"), ("category_name", "tag"), ("author_name", "author")):
            if slug := parameters.get(name):
                return f"/{folder}/{slug}/"
        if number := parameters.get("author"):
            redirect = self._site.find_redirect(f"/?author={number}")
            return self._local(redirect.target) if redirect else None
        return _period_path(parameters)


def post_named(path: str, query: bytes) -> str:
    """The address of the one post a plain WordPress address names, spelt in one way; "" where it names none."""
    if path not in ("/", "/index.php"):
        return ""
    parameters = parse_query(query)
    found = ((name, parameters.get(name, "")) for name in _POST_NUMBERS)
    return next((f"/?{name}={number[:20]}" for name, number in found if number.isdecimal()), "")


def _feed_kind(name: str) -> str:
    return next((kind for kind in ("atom", "json") if kind in name), "rss2")


def _period_path(parameters: dict[str, str]) -> str | None:
    digits = parameters.get("m", "")
    if digits.isdecimal() and len(digits) >= 4:
        return f"/{digits[:4]}/{digits[4:6]}".rstrip("/")
    year, month = parameters.get("year", ""), parameters.get("monthnum", "")
    return f"/{year}/{month}".rstrip("/") if year.isdecimal() else None


def _elsewhere(path: str) -> Moved | None:
    """What every old blog had, and where Waypost has it."""
    for form in old_forms.forms(path):
        if form.feed and form.base.rstrip("/") == "/comments":
            return Moved(f"/comments/{form.feed}")
        if old_forms.is_front(form.base):
            return Moved(_Place("/", is_list=True, has_feeds=True).address(form))
    if words := old_forms.searched_words(path):
        return Moved("/search?" + urlencode({"q": words}))
    if old_forms.is_door(path):
        return Moved("/admin/", permanent=False)
    if old_forms.is_sitemap(path):
        return Moved("/sitemap.xml")
    return Moved("/archive/") if old_forms.is_front_of_lists(path) else None


def _ascii(text: str) -> str:
    return href(text)[1:]
