"""Tags of Jekyll, its usual plugins, Octopress, Hexo and 18F's Eleventy that show something."""

import re
from collections.abc import Callable

from app.content import embed_card, plain_text
from app.importers.markdown.templates import markup
from app.importers.markdown.templates.arguments import Arguments, parse
from app.importers.markdown.templates.context import Context

Tag = Callable[[str, Context], str | None]
Block = Callable[[str, str, Context], str | None]

_OCTOPRESS = re.compile(
    r"(?P<classes>(?:[\w -]+?\s+)??)(?P<src>(?:https?:/)?/\S+|\S+/\S+|\S+\.\w{3,4})(?P<size>(?:\s+\d+){0,2})"
    r"(?:\s+[\"'](?P<title>[^\"']*)[\"'](?:\s+[\"'](?P<alt>[^\"']*)[\"'])?|\s+(?P<rest>.+))?"
)


def _post_url(text: str, context: Context) -> str | None:
    return context.find_post(text.strip().strip("\"'"))


def _gist(text: str, context: Context) -> str | None:
    words = parse(text).listed
    if not words:
        return None
    owner, _, number = words[0].strip("/").rpartition("/")
    return markup.gist(owner, number, words[1] if len(words) > 1 else "")


def _youtube(text: str, context: Context) -> str | None:
    given = parse(text)
    video = given.get("id", "video_id", "videoid", "video", "url", "src", at=0)
    return markup.youtube(video, given.get("title")) if video else None


def _vimeo(text: str, context: Context) -> str | None:
    given = parse(text)
    video = given.get("id", "video_id", "video", "url", at=0)
    return markup.vimeo(video, given.get("title")) if video else None


def _tweet(text: str, context: Context) -> str | None:
    given = parse(text)
    address = given.get("url", "id", at=0)
    if address.isdigit():
        return markup.tweet(given.get("user"), address)
    return markup.embed(address) if "/" in address else None


def _embed_by_address(text: str, context: Context) -> str | None:
    address = parse(text).get("url", "src", at=0)
    return markup.embed(address) if "//" in address else None


def _instagram(text: str, context: Context) -> str | None:
    post = parse(text).get("id", "url", at=0)
    return markup.instagram(post) if post else None


def _image(text: str, context: Context) -> str | None:
    """`{% image "assets/x.png" "What it shows" %}`: the first text is the file, the second says what it shows."""
    given = parse(text)
    src = given.get("src", "url", "file", "path", at=0)
    if not src or "{" in src:
        return None
    return markup.image(_from_root(src, context), given.get("alt", "caption", "title", at=1))


def _image_with_class(text: str, context: Context) -> str | None:
    given = parse(text)
    src = given.get("src", at=0)
    return markup.image(_from_root(src, context), given.get("alt", at=2)) if src and "{" not in src else None


def _from_root(src: str, context: Context) -> str:
    """Such tags name files from the site's root, with or without its slash."""
    if "//" in src or src.startswith(("/", ".")) or (not context.find_file("/" + src) and "/" not in src):
        return src
    return f"{context.base}/{src}"


def _img(text: str, context: Context) -> str | None:
    """Octopress: `{% img [class] /path [width [height]] ["title" ["alt"]] %}`; Hexo the same."""
    match = _OCTOPRESS.fullmatch(text.strip())
    if match is None or "=" in text.split("/", 1)[0]:
        return _image(text, context)
    width, height = [*match["size"].split(), "", ""][:2]
    title = match["title"] or match["rest"] or ""
    return markup.image(match["src"], match["alt"] or title, title=title, width=width, height=height)


def _asset(text: str, context: Context) -> str | None:
    given = parse(text)
    return markup.image(given.listed[0], " ".join(given.listed[1:])) if given.listed else None


def _asset_link(text: str, context: Context) -> str | None:
    given = parse(text)
    words = list(given.listed[1:])
    return markup.link(given.listed[0], " ".join(words)) if given.listed else None


def figure_of(given: Arguments, context: Context) -> str | None:
    """Read what partials and shortcodes for pictures are usually given."""
    src = given.get("src", "url", "image_path", "image", "image_url", "file", "path", "img", "name", at=0)
    if not src or "{" in src:
        return None
    alt = given.get("alt", "image_alt", "alttext", "alt_text", "description")
    caption = given.get("caption", "figcaption", "image_caption", "title")
    picture = markup.image(
        _from_root(src, context),
        alt or plain_text(markup.inline(caption)),
        width=given.get("width"),
        height=given.get("height"),
    )
    return markup.figure(picture, caption, given.get("link", "href", "target_url"))


