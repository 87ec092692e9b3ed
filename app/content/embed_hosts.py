"""The sites whose frames a reader may load by a click: their addresses, and nothing of anyone else's.

Each frame address is its own frame address: finding it again gives the same one. That is how one is validated.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, unquote


@dataclass(frozen=True, slots=True)
class Embed:
    name: str  # of the site
    frame: str  # what a frame may load
    link: str  # what a reader without JavaScript opens


_ADDRESS = re.compile(r"(?:https?:)?//(?:www\.)?(?P<host>[a-z0-9.-]+)(?P<rest>/\S*)", re.ASCII | re.IGNORECASE)

Build = Callable[[re.Match[str]], Embed | None]


@dataclass(frozen=True, slots=True)
class _Form:
    """One form of address of a site; `pattern` covers path and query."""

    pattern: re.Pattern[str]
    build: Build


def _form(pattern: str, build: Build) -> _Form:
    return _Form(re.compile(pattern, re.ASCII), build)


def _fill(pattern: str, name: str, frame: str, link: str) -> _Form:
    """Both addresses are templates of the pattern's named groups; a group that is missing is empty."""

    def build(match: re.Match[str]) -> Embed:
        values = match.groupdict(default="")
        return Embed(name, frame.format_map(values), link.format_map(values))

    return _form(pattern, build)


def _youtube(match: re.Match[str]) -> Embed:
    video, start = match["id"], _seconds(match.string)
    return Embed(
        "YouTube",
        f"https://www.youtube-nocookie.com/embed/{video}" + (f"?start={start}" if start else ""),
        f"https://www.youtube.com/watch?v={video}" + (f"&t={start}s" if start else ""),
    )


def _seconds(address: str) -> int:
    """Give the start time in "t=90", "t=1m30s" or "start=90"."""
    match = re.search(r"[?&#](?:t|start)=(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?(?![\w])", address)
    hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds


def _vimeo(match: re.Match[str]) -> Embed:
    video, key = match["id"], match["key"] or _one(match.string, "h")
    key = key if key.isalnum() else ""
    return Embed(
        "Vimeo",
        f"https://player.vimeo.com/video/{video}?dnt=1" + (f"&h={key}" if key else ""),
        f"https://vimeo.com/{video}" + (f"/{key}" if key else ""),
    )


def _soundcloud_player(match: re.Match[str]) -> Embed | None:
    return _soundcloud(unquote(_one(match.string, "url")))


def _soundcloud_page(match: re.Match[str]) -> Embed | None:
    return _soundcloud("https://soundcloud.com" + match[0])


def _soundcloud(sound: str) -> Embed | None:
    known = re.fullmatch(r"https?://(?:api\.)?soundcloud\.com/[\w/:.-]+(?:\?secret_token=[\w-]+)?", sound, re.ASCII)
    if not known:
        return None
    frame = "https://w.soundcloud.com/player/?url=" + quote(sound, safe="")
    return Embed("SoundCloud", frame, frame if "//api." in sound else sound)


def _spotify_uri(match: re.Match[str]) -> Embed | None:
    uri = re.fullmatch(r"spotify:(track|album|playlist|episode|show|artist):(\w+)", _one(match.string, "uri"), re.ASCII)
    return _spotify(uri[1], uri[2]) if uri else None


def _spotify(kind: str, ref: str) -> Embed:
    return Embed("Spotify", f"https://open.spotify.com/embed/{kind}/{ref}", f"https://open.spotify.com/{kind}/{ref}")


def _tweet(match: re.Match[str]) -> Embed | None:
    groups = match.groupdict()
    ref = groups.get("id") or _one(match.string, "id")
    if not (ref.isascii() and ref.isdigit()):
        return None
    user = groups.get("user") or "i"
    frame = f"https://platform.twitter.com/embed/Tweet.html?dnt=true&id={ref}"
    return Embed("Twitter", frame, f"https://twitter.com/{user}/status/{ref}")


