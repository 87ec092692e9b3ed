"""What makes the folder a Hugo site: its configuration and a plain theme of four templates."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from app.exporters.used import Used
from app.services.site import SiteInfo

_BASE = """<!doctype html>
<html lang="{{ .Params.language | default site.LanguageCode }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }}{{ if not .IsHome }} – {{ site.Title }}{{ end }}</title>
{{ with .Params.canonical }}<link rel="canonical" href="{{ . }}">{{ end }}
{{ with .Description }}<meta name="description" content="{{ . }}">{{ end }}
{{ range .AlternativeOutputFormats }}<link rel="alternate" type="{{ .MediaType }}" href="{{ .Permalink }}">{{ end }}
<style>body{font:1.1rem/1.6 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}\
img,video{max-width:100%;height:auto}pre{overflow:auto}</style>
</head>
<body>
<header><a href="{{ "/" | relURL }}">{{ site.Title }}</a>
{{ with site.Menus.main }}<nav>{{ range . }}<a href="{{ .URL }}">{{ .Name }}</a> {{ end }}</nav>{{ end }}</header>
<main>{{ block "main" . }}{{ end }}</main>
</body>
</html>
"""
_SINGLE = """{{ define "main" }}
<article>
<h1>{{ .Title }}</h1>
{{ if not .Date.IsZero }}<time datetime="{{ .Date.Format "2006-01-02T15:04:05Z07:00" }}">\
{{ .Date.Format "2006-01-02" }}</time>{{ end }}
{{ range .GetTerms "authors" }} <a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .Params.images }}<figure><img src="{{ index . 0 }}" alt="{{ $.Params.image_alt }}">\
{{ with $.Params.image_caption }}<figcaption>{{ . | safeHTML }}</figcaption>{{ end }}</figure>{{ end }}
{{ .Content }}
{{ with .GetTerms "tags" }}<p>{{ range . }}\
<a rel="tag" href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</p>{{ end }}
</article>
{{ with .Params.waypost }}{{ with index (site.Data.comments | default dict) .id }}
<section id="comments"><h2>Comments</h2>
{{ range . }}<article id="comment-{{ .id }}"><p>{{ .author_name }}, \
<time datetime="{{ .created_at }}">{{ .created_at }}</time></p>{{ .html | safeHTML }}</article>{{ end }}
</section>
{{ end }}{{ end }}
{{ end }}
"""
_LIST = """{{ define "main" }}
<h1>{{ .Title }}</h1>
{{ .Content }}
{{ range .Pages }}<article><h2><a href="{{ .RelPermalink }}">{{ .Title | default .RelPermalink }}</a></h2>\
{{ if not .Date.IsZero }}<time>{{ .Date.Format "2006-01-02" }}</time>{{ end }}<p>{{ .Summary | plainify }}</p></article>
{{ end }}
{{ end }}
"""
_HOME = """{{ define "main" }}
<h1>{{ site.Title }}</h1>
{{ with site.Params.description }}<p>{{ . }}</p>{{ end }}
{{ range where site.RegularPages "Section" "posts" }}\
<article><h2><a href="{{ .RelPermalink }}">{{ .Title | default .RelPermalink }}</a></h2>\
{{ if not .Date.IsZero }}<time>{{ .Date.Format "2006-01-02" }}</time>{{ end }}</article>
{{ end }}
{{ end }}
"""
_AS_CODE = "<pre><code>{{ .Inner }}</code></pre>\n"  # Hugo would draw a picture of it
LAYOUTS: Mapping[str, str] = {
    "layouts/_default/_markup/render-codeblock-goat.html": _AS_CODE,
    "layouts/_default/baseof.html": _BASE,
    "layouts/_default/single.html": _SINGLE,
    "layouts/_default/list.html": _LIST,
    "layouts/index.html": _HOME,
}


def config(site: SiteInfo, origin: str) -> bytes:
    """hugo.toml. JSON's strings are TOML's too."""
    lines = [
        f"baseURL = {_text(origin + '/')}",
        f"languageCode = {_text(site.language)}",
        f"title = {_text(site.title)}",
        "disablePathToLower = true",
        "enableRobotsTXT = true",
        'ignoreErrors = ["error-disable-taxonomy"]',
        'disableKinds = ["taxonomy", "section"]  # the site may have pages of its own at /tags/ or /posts/',
        f"paginate = {site.posts_per_page}",
        *([f"timeZone = {_text(site.timezone)}"] if "/" in site.timezone or site.timezone == "UTC" else []),
        "",
        "[params]",
        f"description = {_text(site.tagline)}",
        "",
        "[taxonomies]",
        'tag = "tags"',
        'author = "authors"',
        "",
        "[outputFormats.RSS]",
        'baseName = "feed"',
        "",
        "[markup.goldmark.renderer]",
        "unsafe = true  # the texts hold HTML of their authors'",
        "[markup.goldmark.extensions]",
        "typographer = false",
    ]
    for number, link in enumerate(site.navigation, 1):
        lines += ["", "[[menu.main]]", f"name = {_text(link.label)}", f"url = {_text(link.url)}", f"weight = {number}"]
    return ("\n".join(lines) + "\n").encode()


def terms(used: Used) -> Iterator[tuple[str, dict[str, Any]]]:
    """The pages of tags and authors, with their names and addresses: path -> front matter.

    What only drafts name is a draft too: a build tells nobody of it.
    """
    for tag in used.tags[""].values():
        if not tag.internal:
            yield (
                f"content/tags/{tag.slug}/_index.md",
                _term(tag.name, tag.path, tag.description, tag.slug in used.public_tags),
            )
    for one in used.bylines[""].values():
        yield (
            f"content/authors/{one.slug}/_index.md",
            _term(one.name, one.path, one.bio, one.slug in used.public_bylines),
        )


def _term(name: str, path: str, text: str, is_public: bool) -> dict[str, Any]:
    return {"title": name, "url": path, "description": text, "draft": not is_public}


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
