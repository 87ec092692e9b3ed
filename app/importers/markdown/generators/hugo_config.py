"""Hugo's configuration, from one file or a folder of them; all names in lower case."""

import re
from dataclasses import dataclass
from typing import Any

from app.importers.items import Warned
from app.importers.markdown.data import dig, load_table, lowered
from app.importers.markdown.keys import as_flag, as_text
from app.importers.markdown.tree import Tree

# ISO 639-1 codes that stand in file names; not "md", "js" and other suffixes nobody writes texts in.
LANGUAGES = frozenset(
    [
        "ar",
        "bg",
        "bn",
        "ca",
        "cs",
        "cy",
        "da",
        "de",
        "el",
        "en",
        "eo",
        "es",
        "et",
        "eu",
        "fa",
        "fi",
        "fr",
        "ga",
        "gl",
        "he",
        "hi",
        "hr",
        "hu",
        "hy",
        "id",
        "is",
        "it",
        "ja",
        "ka",
        "kk",
        "ko",
        "lt",
        "lv",
        "mk",
        "mn",
        "ms",
        "nb",
        "nl",
        "nn",
        "no",
        "pl",
        "pt",
        "ro",
        "ru",
        "si",
        "sk",
        "sl",
        "sq",
        "sr",
        "sv",
        "sw",
        "ta",
        "te",
        "th",
        "tl",
        "tr",
        "uk",
        "ur",
        "uz",
        "vi",
        "zh",
    ]
)
_NAME = re.compile(r"config/_default/(?P<name>[\w.-]+)\.(?:toml|ya?ml|json)")
_WHOLE = ("hugo", "config")


@dataclass(frozen=True, slots=True)
class ContentRoot:
    folder: str  # "content/en"
    language: str | None
    target: str = ""  # where its files are mounted below the content folder


def read_hugo(tree: Tree, warnings: list[Warned]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for stem in _WHOLE:
        for suffix in ("toml", "yaml", "yml", "json"):
            path = f"{stem}.{suffix}"
            if path in tree.files:
                _merge(found, lowered(load_table(tree, path, warnings)))
    for path in sorted(tree.files):
        match = _NAME.fullmatch(path)
        if match:
            _put(found, match["name"].lower(), lowered(load_table(tree, path, warnings)))
    return found


def _put(config: dict[str, Any], name: str, table: dict[str, Any]) -> None:
    """`languages.fr.toml` is the table languages.fr, `menu.fr.toml` is languages.fr.menu."""
    if name in _WHOLE:
        _merge(config, table)
        return
    first, _, second = name.partition(".")
    if second and first != "languages":
        config = config.setdefault("languages", {}).setdefault(second, {})
        _merge(config.setdefault(first, {}), table)
    else:
        for part in name.split("."):
            config = config.setdefault(part, {})
        _merge(config, table)


def _merge(into: dict[str, Any], table: dict[str, Any]) -> None:
    for name, value in table.items():
        if isinstance(value, dict) and isinstance(into.get(name), dict):
            _merge(into[name], value)
        else:
            into[name] = value


def languages(config: dict[str, Any]) -> dict[str, dict[str, Any]]:
    table = config.get("languages")
    found = {name: one for name, one in table.items() if isinstance(one, dict)} if isinstance(table, dict) else {}
    return {name: one for name, one in found.items() if as_flag(one.get("disabled")) is not True}


def content_roots(config: dict[str, Any], tree: Tree) -> list[ContentRoot]:
    """Return the folders texts lie in, the longest first; what a module mounts from elsewhere is not here."""
    roots = [root for root in _mounted(config) if _exists(tree, root.folder)]
    is_whole = bool(roots)  # mounts, or a folder for the first language, leave nothing to the main one
    for name, language in languages(config).items():
        folder = as_text(language.get("contentdir")).strip("/")
        if folder and _exists(tree, folder):
            roots.append(ContentRoot(folder, name))
            is_whole = is_whole or name == (as_text(config.get("defaultcontentlanguage")).lower() or "en")
    if not is_whole:
        main = as_text(config.get("contentdir")).strip("/")
        main = main if main and _exists(tree, main) else "content"
        roots += [ContentRoot(main, None)] if languages(config) else _by_language(tree, main)
    return sorted(roots, key=lambda root: -len(root.folder))


def _exists(tree: Tree, folder: str) -> bool:
    return any(path.startswith(folder + "/") for path in tree.files)


def _by_language(tree: Tree, main: str) -> list[ContentRoot]:
    """Without a word on languages, `content/en/…` and nothing beside it are folders of languages."""
    firsts = {path[len(main) + 1 :].split("/", 1)[0] for path in tree.files if path.startswith(main + "/")}
    if firsts and all(first.split("-")[0] in LANGUAGES for first in firsts):
        return [ContentRoot(f"{main}/{first}", first) for first in sorted(firsts)]
    return [ContentRoot(main, None)]


def _mounted(config: dict[str, Any]) -> list[ContentRoot]:
    found = []
    mounts = dig(config, "module", "mounts")
    for mount in mounts if isinstance(mounts, list) else []:
        source = as_text(dig(mount, "source")).strip("/")
        target = as_text(dig(mount, "target")).strip("/")
        if source and (target == "content" or target.startswith("content/")):
            named = dig(mount, "lang") or dig(mount, "sites", "matrix", "languages")
            language = as_text(named[0] if isinstance(named, list) and named else named).lower() or None
            found.append(ContentRoot(source, language, target.removeprefix("content").strip("/")))
    return found
