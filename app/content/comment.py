"""What strangers write: a strict subset, and every link marked as theirs."""

import re

import nh3
import pyromark
from selectolax.lexbor import LexborHTMLParser

from app.content import addresses
from app.content.autop import autop
from app.content.depth import flattened, flattened_markdown
from app.content.linking import link_addresses
from app.content.removal import report
from app.content.rendered import Rendered
from app.content.text import text_of_markup
from app.content.words import words

_TAGS = words("p br a em strong code pre blockquote ul ol li")
_SAME = {"b": "strong", "i": "em", "cite": "em", "tt": "code", "samp": "code", "kbd": "code"}
_SAME |= dict.fromkeys(
    words("div section article h1 h2 h3 h4 h5 h6 header footer address center td th dt dd figcaption summary"), "p"
)
_DROPPED = words("script style template iframe object noembed noframes svg math canvas title textarea select")
_OTHER = words(
    "span font u s del ins strike big small img sub sup abbr acronym q mark time table thead tbody tr td th form "
    "input button label option embed param video audio source center hr dl dt dd figure figcaption nav aside details "
    "summary html head body meta link base noscript var dfn ruby rt rp wbr bdo bdi picture main dialog marquee"
)
_HTML = _TAGS | _SAME.keys() | _DROPPED | _OTHER

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])|<(?!!--)", re.DOTALL)

_MARKDOWN = pyromark.Markdown()
_ANGLE = "\ue000"  # stands for a `<`, so that Markdown sees no tags; nobody can type it
_PARAGRAPH = re.compile(r"<p>.*?</p>", re.DOTALL)
_LINE_END = re.compile(r"(?<!<br />)\n")
_HEADING = re.compile(r"(</?)h[1-6]>")

_COMMENTS = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=set(_DROPPED),
    attributes={"a": {"href"}},
    url_schemes=set(addresses.COMMENT_SCHEMES),
    url_relative="deny",
    link_rel="nofollow ugc noopener",
)


def render_typed_comment(text: str) -> Rendered:
    """Render what somebody typed here: small Markdown (emphasis, code, quotes, lists, links), no tags. Never raises.

    Every line end of a paragraph is one; a `<` is shown as typed.
    """
    source = flattened_markdown(text.replace(_ANGLE, "").replace("<", _ANGLE).encode("utf-8", "replace").decode())
    html = _HEADING.sub(r"\1p>", _MARKDOWN.html(source))
    html = _PARAGRAPH.sub(lambda paragraph: _LINE_END.sub("<br />\n", paragraph[0]), html)
    return _finished(LexborHTMLParser(flattened(html).replace(_ANGLE, "&lt;"), is_fragment=True), set())


def render_comment(text: str) -> Rendered:
    """Render plain text or the few tags a comment may have. Never raises.

    Lines become paragraphs and breaks, bare addresses links. A `<` that begins no HTML tag is shown as typed.
    """
    tree = LexborHTMLParser(autop(flattened(_TAG.sub(_mend, text))), is_fragment=True)
    removed = {f"{node.tag} element" for node in tree.css(",".join(sorted(_DROPPED)))}
    tree.strip_tags(sorted(_DROPPED), recursive=True)
    return _finished(tree, removed)


def _finished(tree: LexborHTMLParser, removed: set[str]) -> Rendered:
    for paragraph in tree.css("p:blank"):
        paragraph.decompose()
    removed |= _drop_dead_links(tree)
    link_addresses(tree)
    html = _COMMENTS.clean(tree.html or "").strip()
    return Rendered(html, text_of_markup(html), report(removed))


def _drop_dead_links(tree: LexborHTMLParser) -> set[str]:
    """Leave only the words of links that lead nowhere a stranger may point to."""
    removed: set[str] = set()
    for link in tree.css("a"):
        scheme = addresses.scheme_of(link.attrs.sget("href"))
        if scheme not in addresses.COMMENT_SCHEMES:
            link.unwrap(delete_empty=True)
            removed.update({f"{scheme}: address"} if scheme else ())
    return removed


def _mend(tag: re.Match[str]) -> str:
    name = (tag[2] or "").lower()
    if name not in _HTML:
        return "&lt;" + tag[0][1:]
    return f"<{tag[1]}{_SAME.get(name, name)}"
