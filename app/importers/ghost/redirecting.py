"""Old addresses that belong to no post, tag or author: the owner's own redirects, and the fronts of collections.

Ghost's feeds (`/rss/`), further pages of lists (`/page/2/`) and pages for phones need no entry: whatever stands behind
an old address so is answered by its shape.
"""

from collections.abc import Iterator, Sequence

from app.importers.ghost.files import File
from app.importers.items import Item, Redirect, Unreadable, Warned
from app.importers.redirects import read_redirects


def redirects(files: Sequence[File], prefix: str, index_pages: Sequence[str]) -> Iterator[Item]:
    """The owner's come first: what was redirected in Ghost never reached Ghost's own pages."""
    for file in files:
        try:
            yield from read_redirects(file.read(), file.name)
        except Unreadable as error:
            yield Warned(file.name, f"{error}; none of its redirects were read")
    fronts = [f"{prefix}/"] if prefix else []
    for page in (*fronts, *index_pages):
        yield Redirect(page, "/")
