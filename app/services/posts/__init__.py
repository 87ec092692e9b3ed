"""Owns Posts.db: only what is published, the posts and pages, their tags and bylines, old paths, full-text index."""

from app.services.posts.models import (
    Byline,
    Image,
    Month,
    Neighbours,
    Page,
    Post,
    PostKind,
    PostSummary,
    PublishedPost,
    SearchHit,
    SitemapEntry,
    Tag,
    TagCount,
)
from app.services.posts.service import PostService

__all__ = [
    "Byline",
    "Image",
    "Month",
    "Neighbours",
    "Page",
    "Post",
    "PostKind",
    "PostService",
    "PostSummary",
    "PublishedPost",
    "SearchHit",
    "SitemapEntry",
    "Tag",
    "TagCount",
]