def _include(text: str, context: Context) -> str | None:
    given = parse(text)
    if not given.listed:
        return None
    name = re.sub(r"\.\w+$", "", given.listed.pop(0).rpartition("/")[2]).lower().replace("-", "_")
    if any(
        value.startswith("{") or (name_ in given.bare and not _plain(value)) for name_, value in given.named.items()
    ):
        return None
    if name in _FIGURES:
        return figure_of(given, context)
    handler = _PARTIALS.get(name)
    return handler([*text.split(None, 1), ""][1], context) if handler else None


def _plain(value: str) -> bool:
    """Whether a word without quotes can't be a variable."""
    return value.replace(".", "").isdigit() or "/" in value


def _video(text: str, context: Context) -> str | None:
    given = parse(text)
    provider, src = given.get("provider").lower(), given.get("id", "src", "url", "file", at=0)
    if not src:
        return None
    if provider in ("youtube", "vimeo"):
        return (markup.youtube if provider == "youtube" else markup.vimeo)(src)
    return markup.embed(src) if embed_card(src) else markup.video(_from_root(src, context))


def _audio(text: str, context: Context) -> str | None:
    src = parse(text).get("src", "url", "file", at=0)
    return markup.audio(_from_root(src, context)) if src else None


def _nothing(text: str, context: Context) -> str:
    return ""


_FIGURES = frozenset(
    [
        "figure",
        "image",
        "img",
        "picture",
        "image_caption",
        "figure_image",
        "linked_figure",
        "captioned_image",
        "caption",
        "photo",
    ]
)
_PARTIALS: dict[str, Tag] = {
    **dict.fromkeys(("youtube", "youtube_embed", "youtubeplayer", "embed_youtube", "yt"), _youtube),
    **dict.fromkeys(("vimeo", "vimeo_embed", "vimeoplayer"), _vimeo),
    **dict.fromkeys(("tweet", "twitter", "twitter_embed"), _tweet),
    "gist": _gist,
    "instagram": _instagram,
    "video": _video,
    "audio": _audio,
    "toc": _nothing,
    "toc_html": _nothing,
}
TAGS: dict[str, Tag] = {
    "post_url": _post_url,
    "link": _post_url,
    "post_link": _post_url,
    "gist": _gist,
    "youtube": _youtube,
    "vimeo": _vimeo,
    "tweet": _tweet,
    "twitter": _tweet,
    "jsfiddle": _embed_by_address,
    "codepen": _embed_by_address,
    "soundcloud": _embed_by_address,
    "spotify": _embed_by_address,
    "embed": _embed_by_address,
    "instagram": _instagram,
    "video": _video,
    "audio": _audio,
    "image": _image,
    "picture": _image,
    "image_with_class": _image_with_class,
    "img": _img,
    "asset_img": _asset,
    "asset_link": _asset_link,
    "asset_path": lambda text, context: text.strip() or None,
    "figure": lambda text, context: figure_of(parse(text), context),
    "include": _include,
    "more": lambda text, context: "\n\n<!--more-->\n\n",
    "toc": _nothing,
    "seo": _nothing,
    "feed_meta": _nothing,
}


def _note(text: str, inside: str, context: Context) -> str:
    given = parse(text)
    title = given.get("title", at=0)
    return "\n\n" + context.mask.put(markup.note(context.mask.uncover(inside), title)) + "\n\n"


def _quote(text: str, inside: str, context: Context) -> str:
    """Octopress and Hexo: `{% blockquote [author[, source]] [link] [source] %}`."""
    words = context.mask.uncover(inside).strip("\n")
    return "\n\n" + context.mask.put(markup.note(f"{words}\n\n— {text}" if text.strip() else words)) + "\n\n"


def _details(text: str, inside: str, context: Context) -> str:
    given = parse(text)
    return "\n\n" + markup.details(given.get("summary", "title", at=0) or text, inside) + "\n\n"


def _figure_block(text: str, inside: str, context: Context) -> str | None:
    return None if "`" in text else f"{inside.strip()}\n\n{parse(text).get('caption', at=0)}".strip()


def _kept(text: str, inside: str, context: Context) -> str:
    return inside


def _code(text: str, inside: str, context: Context) -> str:
    return "\n\n" + context.mask.put(markup.fence(context.mask.uncover(inside), (text.split() or [""])[0])) + "\n\n"


BLOCKS: dict[str, Block] = {
    **dict.fromkeys(
        ("note", "warning", "tip", "info", "alert", "important", "caution", "danger", "hint", "callout"), _note
    ),
    **dict.fromkeys(("blockquote", "quote", "pullquote"), _quote),
    "details": _details,
    "figure": _figure_block,
    "highlight": _code,
    "code": _code,
    "markdown": _kept,
    "spaceless": _kept,
    "filter": lambda text, inside, context: None,
}
