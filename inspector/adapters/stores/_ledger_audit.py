"""The audit log in the ledger's file: appended, never changed."""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from inspector.adapters.stores._ledger_file import LedgerFile, beside
from inspector.domain.access import How, Role
from inspector.domain.audit import AuditEntry, NumberedAudit, Result, facts_text

_NAMES = (
    "audit_id",
    "time",
    "who",
    "role",
    "how",
    "action",
    "subject",
    "reason",
    "result",
    "detail",
    "before",
    "after",
)
_COLUMNS = ", ".join(f'"{name}"' for name in _NAMES)
_INSERT = f"INSERT INTO audit ({_COLUMNS}) VALUES ({','.join('?' * len(_NAMES))})"  # noqa: S608 - constants
_BEGIN = f"INSERT INTO audit_begun ({_COLUMNS}) VALUES ({','.join('?' * len(_NAMES))})"  # noqa: S608 - constants
_TAKEN_UP = "the station ended while this was done: it may have been done or not"


class SqliteAudit:
    """See AuditBook."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def begin(self, entry: AuditEntry) -> None:
        """See AuditBook."""
        self._file.write(lambda db: db.execute(_BEGIN, _values(entry)))

    def book(self, entry: AuditEntry) -> bool:
        """See AuditBook."""
        return self._file.write(lambda db: _book(db, entry))

    def book_all(self, entries: Sequence[AuditEntry]) -> int:
        """See AuditBook."""
        return self._file.write(lambda db: sum(_book(db, entry) for entry in entries))

    def drop(self, audit_id: str) -> None:
        """See AuditBook."""
        self._file.write(lambda db: db.execute("DELETE FROM audit_begun WHERE audit_id=?", (audit_id,)))

    def take_up(self) -> int:
        """See AuditBook."""

        def end(db: sqlite3.Connection) -> int:
            begun = db.execute("SELECT * FROM audit_begun ORDER BY id").fetchall()
            for row in begun:
                values = {name: row[name] for name in _NAMES} | {"result": Result.UNKNOWN.value, "detail": _TAKEN_UP}
                db.execute(_INSERT, tuple(values.values()))
            db.execute("DELETE FROM audit_begun")
            return len(begun)

        return self._file.write(end)

    def lacks(self, audit_ids: Sequence[str]) -> Sequence[str]:
        """See AuditBook."""
        query = "SELECT value FROM json_each(?) WHERE value NOT IN (SELECT audit_id FROM audit) ORDER BY key"
        with self._file.read() as db:
            return [row[0] for row in db.execute(query, (json.dumps(list(audit_ids)),)).fetchall()]

    def entries(self, limit: int, before: int | None = None) -> Sequence[NumberedAudit]:
        """See AuditBook."""
        with self._file.read() as db:
            return _entries(db, limit, before)


def read_audit(path: Path, limit: int) -> list[NumberedAudit]:
    """The newest entries, newest first, beside a daemon that may be writing; -1: all. Raises `StoreError`."""
    with beside(path) as db:
        return _entries(db, limit, None)


def _book(db: sqlite3.Connection, entry: AuditEntry) -> bool:
    db.execute("DELETE FROM audit_begun WHERE audit_id=?", (entry.audit_id,))
    if db.execute("SELECT 1 FROM audit WHERE audit_id=?", (entry.audit_id,)).fetchone() is not None:
        return False
    db.execute(_INSERT, _values(entry))
    return True


def _entries(db: sqlite3.Connection, limit: int, before: int | None) -> list[NumberedAudit]:
    query = "SELECT * FROM audit WHERE ? IS NULL OR id < ? ORDER BY id DESC LIMIT ?"
    return [_numbered(row) for row in db.execute(query, (before, before, limit)).fetchall()]


def _values(entry: AuditEntry) -> tuple[object, ...]:
    return (
        entry.audit_id,
        entry.time,
        entry.who,
        None if entry.role is None else entry.role.value,
        entry.how.value,
        entry.action,
        entry.subject,
        entry.reason,
        entry.result.value,
        entry.detail,
        facts_text(entry.before),
        facts_text(entry.after),
    )


def _numbered(row: sqlite3.Row) -> NumberedAudit:
    entry = AuditEntry(
        audit_id=row["audit_id"],
        time=row["time"],
        who=row["who"],
        role=None if row["role"] is None else Role(row["role"]),
        how=How(row["how"]),
        action=row["action"],
        subject=row["subject"],
        reason=row["reason"],
        result=Result(row["result"]),
        detail=row["detail"],
        before=json.loads(row["before"]),
        after=json.loads(row["after"]),
    )
    return NumberedAudit(number=row["id"], entry=entry)
