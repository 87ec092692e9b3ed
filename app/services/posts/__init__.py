"""Owns Posts.db: only what is published, the posts and pages, their tags and bylines, old paths, full-text index."""

from app.services.posts.filters import And, Compare, Filter, OneOf, Operator, Or, Order, Value
from app.services.posts.models import (
    Byline,
    Image,
    Listed,
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
    "And",
    "Byline",
    "Compare",
    "Filter",
    "Image",
    "Listed",
    "Month",
    "Neighbours",
    "OneOf",
    "Operator",
    "Or",
    "Order",
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
    "Value",
]
