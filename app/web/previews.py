"""The link that shows an item to somebody before it is public.

The file of the drafts knows only its number: a copy of that file holds no link that works. See docs/sharing.md.
"""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.db import reading
from app.services.drafts import DraftService, Preview, SharingService
from app.services.media import MediaService
from app.settings import Settings
from app.web.answers import page
from app.web.dates import calendar
from app.web.signing import LENGTH, is_ours, mark
from app.web.theme import Theme
from app.web.unlisted import kept_by_nobody, unlisted_page
from app.web.words import translate

PURPOSE = "preview"
GONE = {
    "title": "This preview link does not work",
    "text": "It may have expired or been taken back, or a part of it is missing. "
    "Ask whoever sent it to you for a new one.",
}


def preview_path(settings: Settings, preview: Preview) -> str:
    return f"/preview/{preview.id}{mark(settings, PURPOSE, preview.id)}"


@get("/preview/{token:str}", sync_to_thread=False)
def show_preview(
    token: FromPath[str],
    drafts: NamedDependency[DraftService],
    sharing: NamedDependency[SharingService],
    media: NamedDependency[MediaService],
    settings: NamedDependency[Settings],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    """Who can't see it learns nothing of it: 404 for a link nobody made, 410 for one that worked once."""
    preview_id, given = token[:-LENGTH], token[-LENGTH:]
    if not preview_id or not is_ours(settings, PURPOSE, preview_id, given):
        return _gone(theme, 404)
    with reading():
        preview = sharing.find(preview_id)
        draft = drafts.drafts_by_id([preview.draft_id]).get(preview.draft_id) if preview else None
        if preview is None or draft is None or draft.status == "trash":
            return _gone(theme, 410)
        info = theme.site()
        day = calendar(info.language, info.timezone).moment(preview.expires_at)
        said = translate(info.language, "This is a preview: only who has this link can see it, until {day}.")
        post = drafts.shown(draft, info.timezone)
        return unlisted_page(theme, info, post, media, said.format(day=day))


def _gone(theme: Theme, status: int) -> Response[bytes]:
    return kept_by_nobody(page(theme.templates.bare("error.html", status=status, **GONE), status))


HANDLERS = [show_preview]
