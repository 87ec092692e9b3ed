"""What the posts of an export name: tags, people, files; and whether any that goes along names them."""

import re
from collections import defaultdict

from app.services.drafts import Draft
from app.services.posts import Byline, Tag

LEFT_OUT = "-"  # the folder of what does not go along
_FILE = re.compile(r"/media/([0-9a-f]{20})")


class Used:
    def __init__(self) -> None:
        self.tags: dict[str, dict[str, Tag]] = defaultdict(dict)  # folder -> slug -> tag
        self.bylines: dict[str, dict[str, Byline]] = defaultdict(dict)
        self.public_tags: set[str] = set()  # slugs
        self.public_bylines: set[str] = set()
        self._files: dict[str, set[str]] = defaultdict(set)  # mark of a file -> folders of what names it

    def note(self, draft: Draft, folder: str) -> None:
        for tag in draft.tags:
            self.tags[folder].setdefault(tag.slug, tag)
        for byline in draft.authors:
            self.bylines[folder].setdefault(byline.slug, byline)
        if draft.status == "published":
            self.public_tags |= {tag.slug for tag in draft.tags}
            self.public_bylines |= {byline.slug for byline in draft.authors}
        image = draft.image.url if draft.image else ""
        for mark in _FILE.findall(f"{draft.html}\n{draft.source}\n{image}"):
            self._files[mark].add(folder)

    @property
    def people(self) -> list[Byline]:
        return [one for folder in self.bylines.values() for one in folder.values()]

    def folder_of_file(self, path: str, *, unused: str) -> str:
        """Return where a file goes: beside what is shown, if anything shown has it. `unused`: where nothing has."""
        match = _FILE.match(path)
        folders = self._files.get(match[1], set()) if match else set()
        return min(folders, key=("", "private/", LEFT_OUT).index) if folders else unused
