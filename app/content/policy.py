"""What HTML of a post may hold: the allowlist, enforced by nh3 as the last step of every rendering.

Nothing before this step is trusted: whatever the tree passes did or missed, only what stands here gets out.
"""

import re
from collections.abc import Callable
from functools import lru_cache

import nh3

from app.content import addresses
from app.content.embeds import is_embed_address
from app.content.words import words

# Ids beginning so belong to templates. Content never has one: it is moved to RESERVED_REPLACEMENT + the rest.
RESERVED_ID_PREFIX = "wp-"
RESERVED_REPLACEMENT = "content-wp-"

TAGS = words(
    "a abbr address article aside audio b bdi bdo blockquote br caption cite code col colgroup data dd del "
    "details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img input ins kbd "
    "li main mark meter nav ol p picture pre progress q rp rt ruby s samp section small source span strong sub "
    "summary sup table tbody td tfoot th thead time tr track u ul var video wbr"
)
# Formulas, without what holds other markup or addresses.
MATH = words(
    "math mrow mi mn mo ms mtext mspace msup msub msubsup mfrac msqrt mroot munder mover munderover mtable mtr "
    "mtd mstyle mpadded mphantom menclose semantics mmultiscripts mprescripts none"
)
DROPPED_WITH_CONTENT = words(
    "script style template iframe object embed noembed noframes svg annotation annotation-xml canvas title "
    "textarea select applet frameset head"
)
ATTRIBUTES = {
    "*": {"class", "id", "dir", "lang", "title", "role", "aria-label", "aria-hidden", "aria-describedby", "translate"},
    "a": {"href", "hreflang", "rel", "target", "download", "type"},
    "abbr": set[str](),
    "audio": {"src", "preload", "loop", "muted"},
    "blockquote": {"cite"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "figure": {"data-embed"},
    "img": {"src", "srcset", "sizes", "width", "height", "alt", "loading", "decoding"},
    "input": {"type", "disabled", "checked"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "math": {"display"},
    "mo": {"stretchy", "fence", "separator", "form"},
    "mi": {"mathvariant"},
    "mspace": {"width"},
    "mtd": {"columnspan", "rowspan"},
    "meter": {"value", "min", "max", "low", "high", "optimum"},
    "ol": {"start", "type", "reversed"},
    "pre": {"tabindex"},
    "progress": {"value", "max"},
    "q": {"cite"},
    "source": {"src", "srcset", "sizes", "media", "type", "width", "height"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "video": {"src", "poster", "width", "height", "preload", "loop", "muted", "playsinline"},
}
# Forced whatever was written. Where there are two, a tree pass has written them: nh3 adds several in any order.
_ALWAYS = {
    "input": {"type": "checkbox", "disabled": ""},
    "audio": {"controls": ""},
    "video": {"controls": ""},
}

# Words of class attributes that themes style: code, footnotes, and the galleries of WordPress and Ghost.
_CLASS = re.compile(
    r"language-[\w+#.-]+|lang-[\w+#-]+|highlight\w*|chroma|hljs[\w-]*|code[\w-]*"
    r"|footnote[\w-]*|task-list[\w-]*|contains-task-list|math(?:-[a-z]+)?|markdown-alert[\w-]*|embed(?:-[a-z]+)?"
    r"|align(?:left|right|center|none|wide|full)|(?:wp|kg|blocks|gallery|columns|size|has|is)-[\w-]+|gallery|caption"
    r"|screen-reader-text|sr-only|emoji|more-link|pull(?:left|right|quote)|dropcap|lead|figure[\w-]*|twitter-tweet"
)
MAX_CLASSES = 500  # characters
_SHORT_CLASS = re.compile(r"[a-z][a-z0-9]{0,2}")  # what Pygments and Rouge call the kinds of words in code
_REL = words("alternate author bookmark external help license me nofollow noopener noreferrer prev sponsored tag ugc")
_ROLES = words(
    "doc-endnotes doc-backlink doc-noteref doc-footnote doc-pullquote doc-tip note presentation none img list "
    "listitem group figure separator math"
)
_ID = re.compile(r"\S{1,200}")
_LANGUAGE = re.compile(r"language-([\w+#.-]+)")
_INTEGER = re.compile(r"\s*(\d{1,5})(?:\.\d+)?(?:px)?\s*")


def safe_id(value: str) -> str | None:
    if not _ID.fullmatch(value):
        return None
    if value.lower().startswith(RESERVED_ID_PREFIX):
        return RESERVED_REPLACEMENT + value[len(RESERVED_ID_PREFIX) :]
    return value


@lru_cache(maxsize=4096)
def _safe_class(value: str, short: bool) -> str | None:
    each = map(_plain_class, value.split())
    kept = [word for word in each if _CLASS.fullmatch(word) or (short and _SHORT_CLASS.fullmatch(word))]
    return " ".join(dict.fromkeys(kept)) or None


def _plain_class(word: str) -> str:
    """Cut what Markdown writers append to a language: "language-rust,ignore" is "language-rust"."""
    match = _LANGUAGE.match(word)
    return match[0] if match else word


def _safe_href(value: str) -> str | None:
    if not addresses.is_safe_link(value):
        return None
    if value[: len(RESERVED_ID_PREFIX) + 1].lower() == "#" + RESERVED_ID_PREFIX:
        return "#" + RESERVED_REPLACEMENT + value[len(RESERVED_ID_PREFIX) + 1 :]
    return value


def _safe_srcset(value: str) -> str | None:
    kept = [pair for pair in addresses.srcset_candidates(value) if addresses.is_safe_source(pair[0])]
    return addresses.srcset_of(kept) or None


def _number(value: str) -> str | None:
    match = _INTEGER.fullmatch(value)
    return match[1] if match else None


def _words_in(allowed: frozenset[str]) -> Callable[[str], str | None]:
    @lru_cache(maxsize=256)
    def kept(value: str) -> str | None:
        return " ".join(dict.fromkeys(word for word in value.lower().split() if word in allowed)) or None

    return kept


def _one_of(*allowed: str) -> Callable[[str], str | None]:
    return lambda value: value.lower() if value.lower() in allowed else None


def _safe_source(value: str) -> str | None:
    return value if addresses.is_safe_source(value) else None


def _safe_image(value: str) -> str | None:
    return value if addresses.is_safe_source(value, image=True) else None


_FILTERS: dict[str, Callable[[str], str | None]] = {
    "id": safe_id,
    "href": _safe_href,
    "src": _safe_source,
    "poster": _safe_source,
    "cite": _safe_source,
    "srcset": _safe_srcset,
    "data-embed": lambda value: value if is_embed_address(value) else None,
    "rel": _words_in(_REL),
    "role": _words_in(_ROLES),
    "target": _one_of("_blank"),
    "tabindex": _one_of("0"),
    "dir": _one_of("ltr", "rtl", "auto"),
    "scope": _one_of("col", "row", "colgroup", "rowgroup"),
    "preload": _one_of("none", "metadata"),
    "loading": _one_of("lazy", "eager"),
    "decoding": _one_of("async", "sync", "auto"),
    "width": _number,
    "height": _number,
    "colspan": _number,
    "rowspan": _number,
    "span": _number,
}


def _filter(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return _safe_class(value[:MAX_CLASSES], tag == "span")
    keep = _FILTERS.get(name)
    if keep is None:
        return value
    return _safe_image(value) if name == "src" and tag == "img" else keep(value)


_POSTS = nh3.Cleaner(
    tags=set(TAGS | MATH),
    clean_content_tags=set(DROPPED_WITH_CONTENT),
    attributes=ATTRIBUTES,
    attribute_filter=_filter,
    set_tag_attribute_values=_ALWAYS,
    url_schemes={*addresses.LINK_SCHEMES, "data"},
    link_rel=None,
)


def sanitised(markup: str) -> str:
    """Give only what the allowlist lets through."""
    return _POSTS.clean(markup)
