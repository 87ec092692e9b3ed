"""Owns Users.db: people, their roles and credentials."""

from app.services.users.hashing import MOST_LENGTH, Hashing, is_hash
from app.services.users.models import ROLES, AuthorOutcome, ImportedAuthor, Link, LinkKind, Passkey, Role, User
from app.services.users.service import UserService

__all__ = [
    "MOST_LENGTH",
    "ROLES",
    "AuthorOutcome",
    "Hashing",
    "ImportedAuthor",
    "Link",
    "LinkKind",
    "Passkey",
    "Role",
    "User",
    "UserService",
    "is_hash",
]
