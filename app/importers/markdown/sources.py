"""What was named on the command line, as trees: one for each site among the paths."""

import re
from collections.abc import Sequence
from pathlib import Path

from app.importers.items import Unreadable
from app.importers.markdown.opening import open_tree
from app.importers.markdown.tree import Tree, is_text

CONFIG = re.compile(
    r"(?:_config\.(?:yml|yaml|toml)|(?:hugo|config)\.(?:toml|ya?ml|json)|config/_default/.+\.(?:toml|ya?ml|json)"
    r"|\.?eleventy(?:\.config)?\.[cm]?js|next\.config\.[cm]?[jt]s|astro\.config\.[cm]?[jt]s|gatsby-config\.[jt]s)"
)
# Folders that are part of a site; given by themselves they keep their name, which says what they hold.
PARTS = frozenset(
    [
        "_posts",
        "_drafts",
        "_pages",
        "_data",
        "content",
        "source",
        "src",
        "posts",
        "post",
        "blog",
        "news",
        "articles",
        "pages",
        "data",
        "static",
        "public",
        "assets",
        "images",
        "img",
        "media",
        "uploads",
        "files",
        "drafts",
    ]
)
_MAX_DEPTH = 2  # of a configuration below the folder that was named


def open_sources(paths: Sequence[Path]) -> list[Tree]:
    """Parts of one site that were named one by one become one tree. Raises: Unreadable."""
    trees = [(path, open_tree(path)) for path in paths]
    together = Tree(trees[0][1].name)
    found: list[Tree] = []
    for path, tree in trees:
        if path.is_file() and not _is_archive(path):
            together.add(tree, "")
        elif path.resolve().name in PARTS and not _config_folders(tree):
            together.add(tree, f"{path.resolve().name}/")
        else:
            found.append(_rooted(tree))
    if together.files or together.refused:
        found.insert(0, together)
    if not any(is_content(path) for tree in found for path in tree.files):
        if any(tree.refused for tree in found):
            raise Unreadable("every file was refused: links or paths lead out of the folder or archive")
        names = ", ".join(map(str, paths))
        raise Unreadable(f"there is no Markdown file in {names}; name the folder that holds the posts")
    return found


def is_content(path: str) -> bool:
    """Whether it is a text, or a post in HTML as jekyll-import writes them."""
    return is_text(path) or (path.endswith(".html") and ("/_posts/" in f"/{path}"))


def _is_archive(path: Path) -> bool:
    return not is_text(path.name)


def _config_folders(tree: Tree) -> list[str]:
    """Return folders that hold a site's configuration, outermost first."""
    found = {path[: match.start()] for path in tree.files if (match := CONFIG.search(path)) and _whole(path, match)}
    return sorted((folder for folder in found if folder.count("/") <= _MAX_DEPTH), key=lambda f: (f.count("/"), f))


def _whole(path: str, match: re.Match[str]) -> bool:
    return match.end() == len(path) and (match.start() == 0 or path[match.start() - 1] == "/")


def _rooted(tree: Tree) -> Tree:
    """Step into the one folder that holds the configuration, "docs/_config.yml" say, where the top has none."""
    folders = [
        folder for folder in _config_folders(tree) if any(is_text(p) for p in tree.files if p.startswith(folder))
    ]
    if not folders or "" in folders or any(is_text(path) for path in tree.files if _is_post_path(path, folders)):
        return tree
    return tree.under(folders[0]) if len(folders) == 1 else tree


def _is_post_path(path: str, folders: list[str]) -> bool:
    """Whether a text lies in a folder beside the site's, so that stepping into the site would lose it."""
    return "/" in path and not any(path.startswith(folder) for folder in folders)
