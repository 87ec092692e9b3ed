"""What a page says of itself to machines, in schema.org's words: the site, a post, and the way to it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from markupsafe import Markup

from app.services.posts import Post, PostSummary
from app.services.site import SiteInfo
from app.web.addresses import absolute, href

Data = Mapping[str, Any]

LONGEST_HEADLINE = 110  # what search engines show of one
_MARKUP = re.compile("[<>&\u2028\u2029]")


def script_text(data: Sequence[Data]) -> Markup:
    """Write the data so that nothing in it can end the script element it stands in; "" for none."""
    if not data:
        return Markup()
    graph = {"@context": "https://schema.org", "@graph": list(data)}
    text = msgspec.json.encode(graph).decode()
    return Markup(_MARKUP.sub(lambda found: f"\\u{ord(found[0]):04x}", text))  # noqa: S704


def site_data(info: SiteInfo, origin: str) -> Data:
    return _given(
        {
            "@type": "WebSite",
            "@id": f"{origin}/#site",
            "url": f"{origin}/",
            "name": info.title,
            "description": info.tagline,
            "inLanguage": info.language,
            "potentialAction": {
                "@type": "SearchAction",
                "target": {"@type": "EntryPoint", "urlTemplate": f"{origin}/search?q={{search_term_string}}"},
                "query-input": "required name=search_term_string",
            },
        }
    )


def post_data(post: Post, info: SiteInfo, origin: str, *, image: str, published: str, updated: str) -> Data:
    """`published` and `updated` are ISO moments."""
    url = origin + href(post.path)
    is_post = post.kind == "post"
    return _given(
        {
            "@type": "BlogPosting" if is_post else "WebPage",
            "@id": f"{url}#post",
            "url": url,
            "mainEntityOfPage": post.canonical_url or url,
            "headline" if is_post else "name": headline(post),
            "description": post.description or post.excerpt,
            "image": image,
            "datePublished": published,
            "dateModified": updated,
            "inLanguage": post.language or info.language,
            "keywords": [tag.name for tag in post.tags],
            "author": [
                _given(
                    {
                        "@type": "Person",
                        "name": author.name,
                        "url": origin + href(author.path),
                        "image": absolute(origin, author.image) if author.image else "",
                    }
                )
                for author in post.authors
            ],
            "publisher": {"@type": "Organization", "name": info.title, "url": f"{origin}/"} if is_post else None,
            "isPartOf": {"@type": "WebSite", "@id": f"{origin}/#site", "name": info.title, "url": f"{origin}/"},
        }
    )


def trail(origin: str, *steps: tuple[str, str]) -> Data:
    """`steps` are names and stored paths, from the front page on."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": origin + href(path)}
            for number, (name, path) in enumerate(steps, 1)
        ],
    }


def headline(post: PostSummary) -> str:
    text = post.title or post.excerpt or post.local_date
    return text if len(text) <= LONGEST_HEADLINE else text[: LONGEST_HEADLINE - 1] + "…"


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
