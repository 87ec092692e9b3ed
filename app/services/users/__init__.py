"""Owns Users.db: people, their roles and credentials."""

from app.services.users.models import ROLES, AuthorOutcome, ImportedAuthor, Link, LinkKind, Passkey, Role, User
from app.services.users.service import UserService

__all__ = ["ROLES", "AuthorOutcome", "ImportedAuthor", "Link", "LinkKind", "Passkey", "Role", "User", "UserService"]
