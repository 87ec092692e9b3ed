"""Frames of known sites become cards, and nobody else's address ever becomes a frame."""

from urllib.parse import urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from app.content import EMBED_ORIGINS, embed_card, render_html
from app.content.embed_hosts import find_embed
from app.content.embeds import is_embed_address

ID = "dQw4w9WgXcQ"
TUBE = f"https://www.youtube-nocookie.com/embed/{ID}"
TUBE_PAGE = f"https://www.youtube.com/watch?v={ID}"
TWEET = "https://platform.twitter.com/embed/Tweet.html?dnt=true&id=42"

# address as found → frame, page
KNOWN = [
    (f"https://www.youtube.com/watch?v={ID}", TUBE, TUBE_PAGE),
    (f"http://youtube.com/watch?feature=share&v={ID}", TUBE, TUBE_PAGE),
    (f"//www.youtube.com/embed/{ID}?rel=0&showinfo=0", TUBE, TUBE_PAGE),
    (f"https://www.youtube-nocookie.com/embed/{ID}", TUBE, TUBE_PAGE),
    (f"https://m.youtube.com/watch?v={ID}", TUBE, TUBE_PAGE),
    (f"https://youtu.be/{ID}", TUBE, TUBE_PAGE),
    (f"https://youtu.be/{ID}?t=1m30s", f"{TUBE}?start=90", f"{TUBE_PAGE}&t=90s"),
    (f"https://www.youtube.com/embed/{ID}?start=7", f"{TUBE}?start=7", f"{TUBE_PAGE}&t=7s"),
    (f"https://www.youtube.com/shorts/{ID}", TUBE, TUBE_PAGE),
    (f"https://www.youtube.com/v/{ID}&hl=en", TUBE, TUBE_PAGE),
    ("https://www.youtube.com/embed/videoseries?list=PLx-1",
     "https://www.youtube-nocookie.com/embed/videoseries?list=PLx-1", "https://www.youtube.com/playlist?list=PLx-1"),
    ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1", "https://vimeo.com/76979871"),
    ("https://vimeo.com/76979871/a1b2", "https://player.vimeo.com/video/76979871?dnt=1&h=a1b2",
     "https://vimeo.com/76979871/a1b2"),
    ("//player.vimeo.com/video/76979871?h=a1b2&title=0", "https://player.vimeo.com/video/76979871?dnt=1&h=a1b2",
     "https://vimeo.com/76979871/a1b2"),
    ("https://twitter.com/jane/status/42", TWEET, "https://twitter.com/jane/status/42"),
    ("https://mobile.twitter.com/jane/status/42?s=20", TWEET, "https://twitter.com/jane/status/42"),
    ("https://x.com/jane/status/42/photo/1", TWEET, "https://twitter.com/jane/status/42"),
    (TWEET, TWEET, "https://twitter.com/i/status/42"),
    ("https://gist.github.com/jane/0123abcdef", "https://gist.github.com/jane/0123abcdef.pibb",
     "https://gist.github.com/jane/0123abcdef"),
    ("https://gist.github.com/jane/0123abcdef.js?file=a.py", "https://gist.github.com/jane/0123abcdef.pibb",
     "https://gist.github.com/jane/0123abcdef"),
    ("https://codepen.io/jane/pen/abcDEF", "https://codepen.io/jane/embed/abcDEF?default-tab=result",
     "https://codepen.io/jane/pen/abcDEF"),
    ("https://codepen.io/jane/embed/preview/abcDEF?height=300", "https://codepen.io/jane/embed/abcDEF?default-tab=result",
     "https://codepen.io/jane/pen/abcDEF"),
    ("https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC", "https://open.spotify.com/embed/track/4uLU6hMCjMI75M1A2tKUQC",
     "https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC"),
    ("https://embed.spotify.com/?uri=spotify%3Aalbum%3Aabc1", "https://open.spotify.com/embed/album/abc1",
     "https://open.spotify.com/album/abc1"),
    ("https://soundcloud.com/jane/song", "https://w.soundcloud.com/player/?url=https%3A%2F%2Fsoundcloud.com%2Fjane%2Fsong",
     "https://soundcloud.com/jane/song"),
    ("https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/9&color=ff0",
     "https://w.soundcloud.com/player/?url=https%3A%2F%2Fapi.soundcloud.com%2Ftracks%2F9",
     "https://w.soundcloud.com/player/?url=https%3A%2F%2Fapi.soundcloud.com%2Ftracks%2F9"),
    ("https://www.ted.com/talks/jane_doe_on_posts", "https://embed.ted.com/talks/jane_doe_on_posts",
     "https://www.ted.com/talks/jane_doe_on_posts"),
    ("https://embed-ssl.ted.com/talks/lang/de/jane_doe.html", "https://embed.ted.com/talks/jane_doe",
     "https://www.ted.com/talks/jane_doe"),
    ("https://www.instagram.com/p/CxYz_-1/?igsh=1", "https://www.instagram.com/p/CxYz_-1/embed/",
     "https://www.instagram.com/p/CxYz_-1/"),
    ("https://www.instagram.com/jane/reel/CxYz/", "https://www.instagram.com/reel/CxYz/embed/",
     "https://www.instagram.com/reel/CxYz/"),
    ("https://www.tiktok.com/@jane.d/video/71", "https://www.tiktok.com/embed/v2/71",
     "https://www.tiktok.com/@jane.d/video/71"),
    ("https://speakerdeck.com/player/0123456789abcdef", "https://speakerdeck.com/player/0123456789abcdef",
     "https://speakerdeck.com/player/0123456789abcdef"),
    ("https://www.slideshare.net/slideshow/embed_code/key/aBc", "https://www.slideshare.net/slideshow/embed_code/key/aBc",
     "https://www.slideshare.net/slideshow/embed_code/key/aBc"),
    ("https://www.google.com/maps/embed?pb=!1m18!2d13.37!3d52.51!5e0", "https://www.google.com/maps/embed?pb=!1m18!2d13.37!3d52.51!5e0",
     "https://www.google.com/maps/search/?api=1&query=52.51,13.37"),
    ("https://maps.google.com/maps?q=Berlin+Mitte&output=embed", "https://www.google.com/maps?q=Berlin%20Mitte&output=embed",
     "https://www.google.com/maps?q=Berlin%20Mitte"),
    ("https://docs.google.com/presentation/d/e/2PACX-1/embed?start=false",
     "https://docs.google.com/presentation/d/e/2PACX-1/embed?embedded=true",
     "https://docs.google.com/presentation/d/e/2PACX-1/embed"),
    ("https://www.dailymotion.com/embed/video/x7tgad0", "https://geo.dailymotion.com/player.html?video=x7tgad0",
     "https://www.dailymotion.com/video/x7tgad0"),
    ("https://archive.org/embed/some-film_1", "https://archive.org/embed/some-film_1", "https://archive.org/details/some-film_1"),
    ("https://fast.wistia.com/embed/iframe/ab12", "https://fast.wistia.net/embed/iframe/ab12",
     "https://fast.wistia.net/embed/iframe/ab12"),
    ("https://jsfiddle.net/jane/ab1/2/embedded/result/", "https://jsfiddle.net/jane/ab1/2/embedded/", "https://jsfiddle.net/jane/ab1/2/"),
    ("https://codesandbox.io/s/name-ab1", "https://codesandbox.io/embed/name-ab1", "https://codesandbox.io/s/name-ab1"),
    ("https://stackblitz.com/edit/ab-1?embed=1&file=a.ts", "https://stackblitz.com/edit/ab-1?embed=1",
     "https://stackblitz.com/edit/ab-1"),
    ("https://bandcamp.com/EmbeddedPlayer/album=12/size=large/", "https://bandcamp.com/EmbeddedPlayer/album=12/size=large/",
     "https://bandcamp.com/EmbeddedPlayer/album=12/size=large/"),
    ("https://embed.podcasts.apple.com/us/podcast/x/id12?i=34", "https://embed.podcasts.apple.com/us/podcast/x/id12?i=34",
     "https://podcasts.apple.com/us/podcast/x/id12?i=34"),
    ("https://www.openstreetmap.org/export/embed.html?bbox=1,2,3,4&layer=mapnik",
     "https://www.openstreetmap.org/export/embed.html?bbox=1,2,3,4&layer=mapnik",
     "https://www.openstreetmap.org/export/embed.html?bbox=1,2,3,4&layer=mapnik"),
    ("https://asciinema.org/a/14.js", "https://asciinema.org/a/14/iframe", "https://asciinema.org/a/14"),
    ("https://www.loom.com/share/0a1b", "https://www.loom.com/embed/0a1b", "https://www.loom.com/share/0a1b"),
    ("https://streamable.com/moo1", "https://streamable.com/e/moo1", "https://streamable.com/moo1"),
    ("https://share.transistor.fm/e/ab12", "https://share.transistor.fm/e/ab12", "https://share.transistor.fm/s/ab12"),
]  # fmt: skip

