"""Owns Comments.db: only comments that were approved."""

from app.services.comments.models import Comment, CommentKind, Thread
from app.services.comments.service import CommentService

__all__ = ["Comment", "CommentKind", "CommentService", "Thread"]
