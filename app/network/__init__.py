"""Connections to hosts that somebody else named: only on the open internet, and never for longer than allowed."""

from app.network.deadline import deadline
from app.network.public import Allowed, PrivateAddress, connect, is_public

__all__ = ["Allowed", "PrivateAddress", "connect", "deadline", "is_public"]
