"""Notices for another system in the ledger's file: queued in the transaction of what they are about."""

import json
import sqlite3
from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from inspector.adapters.stores._ledger_file import LedgerFile, beside
from inspector.domain.dispositioning import BookedStep
from inspector.domain.hold import Hold
from inspector.domain.notice import Notice, NoticeBacklog, NoticeKind

Find = Callable[[sqlite3.Connection, int], BookedStep | Hold]


class SqliteOutgoing:
    """See OutgoingBook. `step` and `hold` read a row of theirs by its number."""

    def __init__(self, file: LedgerFile, *, step: Find, hold: Find) -> None:
        self._file = file
        self._step, self._hold = step, hold
        self._most = 0

    def follow(self, *, most: int) -> None:
        """See OutgoingBook."""
        self._most = most

    def queue(self, db: sqlite3.Connection, kind: NoticeKind, *, ref: int, stream: str, queued_utc: str) -> None:
        """Within the caller's transaction; nothing while nobody follows."""
        if not self._most:
            return
        db.execute(
            "INSERT INTO outgoing (kind, ref, stream, queued_utc) VALUES (?,?,?,?)",
            (kind.value, ref, stream, queued_utc),
        )
        waiting = _totals(db)["waiting"]
        if waiting > self._most:
            _give_up(db, "id IN (SELECT id FROM outgoing ORDER BY id LIMIT ?)", waiting - self._most)

    def waiting(self, limit: int, *, without: Collection[str] = ()) -> Sequence[Notice]:
        """See OutgoingBook."""
        query = "SELECT * FROM outgoing WHERE stream NOT IN (SELECT value FROM json_each(?)) ORDER BY id LIMIT ?"
        with self._file.read() as db:
            found = db.execute(query, (json.dumps(sorted(without)), limit)).fetchall()
            return [self._notice(db, row) for row in found]

    def done(self, number: int) -> None:
        """See OutgoingBook."""

        def remove(db: sqlite3.Connection) -> None:
            if db.execute("DELETE FROM outgoing WHERE id=?", (number,)).rowcount:
                _count(db, "sent", 1)

        self._file.write(remove)

    def give_up(self, *, before_utc: str) -> int:
        """See OutgoingBook."""
        with self._file.read() as db:  # asked often, and there is hardly ever one
            if db.execute("SELECT 1 FROM outgoing WHERE queued_utc < ? LIMIT 1", (before_utc,)).fetchone() is None:
                return 0
        return self._file.write(lambda db: _give_up(db, "queued_utc < ?", before_utc))

    def backlog(self) -> NoticeBacklog:
        """See OutgoingBook."""
        with self._file.read() as db:
            return _backlog(db)

    def _notice(self, db: sqlite3.Connection, row: sqlite3.Row) -> Notice:
        kind = NoticeKind(row["kind"])
        find = self._step if kind is NoticeKind.DISPOSITION else self._hold
        return Notice(
            number=row["id"],
            kind=kind,
            stream=row["stream"],
            queued_utc=row["queued_utc"],
            about=find(db, row["ref"]),
        )


def read_backlog(path: Path) -> NoticeBacklog:
    """How it stands in a ledger's file, beside a daemon that may be writing it. Raises `StoreError`."""
    with beside(path) as db:
        return _backlog(db)


def _backlog(db: sqlite3.Connection) -> NoticeBacklog:
    (oldest,) = db.execute("SELECT min(queued_utc) FROM outgoing").fetchone()
    totals = _totals(db)
    return NoticeBacklog(waiting=totals["waiting"], oldest_utc=oldest, sent=totals["sent"], given_up=totals["given_up"])


def _totals(db: sqlite3.Connection) -> dict[str, int]:
    """SQL triggers count what waits: asked after each notice, it must not cost more the more there are."""
    totals = dict(tuple(row) for row in db.execute("SELECT name, n FROM tally WHERE what='outgoing'").fetchall())
    if "waiting" not in totals:  # of a file of before, beside which nobody started yet
        (totals["waiting"],) = db.execute("SELECT count(*) FROM outgoing").fetchone()
    return totals


def _give_up(db: sqlite3.Connection, where: str, value: object) -> int:
    gone = db.execute(f"DELETE FROM outgoing WHERE {where}", (value,)).rowcount  # noqa: S608 - constants
    _count(db, "given_up", gone)
    return gone


def _count(db: sqlite3.Connection, name: str, more: int) -> None:
    db.execute("UPDATE tally SET n = n + ? WHERE what='outgoing' AND name=?", (more, name))
