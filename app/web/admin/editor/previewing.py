"""What was typed, as readers would see it: the site's own renderer, templates and style."""

from dataclasses import replace
from datetime import UTC, datetime

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.services.drafts import Draft, EditingService, Fields, InvalidFields, as_published, edited, rendered
from app.services.media import MediaService
from app.services.posts import Neighbours
from app.services.users import User, UserService
from app.web.admin.auth import EDITORS
from app.web.admin.editor.forms import Form, typed_of
from app.web.admin.editor.rights import bylines_for, require_writer
from app.web.conversation import converse
from app.web.posts import post_answer
from app.web.theme import Theme


@post("/admin/posts/{draft_id:str}/preview", sync_to_thread=True, status_code=200)
def preview(
    draft_id: FromPath[str],
    data: Form,
    user: NamedDependency[User],
    users: NamedDependency[UserService],
    editing: NamedDependency[EditingService],
    media: NamedDependency[MediaService],
    theme: NamedDependency[Theme],
) -> Response[bytes]:
    draft = editing.open(draft_id, user.id).draft
    require_writer(user, draft)
    bylines = bylines_for(user, users)
    typed = typed_of(data, draft, bylines, may_name=user.role in EDITORS)
    info = theme.site()
    try:
        shown = edited(draft, typed.fields, [], bylines)
    except InvalidFields:
        shown = _words_only(draft, typed.fields)
    post = as_published(shown, datetime.now(UTC), info.timezone)
    return post_answer(theme, info, post, media, converse((), frozenset()), Neighbours(None, None), [])


def _words_only(draft: Draft, fields: Fields) -> Draft:
    """An address with a mistake in it is no reason to show nothing."""
    made = rendered(fields.source, fields.source_format)
    return replace(draft, title=" ".join(fields.title.split()), html=made.html, text=made.text)


HANDLERS = [preview]
