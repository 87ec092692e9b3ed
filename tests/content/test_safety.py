"""Nothing that acts gets through, in any of the three ways in."""

import re
from collections.abc import Callable

import pytest
from selectolax.lexbor import LexborHTMLParser

from app.content import Rendered, render_comment, render_html, render_markdown
from app.content.embeds import is_embed_address

VECTORS = [
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script src=https://evil.example/x.js></script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script/x>alert(1)</script >",
    "<<script>alert(1)//<</script>",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror = 'alert(1)'>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=`x` onerror=alert(1)>",
    '<img """><script>alert(1)</script>">',
    "<img src='x\x00' onerror\x0c=alert(1)>",
    "<body onload=alert(1)>",
    "<p ONCLICK=alert(1) oNmOuSeOvEr='alert(1)'>x</p>",
    "<details open ontoggle=alert(1)><summary>x</summary></details>",
    "<video onloadstart=alert(1)><source onerror=alert(1)></video>",
    "<audio src=javascript:alert(1) onplay=alert(1)></audio>",
    "<marquee onstart=alert(1)>x</marquee>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="JaVaScRiPt:alert(1)">x</a>',
    '<a href="jav&#x09;ascript:alert(1)">x</a>',
    '<a href="jav\nascript:alert(1)">x</a>',
    '<a href="&#1;javascript:alert(1)">x</a>',
    '<a href=" \x01\x1f javascript:alert(1)">x</a>',
    '<a href="javascript&colon;alert(1)">x</a>',
    '<a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)">x</a>',
    '<a href="vbscript:msgbox(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="data:image/png;base64,AAAA">x</a>',
    '<a href="blob:https://x/y">x</a>',
    '<a href="view-source:javascript:1">x</a>',
    '<a xlink:href="javascript:alert(1)">x</a>',
    '<a href="#" ping="https://evil.example">x</a>',
    '<a href="javascript:alert(1)" href="https://ok.example">x</a>',
    '<img src="javascript:alert(1)">',
    '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
    '<img src="data:text/html;base64,PHN2Zz4=">',
    '<img srcset="javascript:alert(1) 1x, data:text/html,x 2x, /ok.png 3x">',
    '<img srcset="x onerror=alert(1) 1x">',
    '<picture><source srcset="javascript:alert(1)"></picture>',
    '<video poster="javascript:alert(1)"></video>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<iframe src="data:text/html,<script>alert(1)</script>"></iframe>',
    '<iframe src="https://www.youtube.com.evil.example/embed/dQw4w9WgXcQ"></iframe>',
    '<iframe src="https://evil.example/www.youtube.com/embed/dQw4w9WgXcQ"></iframe>',
    '<iframe src="https://www.youtube.com@evil.example/embed/dQw4w9WgXcQ"></iframe>',
    '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ&quot; onload=&quot;alert(1)"></iframe>',
    '<iframe title="</a><script>alert(1)</script>" src="https://youtu.be/dQw4w9WgXcQ"></iframe>',
    '<figure class="embed" data-embed="https://evil.example/"><a href="/x">x</a></figure>',
    '<figure class="embed" data-embed="javascript:alert(1)"></figure>',
    '<div data-embed="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ">x</div>',
    '<object data="javascript:alert(1)"></object>',
    '<object data="x.swf"><param name="movie" value="javascript:alert(1)"><embed src="javascript:alert(1)"></object>',
    '<embed src="javascript:alert(1)">',
    '<applet code="x"></applet>',
    '<form action="javascript:alert(1)"><input type=submit formaction="javascript:alert(1)"><button>x</button></form>',
    "<input type=image src=x onerror=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<select autofocus onfocus=alert(1)><option>x</option></select>",
    "<textarea autofocus onfocus=alert(1)>x</textarea>",
    "<isindex type=image src=1 onerror=alert(1)>",
    "<base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href='https://evil.example/x.css'>",
    "<style>@import 'https://evil.example/x.css';</style>",
    '<p style="background:url(javascript:alert(1))">x</p>',
    '<p style="text-align:center;width:expression(alert(1))">x</p>',
    '<button hx-get="/admin" hx-trigger="load">x</button>',
    '<p hx-get="/admin" data-hx-post="/admin" hx-on:click="alert(1)" hx-on--load="alert(1)">x</p>',
    '<p HX-GET="/admin" Data-Hx-Get="/admin">x</p>',
    "<svg onload=alert(1)><circle r=1></svg>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg><foreignObject><iframe src=javascript:alert(1)></iframe></foreignObject></svg>",
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<svg><style><!--</style><img src=x onerror=alert(1)>--></style></svg>",
    "<svg><![CDATA[><img src=x onerror=alert(1)>]]></svg>",
    "<svg><desc><template><style><img src=x onerror=alert(1)></style></template></desc></svg>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<math><mtext><table><mglyph><style><math href="javascript:alert(1)">x</math>',
    "<math><annotation-xml encoding='text/html'><style><img src=x onerror=alert(1)></style></annotation-xml></math>",
    "<math><mi xlink:href='javascript:alert(1)' href='javascript:alert(1)'>x</mi></math>",
    "<math><maction actiontype='statusline#http://x' xlink:href='javascript:alert(1)'>x</maction></math>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
    "<noscript><style></noscript><img src=x onerror=alert(1)></style>",
    "<template><img src=x onerror=alert(1)></template>",
    "<template><script>alert(1)</script></template>",
    '<noembed><img title="</noembed><img src=x onerror=alert(1)>"></noembed>',
    '<noframes><img title="</noframes><img src=x onerror=alert(1)>"></noframes>',
    '<xmp><p title="</xmp><img src=x onerror=alert(1)>"></xmp>',
    "<plaintext><img src=x onerror=alert(1)>",
    "<listing>&lt;img src=x onerror=alert(1)&gt;</listing>",
    '<title><img title="</title><img src=x onerror=alert(1)>"></title>',
    '<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>',
    "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)> -->",
    "<!--[if IE]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?xml-stylesheet href='javascript:alert(1)'?><img src=x onerror=alert(1)>",
    "<a title='&lt;img src=x onerror=alert(1)&gt;'>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<table background='javascript:alert(1)'><td background='javascript:alert(1)'>x</td></table>",
    "<p id='wp-menu' name='body' class='modal-open fixed'>x</p>",
    "<q cite='javascript:alert(1)'>x</q><blockquote cite='javascript:alert(1)'>x</blockquote>",
    "<area href='javascript:alert(1)'><map name=x><area href='javascript:alert(1)'></map>",
    "<dialog open><p>x</p></dialog>",
    "<x-y onclick=alert(1)>x</x-y>",
    "<track src='javascript:alert(1)'>",
    "<img src=x:alert(1) onerror=eval(src)>",
    "\u2028<img src=x onerror=alert(1)>\u2029",
    "<a href='https://a.example' onclick\n=\nalert(1)>x</a>",
    "<a/href=javascript&colon;alert(1)>x</a>",
    "[x](javascript:alert(1))",
    '[x](JAVASCRIPT:alert(1) "t")',
    "[x](<java\tscript:alert(1)>)",
    "[x]: javascript:alert(1)\n\n[x]",
    "![x](javascript:alert(1))",
    '![x](x"onerror="alert(1))',
    "<javascript:alert(1)>",
    "# x {#a onclick=alert(1)}",
    "# x {onclick=alert(1) style=x}",
    'x\n{: onclick="alert(1)" style="position:fixed"}',
    '```js" onclick="alert(1)\n```',
    "[^x]\n\n[^x]: <img src=x onerror=alert(1)>",
    'https://a.example/"onmouseover=alert(1)',
    'https://youtu.be/dQw4w9WgXcQ"onmouseover=alert(1)',
]

