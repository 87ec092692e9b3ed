"""Sessions: tokens nobody can read from the file, limits of time and of attempts."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from app.db import Connection, Database
from app.errors import TooMany
from app.services.sessions import SessionService, queries
from app.services.sessions.service import ABSOLUTE, IDLE, MOST_FAILURES
from app.services.users import User

ALICE = User("a" * 24, "alice", "Alice", None, "owner", "", None, None, True, 3, datetime.now(UTC))


@pytest.fixture
def database(open_database: Callable[[str], Database]) -> Database:
    return open_database("Sessions")


@pytest.fixture
def sessions(database: Database) -> SessionService:
    return SessionService(database)


def test_token_finds_its_session(sessions: SessionService) -> None:
    token = sessions.start(ALICE)
    session = sessions.find(token)
    assert session is not None
    assert (session.user_id, session.auth_epoch) == (ALICE.id, 3)
    assert sessions.find(token + "x") is None


def test_token_is_not_in_the_file(sessions: SessionService, database: Database) -> None:
    token = sessions.start(ALICE)
    files = [path for path in database.path.parent.iterdir() if path.name.startswith("Sessions.db")]
    assert files
    assert not any(token.encode() in path.read_bytes() for path in files)


def test_ended_session_is_gone(sessions: SessionService) -> None:
    one, two = sessions.start(ALICE), sessions.start(ALICE)
    sessions.end(one)
    assert sessions.find(one) is None
    assert sessions.find(two)
    sessions.end_all(ALICE.id)
    assert sessions.find(two) is None


@pytest.mark.parametrize("age", [IDLE, ABSOLUTE])
def test_old_session_is_none(sessions: SessionService, database: Database, age: timedelta) -> None:
    token = sessions.start(ALICE)
    kept = queries.select_session
    at = datetime.now(UTC) - age - timedelta(minutes=1)

    def make_old(conn: Connection) -> None:
        conn.raw.execute("UPDATE sessions SET created_at = ?, seen_at = ?", (at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),) * 2)

    database.write(make_old)
    assert sessions.find(token) is None
    sessions.start(ALICE)
    with database.read() as conn:
        assert kept(conn, "") is None
        assert conn.raw.execute("SELECT count(*) FROM sessions").fetchone() == (1,)


def test_too_many_failures_wait(sessions: SessionService) -> None:
    for _ in range(MOST_FAILURES):
        sessions.check_attempts("alice@example.com", "192.0.2.1")
        sessions.count_failure("alice@example.com", "192.0.2.1")
    with pytest.raises(TooMany) as caught:
        sessions.check_attempts("Alice@example.com", "198.51.100.1")
    assert 0 < caught.value.retry_after_s <= 901
    with pytest.raises(TooMany):
        sessions.check_attempts("bob@example.com", "192.0.2.1")
    sessions.check_attempts("bob@example.com", "198.51.100.1")
    sessions.forget_failures("alice@example.com", "192.0.2.1")
    sessions.check_attempts("alice@example.com", "198.51.100.1")
    with pytest.raises(TooMany):  # one account's right password is no licence to try others
        sessions.check_attempts("alice@example.com", "192.0.2.1")


def test_a_known_device_counts_by_itself(sessions: SessionService) -> None:
    for _ in range(MOST_FAILURES):
        sessions.count_failure("alice@example.com", "192.0.2.1")
    sessions.check_attempts("alice@example.com", "192.0.2.1", "a mark")
    for _ in range(MOST_FAILURES):
        sessions.count_failure("alice@example.com", "198.51.100.1", "a mark")
    with pytest.raises(TooMany):
        sessions.check_attempts("alice@example.com", "198.51.100.1", "a mark")
    sessions.check_attempts("bob@example.com", "198.51.100.1")