UNKNOWN = [
    "",
    "not an address",
    "https://example.com/",
    "https://www.youtube.com/",
    "https://www.youtube.com/@jane",
    f"https://www.youtube.com.evil.example/embed/{ID}",
    f"https://evil.example/?https://www.youtube.com/embed/{ID}",
    f"https://www.youtube.com@evil.example/embed/{ID}",
    f"https://www.youtube.com:8443/embed/{ID}",
    f"javascript://www.youtube.com/embed/{ID}",
    f"data:text/html,//www.youtube.com/embed/{ID}",
    f"ftp://www.youtube.com/embed/{ID}",
    f"https://www.youtube.com/embed/{ID}x",
    'https://www.youtube.com/embed/"><script>',
    "https://twitter.com/jane",
    "https://gist.github.com/jane",
    "https://w.soundcloud.com/player/?url=https://evil.example/",
    "https://open.spotify.com/user/jane",
    "https://www.google.com/search?q=embed",
    "https://www.google.com/maps/embed?pb=<script>",
    "HTTP://::",
    "https://[::1]/",
]


@pytest.mark.parametrize(("address", "frame", "page"), KNOWN)
def test_known_address(address: str, frame: str, page: str) -> None:
    embed = find_embed(address)
    assert embed is not None
    assert (embed.frame, embed.link) == (frame, page)
    assert is_embed_address(frame)
    parts = urlsplit(frame)
    assert f"{parts.scheme}://{parts.netloc}" in EMBED_ORIGINS


