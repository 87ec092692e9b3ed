"""What each known shortcode becomes."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from app.importers.wordpress.body.attributes import Attributes
from app.importers.wordpress.body.context import Context
from app.importers.wordpress.body.embeds import audio, embed, video
from app.importers.wordpress.uploads import Attachment


@dataclass(frozen=True, slots=True)
class Call:
    """One use of a shortcode; `content` is None where it has no end."""

    name: str
    attributes: Attributes
    content: str | None
    context: Context


Handler = Callable[[Call], str | None]  # None: it makes no sense as it stands

_IMAGE = re.compile(r"\s*((?:<a\s[^<>]*>\s*)?<img\s[^<>]*>(?:\s*</a>)?)(.*)", re.DOTALL | re.IGNORECASE)
_AUDIO_KEYS = ("src", "mp3", "m4a", "ogg", "oga", "wav", "flac", "wma")
_VIDEO_KEYS = ("src", "mp4", "m4v", "webm", "ogv", "mov", "flv", "wmv")
_SOUND = re.compile(r"\.(?:mp3|m4a|og[ga]|opus|wav|flac|wma)$", re.IGNORECASE)
_FILM = re.compile(r"\.(?:mp4|m4v|webm|ogv|mov|flv|wmv)$", re.IGNORECASE)
_ENTITY = re.compile(r"&(?!#?\w{1,32};)")
_LANGUAGE = re.compile(r"[\w+#-]{1,30}")


def _caption(call: Call) -> str | None:
    content = call.content
    if content is None:
        return None
    text = call.attributes.get("caption")
    match = _IMAGE.fullmatch(content)
    if match:
        content, text = match[1], text or match[2].strip()
    side = call.attributes.get("align")
    ref = call.attributes.get("id")
    classes = f"wp-caption {side}" if re.fullmatch(r"align(?:left|right|center|none|wide|full)", side) else "wp-caption"
    named = f' id="{html.escape(ref)}"' if re.fullmatch(r"[\w-]+", ref) else ""
    below = f"<figcaption>{text}</figcaption>" if text else ""
    return f'<figure{named} class="{classes}">{content.strip()}{below}</figure>'


def _gallery(call: Call) -> str | None:
    found = _chosen(call, lambda attachment: attachment.is_image)
    if found is None:
        return None
    columns = call.attributes.get("columns")
    width = f" columns-{columns}" if re.fullmatch(r"[1-9]", columns) else ""
    images = "".join(_image(attachment) for attachment in found)
    return f'<figure class="wp-block-gallery has-nested-images{width}">{images}</figure>'


def _image(attachment: Attachment) -> str:
    below = f"<figcaption>{attachment.caption}</figcaption>" if attachment.caption else ""
    source, alt = html.escape(attachment.url), html.escape(html.unescape(attachment.alt))
    return f'<figure class="wp-block-image"><img src="{source}" alt="{alt}" />{below}</figure>'


def _chosen(call: Call, is_wanted: Callable[[Attachment], bool]) -> list[Attachment] | None:
    """Return the attachments that are named, else those of the post itself; None where there are none."""
    named = call.attributes.ids("ids") or call.attributes.ids("include")
    if not named:
        without = set(call.attributes.ids("exclude"))
        own = [one for one in call.context.own if is_wanted(one) and one.ref not in without]
        if not own:
            call.context.notes.missing[f"[{call.name}] shows files of the post, and the export has none of it"] = None
        return own or None
    found = [call.context.attachments[ref] for ref in named if ref in call.context.attachments]
    missing = [ref for ref in named if ref not in call.context.attachments]
    if missing:
        call.context.notes.missing[f"[{call.name}] names files the export doesn't have: {', '.join(missing)}"] = None
    return found or None


def _playlist(call: Call) -> str | None:
    films = call.attributes.get("type") == "video"
    found = _chosen(call, lambda one: bool((_FILM if films else _SOUND).search(one.path)))
    make = video if films else audio
    return "".join(make(one.url, html.escape(html.unescape(one.title))) for one in found) if found else None


def _audio(call: Call) -> str | None:
    address = _media_address(call, _AUDIO_KEYS, _SOUND)
    return audio(address) if address else None


def _video(call: Call) -> str | None:
    address = _media_address(call, _VIDEO_KEYS, _FILM)
    if not address:
        return None
    if not _FILM.search(address.partition("?")[0]):
        return embed(address)  # the shortcode takes pages of film sites too
    return video(address, poster=call.attributes.get("poster"))


def _media_address(call: Call, keys: tuple[str, ...], kind: re.Pattern[str]) -> str:
    attributes = call.attributes
    named = attributes.get(*keys) or attributes.first().partition("|")[0]
    if not named and call.content and "<" not in call.content:
        named = call.content.strip()
    if not named:
        named = next((one.url for one in call.context.own if kind.search(one.path)), "")
    return html.unescape(named) if re.match(r"https?://|/", named) else ""


def _embed(call: Call) -> str | None:
    address = (call.content or "").strip() or call.attributes.get("src", "url") or call.attributes.first()
    return embed(address) if re.fullmatch(r"https?://[^\s<>\"]+", address) else None


def _code(call: Call) -> str | None:
    if call.content is None:
        return None
    language = call.attributes.get("lang", "language") or call.attributes.first()
    if call.name not in ("code", "sourcecode", "source"):
        language = call.name
    named = f' class="language-{language.lower()}"' if _LANGUAGE.fullmatch(language) else ""
    text = call.content.strip("\n")
    if "<" in text or ">" in text:  # else the editor has escaped it already
        text = _ENTITY.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")
    return f"<pre><code{named}>{_ENTITY.sub('&amp;', text)}</code></pre>"


def _page_of(call: Call, *, pattern: str, keys: tuple[str, ...] = ("url", "id", "src")) -> str | None:
    """Make a card from an address or from a bare id, which `pattern` makes an address of."""
    value = call.attributes.get(*keys) or call.attributes.first() or (call.content or "").strip()
    if re.fullmatch(r"https?://[^\s<>\"]+", value):
        return embed(value)
    return embed(pattern.format(value)) if pattern and re.fullmatch(r"[\w:/.-]+", value) else None


_LANGUAGES = "bash c cpp csharp css go html java javascript js perl php python py ruby shell sql text vb xml yaml"
_PAGES = {
    "youtube": "https://www.youtube.com/watch?v={}",
    "vimeo": "https://vimeo.com/{}",
    "gist": "https://gist.github.com/{}",
    "tweet": "https://twitter.com/i/status/{}",
    "twitter": "https://twitter.com/i/status/{}",
    "soundcloud": "https://soundcloud.com/{}",
    "instagram": "https://www.instagram.com/p/{}/",
    "dailymotion": "https://www.dailymotion.com/video/{}",
    "ted": "https://www.ted.com/talks/{}",
    "slideshare": "https://www.slideshare.net/slideshow/embed_code/{}",
    "spotify": "https://open.spotify.com/{}",
    "googlemaps": "",  # takes addresses only
    "wpvideo": "https://videopress.com/v/{}",
    "videopress": "https://videopress.com/v/{}",
    "codepen": "https://codepen.io/{}",
    "facebook": "https://www.facebook.com/{}",
    "scribd": "https://www.scribd.com/document/{}",
}
VERBATIM = frozenset({"code", "sourcecode", "source", *_LANGUAGES.split()})  # nothing in them is a shortcode
HANDLERS: dict[str, Handler] = {
    "caption": _caption,
    "wp_caption": _caption,
    "gallery": _gallery,
    "playlist": _playlist,
    "audio": _audio,
    "video": _video,
    "embed": _embed,
    **dict.fromkeys(VERBATIM, _code),
    **{name: partial(_page_of, pattern=pattern) for name, pattern in _PAGES.items()},
}