RENDERERS = [render_markdown, render_html, render_comment]
URL_ATTRIBUTES = ("href", "src", "poster", "cite", "srcset", "data-embed")
FORBIDDEN = "script,style,iframe,object,embed,form,button,textarea,select,svg,template,noscript,base,meta,link,area"


def assert_harmless(rendered: Rendered) -> None:
    tree = LexborHTMLParser(rendered.html, is_fragment=True)
    assert not tree.css(FORBIDDEN)
    assert "<script" not in rendered.html.lower()
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            assert not re.match(r"on|hx-|data-hx-|style$|srcdoc|form|xlink|name$|ping", name), (node.tag, name)
            if name in URL_ATTRIBUTES:
                bare = re.sub(r"[\x00-\x20]", "", value or "").lower()
                assert not re.match(r"(javascript|vbscript|blob|view-source|x):", bare), bare
                assert not bare.startswith("data:") or (node.tag == "img" and bare.startswith("data:image/png")), bare
            if name == "data-embed":
                assert is_embed_address(value or "")
            if name == "id":
                assert not (value or "").startswith("wp-")
        if node.tag == "input":
            assert node.attributes.get("type") == "checkbox"
            assert "disabled" in node.attributes


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize("vector", VECTORS)
def test_vector_is_harmless(render: Callable[[str], Rendered], vector: str) -> None:
    assert_harmless(render(vector))
    assert_harmless(render(f"<p>before {vector} after"))
    assert_harmless(render(f"<table><tr><td>{vector}</table>"))
    assert_harmless(render(f'<a title="{vector}">x</a>'))


@pytest.mark.parametrize("vector", VECTORS)
def test_sanitised_is_stable(vector: str) -> None:
    once = render_html(vector)
    assert render_html(once.html).html == once.html


@pytest.mark.parametrize(
    ("markup", "removed"),
    [
        ("<p>plain</p>", ()),
        ("<script>1</script><script>2</script>", ("script element",)),
        ('<p onclick="x" hx-get="/">a</p>', ("hx-get attribute", "onclick attribute")),
        ('<a href="javascript:x">a</a><img src="vbscript:y">', ("javascript: address", "vbscript: address")),
        ("<form><input><button>b</button></form>", ("button element", "form element", "input element")),
        ('<p style="color:red">a</p>', ("style attribute",)),
        ('<p style="text-align: center">a</p>', ()),
        ('<iframe src="https://unknown.example/x"></iframe>', ("iframe element",)),
        ('<iframe src="https://youtu.be/dQw4w9WgXcQ"></iframe>', ()),
        ('<script src="https://platform.twitter.com/widgets.js"></script>', ()),
        ('<img src="https://stats.example/p.gif" width="1" height="1">', ("tracking pixel",)),
        ("<font color=red>a</font>", ()),
        ("<x" + "y" * 50 + ">a</x>", ("unknown element",)),
    ],
)
def test_removed_is_named(markup: str, removed: tuple[str, ...]) -> None:
    assert render_html(markup).removed == removed


def test_removed_has_an_end() -> None:
    assert len(render_html("".join(f"<x-{i}>a</x-{i}>" for i in range(500))).removed) == 40