@pytest.mark.parametrize("address", UNKNOWN)
def test_unknown_address(address: str) -> None:
    assert embed_card(address) is None
    assert not is_embed_address(address)


def test_every_origin_is_used() -> None:
    used = {"https://" + urlsplit(frame).netloc for _, frame, _ in KNOWN}
    assert used | {"https://drive.google.com"} == set(EMBED_ORIGINS)


def test_card_has_link_title_and_host() -> None:
    card = embed_card(f"https://youtu.be/{ID}", 'A <b> "title"\n of two lines')
    assert card == (
        f'<figure class="embed" data-embed="{TUBE}"><a href="{TUBE_PAGE}">'
        'A &lt;b&gt; &quot;title&quot; of two lines</a> <span class="embed-host">YouTube</span></figure>'
    )
    assert render_html(card).text == 'A <b> "title" of two lines YouTube'


FRAME = f'<iframe src="https://www.youtube.com/embed/{ID}" title="T"></iframe>'
CARD = (
    f'<figure class="embed" data-embed="{TUBE}"><a href="{TUBE_PAGE}">T</a> '
    '<span class="embed-host">YouTube</span></figure>'
)


@pytest.mark.parametrize(
    ("markup", "wanted"),
    [
        (FRAME, CARD),
        (f"<p>{FRAME}</p>", CARD),
        (f"<p>a {FRAME} b</p>", f"<p>a  b</p>{CARD}"),
        (f'<p><a href="/x"><span>{FRAME}</span></a></p>', CARD),
        (f"<div>{FRAME}</div>", f"<div>{CARD}</div>"),
        (f"<ul><li>{FRAME}</li></ul>", f"<ul><li>{CARD}</li></ul>"),
        (f"<noscript>{FRAME}</noscript>", CARD),
        (f'<object><param name="movie" value="http://www.youtube.com/v/{ID}"><embed src="/x.swf"></object>',
         CARD.replace(">T<", f">{TUBE_PAGE}<")),
        (f'<embed src="http://www.youtube.com/v/{ID}">', CARD.replace(">T<", f">{TUBE_PAGE}<")),
        ('<iframe data-src="/player" title="T"></iframe>', '<figure class="embed"><a href="/player">T</a></figure>'),
        ('<iframe src="https://radio.example/x?a=1&amp;b=2"></iframe>',
         '<figure class="embed"><a href="https://radio.example/x?a=1&amp;b=2">'
         "https://radio.example/x?a=1&amp;b=2</a></figure>"),
        ('<iframe src="about:blank"></iframe>', ""),
        ("<iframe></iframe>", ""),
        ('<iframe srcdoc="<p>x</p>"></iframe>', ""),
    ],
)  # fmt: skip
def test_frame_becomes_card(markup: str, wanted: str) -> None:
    assert render_html(markup).html == wanted


