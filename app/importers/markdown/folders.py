"""Folders: walked once, without following what leads out of them."""

import os
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from app.importers.items import Skipped, Unreadable
from app.importers.markdown.tree import MAX_FILES, NEVER, File, Tree, is_text, refused_kind

MAX_BESIDE = 20_000  # files looked at around a single text


def single_tree(path: Path) -> Tree:
    """One text, with the pictures that lie beside it."""
    root = os.path.realpath(path.parent)
    tree = Tree(path.stem)
    for name, full, problem, is_link in islice(_walk(root, root, ""), MAX_BESIDE):
        if not problem and (name == path.name or not is_text(name)) and name.count("/") < 3:
            tree.files[name] = File(name, _opener(full, root, is_link=is_link))
    tree.files[path.name] = File(path.name, lambda: path.open("rb"))
    return tree


def folder_tree(root: Path) -> Tree:
    real = os.path.realpath(root)
    tree = Tree(Path(real).name)
    for path, full, problem, is_link in _walk(real, real, ""):
        if problem:
            tree.refused.append(Skipped(refused_kind(path), path, problem))
        else:
            tree.files[path] = File(path, _opener(full, real, is_link=is_link))
        if len(tree.files) > MAX_FILES:
            raise Unreadable(f"{root} holds more than {MAX_FILES} files; name the folder with the posts")
    return tree


def _opener(full: str, root: str, *, is_link: bool) -> Callable[[], BinaryIO]:
    def open_inside() -> BinaryIO:
        """Look again when opening: what a name leads to may have changed since the walk."""
        if not is_link:
            return os.fdopen(os.open(full, os.O_RDONLY | os.O_NOFOLLOW), "rb")
        target = os.path.realpath(full)
        if not _inside(target, root):
            raise OSError(f"{full} leads outside of the folder")
        return Path(target).open("rb")

    return open_inside


def _walk(folder: str, root: str, prefix: str) -> Iterator[tuple[str, str, str, bool]]:
    """Yield (path inside, path on disk, why it is refused or "", whether it is a link)."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield prefix.rstrip("/") or ".", folder, f"can't be read: {error.strerror}", False
        return
    for entry in entries:
        name = _printable(entry.name)
        if name is None:
            yield prefix + repr(entry.name), entry.path, "its name is no text", False
        elif entry.is_symlink():
            yield prefix + name, entry.path, _link_problem(entry.path, root), True
        elif entry.is_dir(follow_symlinks=False):
            if entry.name not in NEVER:
                yield from _walk(entry.path, root, f"{prefix}{name}/")
        elif entry.is_file(follow_symlinks=False):
            yield prefix + name, entry.path, "", False


def _link_problem(full: str, root: str) -> str:
    target = os.path.realpath(full)
    if not _inside(target, root):
        return "a symbolic link that leads out of the folder; not followed"
    if not Path(target).is_file():
        return "a symbolic link to a folder or to nothing; not followed"
    return ""


def _inside(real: str, root: str) -> bool:
    return real.startswith(root.rstrip("/") + "/")


def _printable(name: str) -> str | None:
    try:
        return name.encode().decode()
    except UnicodeEncodeError:
        return None
