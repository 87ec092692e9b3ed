"""The rules of signing in: how long a session lasts, and how many attempts there are."""

import hashlib
import secrets
from datetime import UTC, datetime, timedelta

from app.db import Connection, Database
from app.errors import TooMany
from app.services.sessions import queries
from app.services.sessions.models import Session
from app.services.users import User

IDLE = timedelta(days=14)
ABSOLUTE = timedelta(days=90)
WINDOW = timedelta(minutes=15)
MOST_FAILURES = 10  # in a window, for one account and for one address


class SessionService:
    def __init__(self, db: Database) -> None:
        self._db = db

    def start(self, user: User) -> str:
        """Begin a session and return its token; only the token's SHA-256 is kept."""
        token, now = secrets.token_urlsafe(32), datetime.now(UTC)

        def job(conn: Connection) -> None:
            queries.delete_expired(conn, now - ABSOLUTE, now - IDLE)
            queries.insert_session(conn, _hash(token), user.id, user.auth_epoch, now)

        self._db.write(job)
        return token

    def find(self, token: str) -> Session | None:
        """Return the session, unless it is too old. Its `auth_epoch` is the caller's to compare with Users.db."""
        with self._db.read() as conn:
            session = queries.select_session(conn, _hash(token))
        now = datetime.now(UTC)
        if session is None or now - session.created_at > ABSOLUTE or now - session.seen_at > IDLE:
            return None
        return session

    def end(self, token: str) -> None:
        self._db.write(lambda conn: queries.delete_session(conn, _hash(token)))

    def end_all(self, user_id: str) -> None:
        self._db.write(lambda conn: queries.delete_sessions_of(conn, user_id))

    def check_attempts(self, email: str, address: str) -> None:
        """Raises: TooMany: sign-ins for this account, or from this address, failed too often lately."""
        now = datetime.now(UTC)
        with self._db.read() as conn:
            for key in _keys(email, address):
                found = queries.select_failures(conn, key)
                if found and found[0] >= MOST_FAILURES and found[1] > now - WINDOW:
                    wait_s = int((found[1] + WINDOW - now).total_seconds()) + 1
                    raise TooMany(f"too many failed attempts; try again in {wait_s // 60 + 1} minutes", wait_s)

    def count_failure(self, email: str, address: str) -> None:
        now = datetime.now(UTC)

        def job(conn: Connection) -> None:
            queries.delete_old_failures(conn, now - WINDOW)
            for key in _keys(email, address):
                queries.count_failure(conn, key, now, now - WINDOW)

        self._db.write(job)

    def forget_failures(self, email: str, address: str) -> None:
        self._db.write(lambda conn: queries.delete_failures(conn, _keys(email, address)))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _keys(email: str, address: str) -> list[str]:
    """Hashed: what somebody typed as an e-mail may be their password."""
    account = hashlib.sha256(email.strip().lower().encode()).hexdigest()
    return [f"account {account}", f"address {address}"]