@pytest.mark.parametrize(
    ("markup", "frame", "text"),
    [
        ('<blockquote class="twitter-tweet"><p>Words <a href="https://t.co/x">x</a></p>&mdash; Jane '
         '<a href="https://twitter.com/jane/status/42?ref=1">May 1</a></blockquote>'
         '<script src="https://platform.twitter.com/widgets.js"></script>', TWEET, "Words x\n— Jane May 1"),
        ('<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/Cx/"><p>Words</p>'
         "</blockquote>", "https://www.instagram.com/p/Cx/embed/", "Words\nhttps://www.instagram.com/p/Cx/"),
        ('<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@jane/video/7"><section>Words</section>'
         "</blockquote>", "https://www.tiktok.com/embed/v2/7", "Words\nhttps://www.tiktok.com/@jane/video/7"),
        ('<p class="codepen" data-slug-hash="abc" data-user="jane">See <a href="https://codepen.io/jane/pen/abc">it</a></p>',
         "https://codepen.io/jane/embed/abc?default-tab=result", "See it"),
        ('<script src="https://gist.github.com/jane/0123abc.js"></script>', "https://gist.github.com/jane/0123abc.pibb",
         "https://gist.github.com/jane/0123abc GitHub Gist"),
        ('<script class="speakerdeck-embed" data-id="0123456789ab" src="//speakerdeck.com/assets/embed.js"></script>',
         "https://speakerdeck.com/player/0123456789ab", "https://speakerdeck.com/player/0123456789ab Speaker Deck"),
    ],
)  # fmt: skip
def test_quotation_or_script_becomes_card(markup: str, frame: str, text: str) -> None:
    rendered = render_html(markup)
    figures = LexborHTMLParser(rendered.html, is_fragment=True).css("figure.embed")
    assert [figure.attributes["data-embed"] for figure in figures] == [frame]
    assert figures[0].css("a[href]")
    assert rendered.text == text
    assert rendered.removed == ()
    assert render_html(rendered.html).html == rendered.html


def test_rewrite_sees_the_link_and_not_the_frame() -> None:
    seen: list[str] = []
    html = render_html(FRAME, rewrite=lambda address: seen.append(address) or "/mine").html
    assert seen == [TUBE_PAGE]
    assert TUBE in html
