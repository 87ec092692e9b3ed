"""Zip archives, read without unpacking: nothing of them is ever written to disk."""

import stat
import zipfile
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from app.importers.items import Skipped, Unreadable
from app.importers.markdown.tree import MAX_FILES, NEVER, File, Tree, refused_kind

MAX_MEMBER_BYTES = 512 * 1024 * 1024
MAX_UNPACKED_BYTES = 16 * 1024 * 1024 * 1024
MAX_RATIO = 500  # a deflated megabyte of zeros is 1000:1; no text or picture comes near


def archive_tree(path: Path) -> Tree:
    try:
        archive = zipfile.ZipFile(path)
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(f"{path.name} is a damaged zip archive ({error}); fetch it again") from error
    if len(members) > MAX_FILES or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise Unreadable(f"{path.name} would unpack to far more than a site holds; it looks like a zip bomb")
    tree = Tree(path.stem)
    for member in members:
        name = member.filename
        problem = _member_problem(member)
        if problem:
            tree.refused.append(Skipped(refused_kind(name), name, problem))
        elif not member.is_dir() and not NEVER.intersection(name.split("/")):
            tree.files[name] = File(name, _member_opener(archive, member))
    tops = {name.split("/", 1)[0] for name in tree.files}
    if len(tops) == 1 and all("/" in name for name in tree.files) and not _content_folder(next(iter(tops))):
        return tree.under(tops.pop())  # GitHub's "repository-main/"
    return tree


def _content_folder(name: str) -> bool:
    return name in ("_posts", "content", "posts", "blog", "source", "src")


def _member_problem(member: zipfile.ZipInfo) -> str:
    name = member.filename
    if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or ":" in name.split("/")[0]:
        return "its path leads out of the archive"
    if "\\" in name or "\0" in name:
        return "its path is no path"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "a symbolic link; not followed"
    if member.flag_bits & 1:
        return "it is encrypted"
    if member.file_size > MAX_MEMBER_BYTES or member.file_size > MAX_RATIO * (member.compress_size + 4096):
        return "it would unpack to far more than it holds; it looks like a zip bomb"
    return ""


def _member_opener(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    def open_member() -> BinaryIO:
        """Read it whole, never more than it said: a member may lie about its size."""
        try:
            with archive.open(member) as file:
                data = file.read(member.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
            raise OSError(f"damaged in the archive: {error}") from error
        if len(data) > member.file_size:
            raise OSError("damaged in the archive: longer than it says")
        return BytesIO(data)

    return open_member
