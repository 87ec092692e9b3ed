"""Which generator made a tree: told from its configuration, else from what lies where."""

import json
import re
from datetime import datetime

from app.importers.items import Options
from app.importers.markdown.generators.base import Generator
from app.importers.markdown.generators.eleventy import CONFIGS, Eleventy
from app.importers.markdown.generators.hugo import Hugo
from app.importers.markdown.generators.jekyll import Jekyll
from app.importers.markdown.generators.script import Script
from app.importers.markdown.generators.zola import Zola
from app.importers.markdown.sources import is_content
from app.importers.markdown.text import decode
from app.importers.markdown.tree import TooLarge, Tree

_HUGO = re.compile(r"hugo\.(?:toml|ya?ml|json)|config\.(?:ya?ml|json)|config/_default/[^/]+\.(?:toml|ya?ml|json)")
_SCRIPT = re.compile(r"(?:next|astro|gatsby|nuxt|svelte|vite|docusaurus)(?:\.|-)config\.[cm]?[jt]s")
_POSTS = re.compile(r"(?:^|/)_(?:posts|drafts)/")
_DATA = re.compile(r"[^/]+(?:/[^/]+)*\.11tydata\.(?:js|cjs|mjs|json)")
_ZOLA_KEYS = re.compile(
    r"^(?:\[extra\]|\[taxonomies\]|path\s*=|template\s*=|in_search_index\s*=|sort_by\s*=|authors\s*=)", re.MULTILINE
)
_SAMPLES = 40


def generator_of(tree: Tree, options: Options, now: datetime) -> Generator:
    return _class_of(tree)(tree, options, now)


def _class_of(tree: Tree) -> type[Generator]:
    files = tree.files
    if "_config.yml" in files or "_config.yaml" in files or "_config.toml" in files:
        return Jekyll
    if "zola.toml" in files:
        return Zola
    if "config.toml" in files:
        return Zola if re.search(r"^\s*base_url\s*=", _text(tree, "config.toml"), re.MULTILINE) else Hugo
    if any(_HUGO.fullmatch(path) for path in files):
        return Hugo
    if any(path in files for path in CONFIGS) or any(_DATA.fullmatch(path) for path in files):
        return Eleventy
    if any(_SCRIPT.fullmatch(path) for path in files):
        return Script
    return _by_package(tree) or _by_content(tree)


def _by_package(tree: Tree) -> type[Generator] | None:
    if "package.json" not in tree.files:
        return None
    try:
        package = json.loads(_text(tree, "package.json"))
        names = {name for part in ("dependencies", "devDependencies") for name in package.get(part) or {}}
    except (ValueError, AttributeError, TypeError, RecursionError):
        return None
    if "@11ty/eleventy" in names:
        return Eleventy
    return Script if names & {"next", "astro", "gatsby", "nuxt", "@docusaurus/core", "@sveltejs/kit"} else None


def _by_content(tree: Tree) -> type[Generator]:
    texts = [path for path in tree.files if is_content(path)]
    if any(_POSTS.search(path) for path in texts):
        return Jekyll
    content = [path for path in texts if path.startswith("content/")]
    if content:
        return Zola if _looks_like_zola(tree, content) else Hugo
    return Script if any(path.endswith(".mdx") for path in texts) else Generator


def _looks_like_zola(tree: Tree, paths: list[str]) -> bool:
    """Hugo takes +++ too; but its texts name no `path`, and `[extra]` is Zola's."""
    votes = 0
    for path in paths[:: max(1, len(paths) // _SAMPLES)][:_SAMPLES]:
        text = _text(tree, path)
        if text.startswith("+++"):
            votes += 1 if _ZOLA_KEYS.search(text[:4000].split("\n+++", 1)[0]) else -1
        else:
            votes -= 2
    return votes > 0


def _text(tree: Tree, path: str) -> str:
    try:
        return decode(tree.read(path))[0]
    except (OSError, TooLarge):
        return ""
