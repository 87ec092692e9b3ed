"""What a person writes in the editor, as it was typed, and what a draft makes of it. Knows no database."""

import csv
import io
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from urllib.parse import urlsplit

from app.content import render_html, slugify
from app.errors import Invalid
from app.services.drafts.models import Draft
from app.services.drafts.sources import editable, rerendered
from app.services.posts import Byline, Image, Tag
from app.services.site import is_reserved, normalise

LONGEST = {"title": 500, "path": 500, "excerpt": 2_000, "description": 500, "tags": 2_000, "source": 2_000_000}
LONGEST_OTHER = 2_000
SOCIAL_IMAGES = ("og_image", "social_image", "twitter_image")  # what old blogs and this editor call it in metadata
YES = "yes"
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Fields:
    """Every value is text as typed. `tags` and `authors` are lists with commas; the last two are "yes" or ""."""

    title: str = ""
    source: str = ""
    source_format: str = "markdown"
    path: str = ""  # the address; "": made from the title
    excerpt: str = ""
    description: str = ""
    canonical_url: str = ""
    image_url: str = ""
    image_alt: str = ""
    image_caption: str = ""
    social_image: str = ""
    tags: str = ""
    authors: str = ""  # ids
    language: str = ""
    comments_open: str = ""
    pinned: str = ""


NAMES = tuple(field.name for field in fields(Fields))


class InvalidFields(Invalid):
    """`problems`: field -> a sentence about what was typed into it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()))
        self.problems = dict(problems)


def fields_of(draft: Draft) -> Fields:
    source, source_format = editable(draft)
    image = draft.image or Image("")
    return Fields(
        title=draft.title,
        source=source,
        source_format=source_format,
        path=draft.path,
        excerpt=draft.excerpt,
        description=draft.description,
        canonical_url=draft.canonical_url or "",
        image_url=image.url,
        image_alt=image.alt,
        image_caption=image.caption,
        social_image=social_image_of(draft.metadata),
        tags=joined(tag.name for tag in draft.tags),
        authors=joined(author.id for author in draft.authors),
        language=draft.language or "",
        comments_open=YES if draft.comments_open else "",
        pinned=YES if draft.pinned else "",
    )


def edited(draft: Draft, typed: Fields, tags: Sequence[Tag], bylines: Mapping[str, Byline]) -> Draft:
    """`tags`: those already known; `bylines`: id -> who may be named as an author.

    Raises: InvalidFields.
    """
    _check(typed)
    html, text = rerendered(draft, typed.source, typed.source_format)
    path = _new_path(draft, typed)
    return replace(
        draft,
        title=" ".join(typed.title.split()),
        source=typed.source,
        source_format="html" if typed.source_format == "html" else "markdown",
        html=html,
        text=text,
        path=path,
        slug=draft.slug if path == draft.path else path.strip("/").rsplit("/", 1)[-1],
        excerpt=typed.excerpt.strip(),
        description=" ".join(typed.description.split()),
        canonical_url=typed.canonical_url.strip() or None,
        image=_image(draft, typed),
        tags=tags_of(typed.tags, (*draft.tags, *tags)),
        authors=_authors(draft, typed, bylines),
        language=typed.language.strip() or None,
        comments_open=typed.comments_open == YES,
        pinned=typed.pinned == YES,
        metadata=_metadata(draft.metadata, typed.social_image.strip()),
    )


def path_of(typed: Fields) -> str:
    """The address, with its slashes; from the title where none was typed, "" where there is neither."""
    if typed.path.strip(" /"):
        path = "-".join(normalise(typed.path.strip()).split())
        is_file = not typed.path.strip().endswith("/") and "." in path.rsplit("/", 1)[-1]
        return path if is_file else path + "/"
    slug = slugify(typed.title)
    return f"/{slug}/" if slug else ""


def _new_path(draft: Draft, typed: Fields) -> str:
    """An address made from the title follows the title, until readers have seen it."""
    was_made = draft.path == path_of(Fields(title=draft.title)) and typed.path == draft.path
    return path_of(replace(typed, path="")) if was_made and draft.published_at is None else path_of(typed)


def joined(values: Iterable[str]) -> str:
    """One line of values with commas between; one that has a comma itself stands in quotes."""
    parts = []
    for value in values:
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow([" ".join(value.split())])
        parts.append(line.getvalue())
    return ", ".join(parts)


def parted(line: str) -> list[str]:
    """What `joined` made, or a person typed; each once, in order."""
    rows = csv.reader([" ".join(line.split())], skipinitialspace=True)
    return list(dict.fromkeys(value.strip() for row in rows for value in row if value.strip()))


def social_image_of(metadata: Mapping[str, object]) -> str:
    chosen = (metadata.get(name) for name in SOCIAL_IMAGES)
    return next((one for one in chosen if isinstance(one, str) and one), "")


def _metadata(metadata: Mapping[str, object], social_image: str) -> dict[str, object]:
    if social_image == social_image_of(metadata):
        return dict(metadata)
    kept = {name: value for name, value in metadata.items() if name not in SOCIAL_IMAGES}
    return kept | ({"social_image": social_image} if social_image else {})


def _image(draft: Draft, typed: Fields) -> Image | None:
    url = typed.image_url.strip()
    if not url:
        return None
    known = draft.image.caption if draft.image else ""
    caption = typed.image_caption.strip()
    return Image(url, " ".join(typed.image_alt.split()), known if caption == known else render_html(caption).html)


def tags_of(line: str, known: Sequence[Tag]) -> tuple[Tag, ...]:
    """By name or slug those that are known, first of all the draft's own; the others are new."""
    by_name: dict[str, Tag] = {}
    for tag in known:
        by_name.setdefault(tag.name.casefold(), tag)
    by_slug: dict[str, Tag] = {}
    for tag in known:
        by_slug.setdefault(tag.slug, tag)
    found: dict[str, Tag] = {}
    for name in parted(line):
        slug = slugify(name)
        tag = by_name.get(name.casefold()) or by_slug.get(slug) or Tag(secrets.token_hex(12), slug, name)
        found.setdefault(tag.slug, tag)
    return tuple(found.values())


def _authors(draft: Draft, typed: Fields, bylines: Mapping[str, Byline]) -> tuple[Byline, ...]:
    known = {**bylines, **{author.id: author for author in draft.authors}}
    return tuple(known[author_id] for author_id in parted(typed.authors) if author_id in known)


def _check(typed: Fields) -> None:
    problems = {}
    for name in NAMES:
        most = LONGEST.get(name, LONGEST_OTHER)
        if len(getattr(typed, name)) > most:
            problems[name] = f"That is too long: at most {most:,} characters fit here."
    path = path_of(typed)
    if any(sign in path for sign in "?#\\"):
        problems["path"] = "An address has no ?, # or backslash in it; leave them out."
    elif path and is_reserved(path):
        problems["path"] = f"{path} is an address of Waypost's own; choose another."
    if typed.canonical_url.strip() and not _is_web_address(typed.canonical_url):
        problems["canonical_url"] = "Give a whole address that begins with https:// or http://, or leave it empty."
    for name in ("image_url", "social_image"):
        if getattr(typed, name).strip() and not _is_picture(getattr(typed, name)):
            problems[name] = "Give an address that begins with / or https://, or leave it empty."
    if typed.language.strip() and not _LANGUAGE.fullmatch(typed.language.strip()):
        problems["language"] = "Give a language like en, de or pt-BR, or leave it empty for that of the site."
    if problems:
        raise InvalidFields(problems)


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _is_picture(text: str) -> bool:
    return text.strip().startswith("/") or _is_web_address(text)
