"""The rules of signing in: how long a session lasts, and how many attempts there are."""

import hashlib
import secrets
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from app.db import Connection, Database
from app.errors import NotFound, TooMany, WaypostError
from app.services.sessions import queries
from app.services.sessions.models import Session
from app.services.users import User

IDLE = timedelta(days=14)
ABSOLUTE = timedelta(days=90)
WINDOW = timedelta(minutes=15)
TOUCH_EVERY = timedelta(minutes=1)
MOST_AGENT = 400  # characters
MOST_FAILURES = 10  # in a window, for one account and for one address


class SessionService:
    def __init__(self, db: Database) -> None:
        self._db = db
        self._touching: set[str] = set()
        self._lock = threading.Lock()

    def start(self, user: User, user_agent: str = "") -> str:
        """Begin a session and return its token; only the token's SHA-256 is kept."""
        token, now = secrets.token_urlsafe(32), datetime.now(UTC)

        def job(conn: Connection) -> None:
            queries.delete_expired(conn, now - ABSOLUTE, now - IDLE)
            queries.insert_session(conn, _hash(token), user.id, user.auth_epoch, user_agent[:MOST_AGENT], now)

        self._db.write(job)
        return token

    def find(self, token: str) -> Session | None:
        """Return the session, unless it is too old. Its `auth_epoch` is the caller's to compare with Users.db."""
        with self._db.read() as conn:
            session = queries.select_session(conn, _hash(token))
        return session if session and _is_young(session, datetime.now(UTC)) else None

    def list_sessions(self, user: User) -> list[Session]:
        """Return those that are still good, the last seen first."""
        with self._db.read() as conn:
            found = queries.select_sessions(conn, user.id, user.auth_epoch)
        now = datetime.now(UTC)
        return [session for session in found if _is_young(session, now)]

    def touch(self, session: Session) -> None:
        """Note that a session is in use: in a thread, at most once a minute. Where this node can't write: never."""
        now = datetime.now(UTC)
        if now - session.seen_at < TOUCH_EVERY:
            return
        with self._lock:
            if session.id in self._touching:
                return
            self._touching.add(session.id)
        threading.Thread(target=self._touch, args=(session, now), name="touch", daemon=True).start()

    def _touch(self, session: Session, at: datetime) -> None:
        with suppress(WaypostError, RuntimeError):  # a replica, or the site closes: not again in this process
            self._db.write(lambda conn: queries.update_seen(conn, session.id, session.user_id, at))
            self._touching.discard(session.id)

    def verify(self, token: str) -> None:
        """Note that the person has just shown again who they are."""
        self._db.write(lambda conn: queries.update_verified(conn, _hash(token), datetime.now(UTC)))

    def end_named(self, user_id: str, session_id: str) -> None:
        """Raises: NotFound."""
        if not self._db.write(lambda conn: queries.delete_named(conn, session_id, user_id)):
            raise NotFound("There is no such session; it may have ended already")

    def end(self, token: str) -> None:
        self._db.write(lambda conn: queries.delete_session(conn, _hash(token)))

    def end_all(self, user_id: str) -> None:
        self._db.write(lambda conn: queries.delete_sessions_of(conn, user_id))

    def check_attempts(self, email: str, address: str, device: str = "") -> None:
        """`device` is given for a browser that has signed in to this account before: strangers can't lock it out.

        Raises: TooMany: sign-ins for this account, or from this address or device, failed too often lately.
        """
        now = datetime.now(UTC)
        with self._db.read() as conn:
            for key in _keys(email, address, device):
                found = queries.select_failures(conn, key)
                if found and found[0] >= MOST_FAILURES and found[1] > now - WINDOW:
                    wait_s = int((found[1] + WINDOW - now).total_seconds()) + 1
                    raise TooMany(f"too many failed attempts; try again in {wait_s // 60 + 1} minutes", wait_s)

    def count_failure(self, email: str, address: str, device: str = "") -> int:
        """Return how many there are now, in a window, of what has the most."""
        now = datetime.now(UTC)

        def job(conn: Connection) -> int:
            queries.delete_old_failures(conn, now - WINDOW)
            return max(queries.count_failure(conn, key, now, now - WINDOW) for key in _keys(email, address, device))

        return self._db.write(job)

    def forget_failures(self, email: str, address: str, device: str = "") -> None:
        """But for those of the address: a right password for one account is no licence to try others."""
        self._db.write(lambda conn: queries.delete_failures(conn, _keys(email, address, device)[:1]))


def _is_young(session: Session, now: datetime) -> bool:
    return now - session.created_at <= ABSOLUTE and now - session.seen_at <= IDLE


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _keys(email: str, address: str, device: str) -> list[str]:
    """Hashed: what somebody typed as an e-mail may be their password."""
    if device:
        return [f"device {_hash(device)}"]
    account = _hash(email.strip().lower())
    return [f"account {account}", f"address {address}"]
