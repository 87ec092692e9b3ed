"""Every SQL statement of Audit.db."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select

from app.db import Connection, Query
from app.db.times import datetime_of, text_of
from app.services.audit.models import Event
from app.services.audit.tables import events

_COLUMNS = (
    events.c.id,
    events.c.at,
    events.c.actor_id,
    events.c.action,
    events.c.target_kind,
    events.c.target_id,
    events.c.detail,
)
_LATEST = Query(
    select(*_COLUMNS).where(events.c.id < bindparam("before")).order_by(events.c.id.desc()).limit(bindparam("limit"))
)


_LATEST_OF = Query(
    select(*_COLUMNS).where(events.c.action == bindparam("action")).order_by(events.c.id.desc()).limit(1)
)


def insert_event(
    conn: Connection,
    at: datetime,
    actor_id: str | None,
    action: str,
    target_kind: str,
    target_id: str,
    detail: Mapping[str, str],
) -> None:
    conn.execute(
        insert(events).values(
            at=text_of(at),
            actor_id=actor_id,
            action=action,
            target_kind=target_kind,
            target_id=target_id,
            detail=json.dumps(dict(detail), ensure_ascii=False),
        )
    )


def select_latest(conn: Connection, before: int, limit: int) -> list[Event]:
    return [_event(row) for row in _LATEST.all(conn, before=before, limit=limit)]


def select_latest_of(conn: Connection, action: str) -> Event | None:
    row = _LATEST_OF.first(conn, action=action)
    return None if row is None else _event(row)


def _event(row: tuple[Any, ...]) -> Event:
    event_id, at, actor_id, action, target_kind, target_id, detail = row
    return Event(event_id, datetime_of(at), actor_id, action, target_kind, target_id, json.loads(detail))
