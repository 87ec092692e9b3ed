"""Passwords of items that were kept in clear text before; readers tell the rest, in tests/web/test_protected.py."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from app.db import migrate
from app.services.users import Hashing
from app.settings import resources


def test_those_kept_in_clear_text_are_hashed_by_the_migration(tmp_path: Path) -> None:
    file, old_history = tmp_path / "Drafts.db", tmp_path / "drafts"
    old_history.mkdir()
    for step in sorted((resources.MIGRATIONS / "drafts").glob("000[1-5]_*.py")):
        shutil.copy(step, old_history)
    migrate.upgrade(file, old_history)
    with closing(sqlite3.connect(file)) as old:
        names = [row[1] for row in old.execute("PRAGMA table_info(drafts)")]
        for given in ({"id": "a", "status": "protected", "password": "abc"}, {"id": "b", "status": "draft"}):
            row = dict.fromkeys(names, "") | {"password": None} | given
            old.execute(f"INSERT INTO drafts VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
        old.commit()
    migrate.upgrade(file)
    with closing(sqlite3.connect(file)) as new:
        kept = dict(new.execute("SELECT id, password FROM drafts").fetchall())
        waiting = new.execute("SELECT kind, key FROM _outbox").fetchall()
    assert Hashing().verify(kept["a"], "abc")
    assert kept["b"] is None
    assert waiting == [("posts.follow", "a")]
