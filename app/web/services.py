"""The services, as `main` hands them to the web layer; each handler names those it needs."""

from dataclasses import dataclass

from app.services.audit import AuditService
from app.services.comments import CommentService
from app.services.drafts import (
    DraftService,
    EditingService,
    LifecycleService,
    ProtectionService,
    SharingService,
    TagService,
)
from app.services.inbox import InboxService
from app.services.jobs import JobService
from app.services.media import MediaService
from app.services.posts import PostService
from app.services.sessions import SessionService
from app.services.site import SiteService
from app.services.users import UserService


@dataclass(frozen=True, slots=True)
class Services:
    users: UserService
    sessions: SessionService
    site: SiteService
    posts: PostService
    drafts: DraftService
    editing: EditingService
    lifecycle: LifecycleService
    sharing: SharingService
    tagging: TagService
    protection: ProtectionService
    media: MediaService
    comments: CommentService
    inbox: InboxService
    audit: AuditService
    jobs: JobService