def _map(match: re.Match[str]) -> Embed:
    """Link to the place: a frame's own address opens only in a frame."""
    pb = match["pb"]
    place = re.search(r"!2d(-?[\d.]+)!3d(-?[\d.]+)", pb)
    query = f"search/?api=1&query={place[2]},{place[1]}" if place else ""
    return Embed("Google Maps", f"https://www.google.com/maps/embed?pb={pb}", f"https://www.google.com/maps/{query}")


def _map_search(match: re.Match[str]) -> Embed | None:
    query = _one(match.string, "q")
    if _one(match.string, "output") != "embed" or not query:
        return None
    wanted = quote(query, safe="")
    frame = f"https://www.google.com/maps?q={wanted}&output=embed"
    return Embed("Google Maps", frame, f"https://www.google.com/maps?q={wanted}")


def _one(address: str, key: str) -> str:
    """Give the first value of a query parameter, decoded."""
    return parse_qs(address.partition("?")[2].partition("#")[0]).get(key, [""])[0]


_YOUTUBE = (
    _fill(
        r"/(?:embed/videoseries|playlist)/?\?(?:[^#]*&)?list=(?P<id>[\w-]+)",
        "YouTube",
        "https://www.youtube-nocookie.com/embed/videoseries?list={id}",
        "https://www.youtube.com/playlist?list={id}",
    ),
    _form(r"/watch/?\?(?:[^#]*&)?v=(?P<id>[\w-]{11})(?![\w-])", _youtube),
    _form(r"/(?:embed|shorts|live|v|e)/(?P<id>[\w-]{11})(?![\w-])", _youtube),
)
_TWITTER = (_form(r"/(?P<user>\w+)(?:/web)?/status(?:es)?/(?P<id>\d+)", _tweet),)
_SPOTIFY = (
    _form(
        r"/(?:intl-\w+/)?(?:embed(?:-podcast)?/)?(?P<kind>track|album|playlist|episode|show|artist)/(?P<id>\w+)",
        lambda match: _spotify(match["kind"], match["id"]),
    ),
    _form(r"/(?:embed/?)?\?", _spotify_uri),
)
_WISTIA = (
    _fill(
        r"/embed/(?:iframe|medias)/(?P<id>\w+)",
        "Wistia",
        "https://fast.wistia.net/embed/iframe/{id}",
        "https://fast.wistia.net/embed/iframe/{id}",
    ),
)
_MAPS = (_form(r"/maps/embed/?\?pb=(?P<pb>[\w!%.:*+-]+)", _map), _form(r"/(?:maps)?/?\?", _map_search))
_TED = (
    _fill(
        r"/talks/(?:lang/[\w-]+/)?(?P<id>\w+)(?:\.html)?",
        "TED",
        "https://embed.ted.com/talks/{id}",
        "https://www.ted.com/talks/{id}",
    ),
)
_INSTAGRAM = _fill(
    r"/(?:[\w.]+/)?(?P<kind>p|reel|tv)/(?P<id>[\w-]+)",
    "Instagram",
    "https://www.instagram.com/{kind}/{id}/embed/",
    "https://www.instagram.com/{kind}/{id}/",
)
_DAILYMOTION = (
    "Dailymotion",
    "https://geo.dailymotion.com/player.html?video={id}",
    "https://www.dailymotion.com/video/{id}",
)

