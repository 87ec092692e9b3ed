"""What SQL a connection may prepare: no ATTACH, only harmless PRAGMAs, no schema changes outside migrations."""

from pysqlite3 import dbapi2 as sqlite

OK, DENY = int(sqlite.SQLITE_OK), int(sqlite.SQLITE_DENY)

_READABLE = """
    application_id auto_vacuum busy_timeout cache_size encoding foreign_keys freelist_count journal_mode page_count
    page_size query_only schema_version synchronous trusted_schema user_version wal_autocheckpoint
"""
_ASKING = """
    data_version foreign_key_check foreign_key_list index_info index_list index_xinfo integrity_check quick_check
    table_info table_list table_xinfo
"""
_SCHEMA_CHANGES = """
    CREATE_TABLE CREATE_INDEX CREATE_VIEW CREATE_TRIGGER CREATE_VTABLE DROP_TABLE DROP_INDEX DROP_VIEW DROP_TRIGGER
    DROP_VTABLE ALTER_TABLE ANALYZE REINDEX
"""
READABLE_PRAGMAS = frozenset(_READABLE.split())  # read without an argument these change nothing
ASKING_PRAGMAS = frozenset(_ASKING.split())  # their argument changes nothing; FTS5 needs data_version
SCHEMA_CHANGES = frozenset(getattr(sqlite, "SQLITE_" + name) for name in _SCHEMA_CHANGES.split())
_ATTACHING = frozenset((sqlite.SQLITE_ATTACH, sqlite.SQLITE_DETACH))
_PRAGMA, _TRANSACTION = sqlite.SQLITE_PRAGMA, sqlite.SQLITE_TRANSACTION


class Guard:
    """An SQLite authorizer. While `in_job` is set nobody may begin or end a transaction: the writer does that."""

    def __init__(self, *, schema_changes: bool = False, checkpoints: bool = False) -> None:
        self.schema_changes = schema_changes
        self.checkpoints = checkpoints
        self.in_job = False

    def __call__(
        self, action: int, first: str | None, second: str | None, schema: str | None, source: str | None
    ) -> int:
        if action == _PRAGMA:
            return OK if pragma_allowed(first, second) or (self.checkpoints and first == "wal_checkpoint") else DENY
        if action in _ATTACHING or (action == _TRANSACTION and self.in_job):
            return DENY
        return DENY if action in SCHEMA_CHANGES and not self.schema_changes else OK


def pragma_allowed(name: str | None, argument: str | None) -> bool:
    known = (name or "").lower()
    return known in ASKING_PRAGMAS or (argument is None and known in READABLE_PRAGMAS)
