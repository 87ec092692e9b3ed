"""Which pages are looked at: every template with every kind of content it must bear, at three widths, light and dark.

OWN: of the sample blog in `blog/`. OTHERS: of old blogs beside the checkout, which WordPress and Ghost people test
themes with; nothing of them is in this repository.
"""

from dataclasses import dataclass
from typing import Literal

from tests.importers.corpora import CORPORA

Scheme = Literal["light", "dark"]
WIDTHS = (320, 768, 1280)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SOURCES = (
    CORPORA / "wxr-theme-test-data" / "themeunittestdata.wordpress.xml",
    CORPORA / "wxr-theme-test-data" / "64-block-test-data.xml",
    CORPORA / "ghost-v5-lexical" / "ghost-export.json",
)


LOCKED = "/2026/06/members/"


@dataclass(frozen=True)
class Look:
    template: str
    content: str  # what the template has to bear here
    path: str

    @property
    def name(self) -> str:
        return f"{self.template} {self.content}".replace(" ", "-")


OWN = (
    Look("home", "a leading post, pictures, all scripts", "/"),
    Look("home", "last page", "/?page=3"),
    Look("post", "everything", "/2026/05/the-map-is-a-promise/"),
    Look("post", "code", "/2026/04/small-files-strong-verbs/"),
    Look("post", "pictures", "/2026/04/how-rivers-remember/"),
    Look("post", "contents", "/2025/11/a-long-walk/"),
    Look(
        "post",
        "words without end",
        "/2026/03/taumatawhakatangihangakoauauotamateaturipukakapikimaungahoronukupokaiwhenuakitanatahu/",
    ),
    Look("post", "arabic", "/2026/02/khaarita/"),
    Look("post", "hebrew", "/2026/01/hebrew/"),
    Look("post", "japanese", "/2026/01/chizu/"),
    Look("post", "chinese", "/2025/12/zhongwen/"),
    Look("page", "plain", "/about/"),
    Look("tag", "posts", "/tag/maps/"),
    Look("author", "bio and face", "/author/jane/"),
    Look("archive", "years", "/archive/"),
    Look("archive", "a month", "/archive/2026/01/"),
    Look("search", "hits", "/search?q=river"),
    Look("search", "nothing found", "/search?q=zeppelin"),
    Look("search", "nothing asked", "/search"),
    Look("locked", "a form", LOCKED),
    Look("404", "words of the address", "/2026/river/"),
)
OTHERS = (
    Look("post", "html elements", "/2013/01/11/markup-html-tags-and-formatting/"),
    Look("post", "text alignment", "/2013/01/09/markup-text-alignment/"),
    Look("post", "image alignment", "/2013/01/10/markup-image-alignment/"),
    Look("post", "no title", "/2009/09/05/edge-case-no-title/"),
    Look("post", "no content", "/2009/08/06/edge-case-no-content/"),
    Look("post", "many tags", "/2009/06/01/edge-case-many-tags/"),
    Look("post", "nested lists", "/2009/05/15/edge-case-nested-and-mixed-lists/"),
    Look("post", "comments", "/2012/01/03/template-comments/"),
    Look("post", "pingbacks", "/2012/01/01/template-pingbacks-an-trackbacks/"),
    Look("post", "tall picture", "/2012/03/15/template-featured-image-vertical/"),
    Look("post", "special characters", "/2013/01/05/title-with-special-characters/"),
    Look("post", "gallery of 2010", "/2010/09/10/post-format-gallery/"),
    Look("post", "tweets", "/2011/03/15/media-twitter-embeds/"),
    Look("post", "wordpress columns", "/2018/11/02/block-columns/"),
    Look("post", "wordpress gallery", "/2018/11/02/block-gallery/"),
    Look("post", "wordpress cover", "/2018/11/02/block-cover/"),
    Look("post", "wordpress buttons", "/2018/11/02/block-button/"),
    Look("post", "wordpress embeds", "/2018/11/02/block-category-embeds/"),
    Look("post", "wordpress tables", "/table/"),
    Look("post", "wordpress media and text", "/media-text/"),
    Look("post", "wordpress pullquotes", "/pullquote/"),
    Look("post", "wordpress footnotes", "/footnotes/"),
    Look("page", "markup", "/about/page-markup-and-formatting/"),
    Look("page", "greek", "/greek/"),
    Look("post", "ghost gallery", "/card-gallery/"),
    Look("post", "ghost callouts", "/card-callout/"),
    Look("post", "ghost bookmark", "/card-bookmark/"),
    Look("post", "ghost product", "/card-product/"),
    Look("post", "ghost header", "/card-header/"),
    Look("post", "ghost files", "/card-file/"),
    Look("post", "ghost toggles", "/card-toggle/"),
    Look("post", "ghost formats", "/card-all-formatting/"),
    Look("home", "many authors", "/"),
    Look("archive", "many tags", "/archive/"),
)
