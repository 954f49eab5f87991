"""The lot watch's state and the holds in the ledger's file. A hold is never removed, and let go once."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from inspector.adapters.stores._ledger_file import LedgerFile, beside
from inspector.adapters.stores._ledger_outgoing import SqliteOutgoing
from inspector.adapters.stores._ledger_rows import row_of
from inspector.domain.hold import Hold, HoldAction, HoldFacts, Release, released
from inspector.domain.ledger import LedgerRow
from inspector.domain.lot_group import Dimension, Group
from inspector.domain.notice import NoticeKind
from inspector.domain.utc import iso_ms
from inspector.ports.clock import Clock

_COLUMNS = "hold_id, dimension, name, finding, action, raised_utc, raised_by, why, facts"


class SqliteLots:
    """See LotBook."""

    def __init__(self, file: LedgerFile, clock: Clock, outgoing: SqliteOutgoing) -> None:
        self._file = file
        self._clock = clock
        self._outgoing = outgoing

    def closed(self, limit: int, after: int) -> Sequence[LedgerRow]:
        """See LotBook."""
        query = (
            "SELECT * FROM trigger WHERE id > ?1 AND id < coalesce((SELECT min(id) FROM trigger"
            " WHERE delivery IN ('OPEN', 'READY', 'SENT') AND delivery = 'OPEN' AND id > ?1), 9223372036854775807)"
            " ORDER BY id LIMIT ?2"
        )
        with self._file.read() as db:
            return [row_of(found) for found in db.execute(query, (after, limit)).fetchall()]

    def newest(self) -> int:
        """See LotBook."""
        with self._file.read() as db:
            (newest,) = db.execute("SELECT coalesce(max(id), 0) FROM trigger").fetchone()
        return int(newest)

    def newest_review(self) -> int:
        """See LotBook."""
        with self._file.read() as db:
            (newest,) = db.execute("SELECT coalesce(max(id), 0) FROM review").fetchone()
        return int(newest)

    def state(self) -> Mapping[str, str]:
        """See LotBook."""
        with self._file.read() as db:
            return dict(tuple(row) for row in db.execute("SELECT name, body FROM lot_state").fetchall())

    def keep(self, pieces: Mapping[str, str | None], raised: Sequence[Hold]) -> Sequence[Hold]:
        """See LotBook."""
        now = iso_ms(self._clock.utc())

        def write(db: sqlite3.Connection) -> Sequence[Hold]:
            new = _keep(db, pieces, raised)
            for hold in new:
                self._queue(db, NoticeKind.HOLD_RAISED, hold, now)
            return new

        return self._file.write(write)

    def release(self, release: Release, pieces: Mapping[str, str | None]) -> Hold | None:
        """See LotBook."""
        now = iso_ms(self._clock.utc())

        def write(db: sqlite3.Connection) -> Hold | None:
            hold = _release(db, release, pieces, now)
            if hold is not None:
                self._queue(db, NoticeKind.HOLD_RELEASED, hold, now)
            return hold

        return self._file.write(write)

    def holds(self, limit: int, *, standing: bool) -> Sequence[Hold]:
        """See LotBook."""
        with self._file.read() as db:
            return _holds(db, limit, standing=standing)

    def _queue(self, db: sqlite3.Connection, kind: NoticeKind, hold: Hold, now: str) -> None:
        (number,) = db.execute("SELECT id FROM lot_hold WHERE hold_id=?", (hold.hold_id,)).fetchone()
        self._outgoing.queue(db, kind, ref=number, stream=hold.hold_id, queued_utc=now)


def hold_numbered(db: sqlite3.Connection, number: int) -> Hold:
    """One hold; it never goes."""
    return _hold(db.execute("SELECT * FROM lot_hold WHERE id=?", (number,)).fetchone())


def read_holds(path: Path) -> list[Hold]:
    """All holds of a ledger's file, newest first, beside a daemon that may be writing it. Raises `StoreError`."""
    with beside(path) as db:
        return _holds(db, -1, standing=False)


def _holds(db: sqlite3.Connection, limit: int, *, standing: bool) -> list[Hold]:
    where = "WHERE released_utc IS NULL" if standing else ""
    found = db.execute(f"SELECT * FROM lot_hold {where} ORDER BY id DESC LIMIT ?", (limit,)).fetchall()  # noqa: S608 - constants
    return [_hold(row) for row in found]


def _keep(db: sqlite3.Connection, pieces: Mapping[str, str | None], raised: Sequence[Hold]) -> list[Hold]:
    _write(db, pieces)
    return [hold for hold in raised if _insert(db, hold)]


def _write(db: sqlite3.Connection, pieces: Mapping[str, str | None]) -> None:
    gone = [(name,) for name, body in pieces.items() if body is None]
    db.executemany("DELETE FROM lot_state WHERE name=?", gone)
    db.executemany(
        "INSERT INTO lot_state VALUES (?,?) ON CONFLICT (name) DO UPDATE SET body = excluded.body",
        [(name, body) for name, body in pieces.items() if body is not None],
    )


def _insert(db: sqlite3.Connection, hold: Hold) -> bool:
    values = (
        hold.hold_id,
        hold.group.dimension.value,
        hold.group.name,
        hold.finding,
        hold.action.value,
        hold.raised_utc,
        hold.raised_by,
        hold.why,
        None if hold.facts is None else json.dumps(asdict(hold.facts)),
    )
    statement = f"INSERT INTO lot_hold ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING"  # noqa: S608 - constants
    return db.execute(statement, values).rowcount == 1


def _release(db: sqlite3.Connection, release: Release, pieces: Mapping[str, str | None], now: str) -> Hold | None:
    found = db.execute("SELECT * FROM lot_hold WHERE hold_id=?", (release.hold_id,)).fetchone()
    hold = released(None if found is None else _hold(found), release, now)
    if hold is not None:
        db.execute(
            "UPDATE lot_hold SET released_utc=?, released_by=?, released_why=? WHERE hold_id=?",
            (hold.released_utc, hold.released_by, hold.released_why, hold.hold_id),
        )
        _write(db, pieces)
    return hold


def _hold(row: sqlite3.Row) -> Hold:
    return Hold(
        hold_id=row["hold_id"],
        group=Group(dimension=Dimension(row["dimension"]), name=row["name"]),
        finding=row["finding"],
        action=HoldAction(row["action"]),
        raised_utc=row["raised_utc"],
        raised_by=row["raised_by"],
        why=row["why"],
        facts=None if row["facts"] is None else HoldFacts(**json.loads(row["facts"])),
        released_utc=row["released_utc"],
        released_by=row["released_by"],
        released_why=row["released_why"],
    )