# Host without "www." → its forms.
_HOSTS: dict[str, tuple[_Form, ...]] = {
    "youtube.com": _YOUTUBE,
    "m.youtube.com": _YOUTUBE,
    "music.youtube.com": _YOUTUBE,
    "youtube-nocookie.com": _YOUTUBE,
    "youtu.be": (_form(r"/(?P<id>[\w-]{11})(?![\w-])", _youtube),),
    "vimeo.com": (
        _form(r"/(?:channels/[\w-]+/|groups/[\w-]+/videos/|video/)?(?P<id>\d+)(?:/(?P<key>\w+))?(?![\w/])", _vimeo),
    ),
    "player.vimeo.com": (_form(r"/video/(?P<id>\d+)(?P<key>(?!))?", _vimeo),),
    "twitter.com": _TWITTER,
    "mobile.twitter.com": _TWITTER,
    "x.com": _TWITTER,
    "platform.twitter.com": (_form(r"/embed/Tweet\.html\?", _tweet),),
    "gist.github.com": (
        _fill(
            r"/(?P<id>(?:[\w-]+/)?[0-9a-f]{4,40})(?:\.js|\.pibb|\.json)?(?![\w/])",
            "GitHub Gist",
            "https://gist.github.com/{id}.pibb",
            "https://gist.github.com/{id}",
        ),
    ),
    "codepen.io": (
        _fill(
            r"/(?P<user>(?:team/)?[\w-]+)/(?:pen|embed/preview|embed|details|full)/(?P<id>\w+)",
            "CodePen",
            "https://codepen.io/{user}/embed/{id}?default-tab=result",
            "https://codepen.io/{user}/pen/{id}",
        ),
    ),
    "open.spotify.com": _SPOTIFY,
    "embed.spotify.com": _SPOTIFY,
    "w.soundcloud.com": (_form(r"/player/?\?", _soundcloud_player),),
    "soundcloud.com": (_form(r"/[\w-]+/(?:sets/)?[\w-]+(?![\w/-])", _soundcloud_page),),
    "ted.com": _TED,
    "embed.ted.com": _TED,
    "embed-ssl.ted.com": _TED,
    "instagram.com": (_INSTAGRAM,),
    "instagr.am": (_INSTAGRAM,),
    "tiktok.com": (
        _fill(
            r"/(?P<user>@[\w.-]+)/video/(?P<id>\d+)",
            "TikTok",
            "https://www.tiktok.com/embed/v2/{id}",
            "https://www.tiktok.com/{user}/video/{id}",
        ),
        _fill(
            r"/(?:embed(?:/v2)?|player/v1)/(?P<id>\d+)",
            "TikTok",
            "https://www.tiktok.com/embed/v2/{id}",
            "https://www.tiktok.com/embed/v2/{id}",
        ),
    ),
    "speakerdeck.com": (
        _fill(
            r"/player/(?P<id>[0-9a-f]{8,64})",
            "Speaker Deck",
            "https://speakerdeck.com/player/{id}",
            "https://speakerdeck.com/player/{id}",
        ),
    ),
    "slideshare.net": (
        _fill(
            r"/slideshow/embed_code/(?P<id>(?:key/)?\w+)",
            "SlideShare",
            "https://www.slideshare.net/slideshow/embed_code/{id}",
            "https://www.slideshare.net/slideshow/embed_code/{id}",
        ),
    ),
    "google.com": _MAPS,
    "maps.google.com": _MAPS,
    "docs.google.com": (
        _fill(
            r"/(?P<kind>presentation|document|spreadsheets|forms)/d/(?P<id>(?:e/)?[\w-]+)/(?P<view>\w+)",
            "Google Docs",
            "https://docs.google.com/{kind}/d/{id}/{view}?embedded=true",
            "https://docs.google.com/{kind}/d/{id}/{view}",
        ),
    ),
    "drive.google.com": (
        _fill(
            r"/file/d/(?P<id>[\w-]+)/preview",
            "Google Drive",
            "https://drive.google.com/file/d/{id}/preview",
            "https://drive.google.com/file/d/{id}/view",
        ),
    ),
    "dailymotion.com": (_fill(r"/(?:embed/)?video/(?P<id>[a-zA-Z0-9]+)", *_DAILYMOTION),),
    "geo.dailymotion.com": (_fill(r"/player(?:/\w+)?\.html\?(?:[^#]*&)?video=(?P<id>[a-zA-Z0-9]+)", *_DAILYMOTION),),
    "dai.ly": (_fill(r"/(?P<id>[a-zA-Z0-9]+)", *_DAILYMOTION),),
    "archive.org": (
        _fill(
            r"/embed/(?P<id>[\w.-]+)",
            "Internet Archive",
            "https://archive.org/embed/{id}",
            "https://archive.org/details/{id}",
        ),
    ),
    "fast.wistia.net": _WISTIA,
    "fast.wistia.com": _WISTIA,
    "jsfiddle.net": (
        _fill(
            r"/(?P<id>(?:[\w-]+/)?\w+(?:/\d+)?)/embedded",
            "JSFiddle",
            "https://jsfiddle.net/{id}/embedded/",
            "https://jsfiddle.net/{id}/",
        ),
    ),
    "codesandbox.io": (
        _fill(
            r"/(?:embed|s)/(?P<id>[\w-]+)",
            "CodeSandbox",
            "https://codesandbox.io/embed/{id}",
            "https://codesandbox.io/s/{id}",
        ),
    ),
    "stackblitz.com": (
        _fill(
            r"/edit/(?P<id>[\w-]+)",
            "StackBlitz",
            "https://stackblitz.com/edit/{id}?embed=1",
            "https://stackblitz.com/edit/{id}",
        ),
    ),
    "bandcamp.com": (
        _fill(
            r"/EmbeddedPlayer/(?P<id>[\w=/.-]+)",
            "Bandcamp",
            "https://bandcamp.com/EmbeddedPlayer/{id}",
            "https://bandcamp.com/EmbeddedPlayer/{id}",
        ),
    ),
    "embed.podcasts.apple.com": (
        _fill(
            r"/(?P<id>[\w/%.-]+(?:\?i=\d+)?)",
            "Apple Podcasts",
            "https://embed.podcasts.apple.com/{id}",
            "https://podcasts.apple.com/{id}",
        ),
    ),
    "openstreetmap.org": (
        _fill(
            r"/export/embed\.html\?(?P<query>[\w=&%.,;:+-]+)",
            "OpenStreetMap",
            "https://www.openstreetmap.org/export/embed.html?{query}",
            "https://www.openstreetmap.org/export/embed.html?{query}",
        ),
    ),
    "asciinema.org": (
        _fill(
            r"/a/(?P<id>\w+)",
            "asciinema",
            "https://asciinema.org/a/{id}/iframe",
            "https://asciinema.org/a/{id}",
        ),
    ),
    "loom.com": (
        _fill(
            r"/(?:embed|share)/(?P<id>[0-9a-f]+)",
            "Loom",
            "https://www.loom.com/embed/{id}",
            "https://www.loom.com/share/{id}",
        ),
    ),
    "streamable.com": (
        _fill(
            r"/(?:[eo]/)?(?P<id>[a-z0-9]{4,10})(?![\w/])",
            "Streamable",
            "https://streamable.com/e/{id}",
            "https://streamable.com/{id}",
        ),
    ),
    "share.transistor.fm": (
        _fill(
            r"/[es]/(?P<id>[\w-]+)",
            "Transistor",
            "https://share.transistor.fm/e/{id}",
            "https://share.transistor.fm/s/{id}",
        ),
    ),
}

