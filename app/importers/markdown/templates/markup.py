"""Pieces of HTML and Markdown that templates become."""

import re
from html import escape
from urllib.parse import quote

from app.content import embed_card, render_markdown

_MARKDOWN = re.compile(r"[*_`\[<]")
_LENGTH = re.compile(r"\d{1,5}(?:px|%)?")
_LONGEST_RUN = re.compile(r"`{3,}")


def attribute(name: str, value: str) -> str:
    return f' {name}="{escape(value)}"' if value else ""


def image(src: str, alt: str = "", *, title: str = "", width: str = "", height: str = "") -> str:
    size = "".join(
        attribute(n, v.removesuffix("px")) for n, v in (("width", width), ("height", height)) if _LENGTH.fullmatch(v)
    )
    return f'<img src="{escape(src.strip())}" alt="{escape(alt)}"{attribute("title", title)}{size}>'


def figure(picture: str, caption: str = "", link: str = "") -> str:
    """A picture with its caption, which may hold inline HTML; on one line, so that no Markdown gets in."""
    if link:
        picture = f'<a href="{escape(link)}">{picture}</a>'
    words = f"<figcaption>{inline(caption)}</figcaption>" if caption.strip() else ""
    return f"<figure>{picture}{words}</figure>"


def inline(text: str) -> str:
    """Render the Markdown captions and titles may hold, as HTML on one line. Code that is put aside stays so."""
    text = " ".join(text.split())
    if "\0" in text or not _MARKDOWN.search(text):
        return text
    html = " ".join(render_markdown(text).html.split())
    return html.removeprefix("<p>").removesuffix("</p>") if html.count("<p>") == 1 else text


def embed(url: str, title: str = "") -> str:
    """A card that loads on a click; a plain link where the site is not known."""
    return embed_card(url, title) or f'<a href="{escape(url)}">{escape(title or url)}</a>'


def youtube(video: str, title: str = "") -> str:
    if "/" in video:
        return embed(video, title)
    return embed(f"https://www.youtube.com/watch?v={quote(video, safe='')}", title)


def vimeo(video: str, title: str = "") -> str:
    return embed(video if "/" in video else f"https://vimeo.com/{quote(video, safe='')}", title)


def tweet(user: str, number: str) -> str:
    return embed(f"https://twitter.com/{quote(user or 'i', safe='')}/status/{quote(number, safe='')}")


def gist(owner: str, number: str, file: str = "") -> str:
    path = f"{quote(owner, safe='')}/{quote(number, safe='')}" if owner else quote(number, safe="/")
    return embed(f"https://gist.github.com/{path}", file)


def instagram(post: str) -> str:
    return embed(post if "/" in post else f"https://www.instagram.com/p/{quote(post, safe='')}/")


def fence(code: str, language: str = "") -> str:
    """A fenced block, with a fence longer than any in the code."""
    code = code.strip("\n")
    longest = max((len(run) for run in _LONGEST_RUN.findall(code)), default=2)
    ticks = "`" * (longest + 1)
    return f"{ticks}{re.sub(r'[^A-Za-z0-9_+#.-]', '', language)}\n{code}\n{ticks}"


def note(text: str, title: str = "") -> str:
    """A box beside the text becomes a quotation with its title in bold."""
    lines = text.strip("\n").split("\n")
    head = [f"**{title}**", ""] if title else []
    return "\n".join(f"> {line}".rstrip() for line in (*head, *lines))


def details(summary: str, text: str, *, opened: bool = False) -> str:
    """Blank lines around the text let its Markdown be Markdown."""
    return (
        f"<details{' open' if opened else ''}><summary>{summary or 'Details'}</summary>\n\n{text.strip()}\n\n</details>"
    )


def video(src: str) -> str:
    return f'<video controls src="{escape(src)}"></video>'


def audio(src: str) -> str:
    return f'<audio controls src="{escape(src)}"></audio>'


def link(address: str, words: str) -> str:
    return f'<a href="{escape(address)}">{words or escape(address)}</a>'
