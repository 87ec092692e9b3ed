"""The editor's form: what comes with it, and what its page is made of."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from litestar.enums import RequestEncodingType
from litestar.params import Body

from app.errors import Invalid
from app.services.drafts import FIELD_NAMES, Autosave, Draft, Fields, Typed, joined, parted
from app.services.posts import Byline
from app.web.admin.editor.differences import FieldDifference

Form = Annotated[dict[str, str], Body(media_type=RequestEncodingType.URL_ENCODED)]
AUTHOR = "author-"
LONGEST_WORD = 64
LABELS: Mapping[str, str] = {
    "title": "Title",
    "source": "Text",
    "source_format": "Written in",
    "path": "Address",
    "excerpt": "Excerpt",
    "description": "Description",
    "canonical_url": "First published at",
    "image_url": "Picture",
    "image_alt": "What the picture shows",
    "image_caption": "Caption",
    "social_image": "Picture for other sites",
    "tags": "Tags",
    "authors": "Authors",
    "language": "Language",
    "comments_open": "Comments",
    "pinned": "Pinned",
}


def new_key() -> str:
    return secrets.token_urlsafe(12)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else's words beside one's own. `who`: "Bob", or "Your other tab"."""

    who: str
    differences: Sequence[FieldDifference]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the editor's page shows. `version`, `seen`, `key` and `tab` go out with the form and come back with it."""

    draft: Draft
    fields: Fields
    version: int
    seen: str = ""
    key: str = field(default_factory=new_key)
    tab: str = field(default_factory=new_key)
    problems: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    autosave: Autosave | None = None  # newer than what is shown, and not decided on
    restored: bool = False
    conflict: Conflict | None = None


def typed_of(data: Mapping[str, str], draft: Draft, bylines: Mapping[str, Byline], *, may_name: bool) -> Typed:
    """Raises: Invalid: the form is not one of the editor's."""
    version, tab, key = data.get("version", ""), data.get("tab", ""), data.get("key", "")
    is_whole = version.isascii() and version.isdecimal() and len(version) < 10 and "source" in data
    if not is_whole or not (0 < len(tab) <= LONGEST_WORD and 0 < len(key) <= LONGEST_WORD):
        raise Invalid("This form is not complete; open the editor again and send it from there")
    values: dict[str, Any] = {name: _one_spelling(data.get(name, "")) for name in FIELD_NAMES}
    values["authors"] = _authors(data, draft, bylines) if may_name else joined(author.id for author in draft.authors)
    return Typed(Fields(**values), int(version), tab, data.get("seen", ""), key)


def _one_spelling(text: str) -> str:
    """Browsers send every line break as CR LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def _authors(data: Mapping[str, str], draft: Draft, bylines: Mapping[str, Byline]) -> str:
    """Those who were named before keep their places."""
    chosen = {name.removeprefix(AUTHOR) for name in data if name.startswith(AUTHOR)}
    known = [author.id for author in draft.authors] + list(bylines)
    return joined(dict.fromkeys(author_id for author_id in known if author_id in chosen))


def chosen_authors(fields: Fields) -> frozenset[str]:
    return frozenset(parted(fields.authors))