# What a page with cards has to allow in `frame-src`.
EMBED_ORIGINS: tuple[str, ...] = (
    "https://archive.org",
    "https://asciinema.org",
    "https://bandcamp.com",
    "https://codepen.io",
    "https://codesandbox.io",
    "https://docs.google.com",
    "https://drive.google.com",
    "https://embed.podcasts.apple.com",
    "https://embed.ted.com",
    "https://fast.wistia.net",
    "https://geo.dailymotion.com",
    "https://gist.github.com",
    "https://jsfiddle.net",
    "https://open.spotify.com",
    "https://platform.twitter.com",
    "https://player.vimeo.com",
    "https://share.transistor.fm",
    "https://speakerdeck.com",
    "https://stackblitz.com",
    "https://streamable.com",
    "https://w.soundcloud.com",
    "https://www.google.com",
    "https://www.instagram.com",
    "https://www.loom.com",
    "https://www.openstreetmap.org",
    "https://www.slideshare.net",
    "https://www.tiktok.com",
    "https://www.youtube-nocookie.com",
)


def find_embed(address: str) -> Embed | None:
    """Find the frame for a page's or a frame's address of a known site; None for any other."""
    parts = _ADDRESS.fullmatch(address.strip())
    if parts is None:
        return None
    for form in _HOSTS.get(parts["host"].lower(), ()):
        match = form.pattern.match(parts["rest"])
        found = form.build(match) if match else None
        if found:
            return found
    return None
