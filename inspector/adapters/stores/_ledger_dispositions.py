"""People's decisions about isolated items in the ledger's file: appended, never changed."""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from inspector.adapters.stores._ledger_file import LedgerFile, beside
from inspector.adapters.stores._ledger_outgoing import SqliteOutgoing
from inspector.adapters.stores._ledger_rows import identity_text, row_of
from inspector.domain.dispositioning import (
    BookedStep,
    Fate,
    Step,
    StepRefused,
    finding_on,
    isolated,
    refuse_unless_next,
)
from inspector.domain.item import Identity
from inspector.domain.notice import NoticeKind
from inspector.domain.utc import iso_ms
from inspector.ports.clock import Clock

_COLUMNS = "step_id, record_id, fate, operator, why, grade, value, earlier, proposed, booked_utc, identity, finding"


class SqliteDispositions:
    """See DispositionBook."""

    def __init__(self, file: LedgerFile, clock: Clock, outgoing: SqliteOutgoing) -> None:
        self._file = file
        self._clock = clock
        self._outgoing = outgoing

    def book(self, step: Step, *, proposed: Fate | None) -> bool:
        """See DispositionBook."""
        booked = iso_ms(self._clock.utc())

        def write(db: sqlite3.Connection) -> bool:
            number = _book(db, step, proposed, booked)
            if number is None:
                return False
            self._outgoing.queue(db, NoticeKind.DISPOSITION, ref=number, stream=step.record_id, queued_utc=booked)
            return True

        return self._file.write(write)

    def fate(self, record_id: str) -> Fate:
        """See DispositionBook."""
        with self._file.read() as db:
            return _fate(db, record_id)

    def steps(self, limit: int, after: int = 0) -> Sequence[BookedStep]:
        """See DispositionBook."""
        with self._file.read() as db:
            return _steps(db, limit, after)


def read_steps(path: Path) -> list[BookedStep]:
    """All steps of a ledger's file, oldest first, beside a daemon that may be writing it. Raises `StoreError`."""
    with beside(path) as db:
        return _steps(db, -1, 0)


def _book(db: sqlite3.Connection, step: Step, proposed: Fate | None, booked_utc: str) -> int | None:
    """The number of the new row; None if it is there already."""
    known = db.execute("SELECT * FROM disposition WHERE step_id=?", (step.step_id,)).fetchone()
    if known is not None:
        if _step(known) != step:
            raise StepRefused(f"the id {step.step_id} belongs to another step")
        return None
    found = db.execute("SELECT * FROM trigger WHERE record_id=?", (step.record_id,)).fetchone()
    row = isolated(None if found is None else row_of(found), step.record_id)
    before = _fate(db, step.record_id)
    refuse_unless_next(step, before)
    return db.execute(
        f"INSERT INTO disposition ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",  # noqa: S608 - constants
        (
            step.step_id,
            step.record_id,
            step.fate.value,
            step.operator,
            step.why,
            step.grade,
            step.value,
            before.value,
            None if proposed is None else proposed.value,
            booked_utc,
            identity_text(row.trigger.identity),
            finding_on(row),
        ),
    ).lastrowid


def _fate(db: sqlite3.Connection, record_id: str) -> Fate:
    query = "SELECT fate FROM disposition WHERE record_id=? ORDER BY id DESC LIMIT 1"
    found = db.execute(query, (record_id,)).fetchone()
    return Fate.OPEN if found is None else Fate(found[0])


def _steps(db: sqlite3.Connection, limit: int, after: int) -> list[BookedStep]:
    found = db.execute("SELECT * FROM disposition WHERE id > ? ORDER BY id LIMIT ?", (after, limit)).fetchall()
    return [_booked(row) for row in found]


def step_numbered(db: sqlite3.Connection, number: int) -> BookedStep:
    """One step; it never goes."""
    return _booked(db.execute("SELECT * FROM disposition WHERE id=?", (number,)).fetchone())


def _booked(row: sqlite3.Row) -> BookedStep:
    return BookedStep(
        number=row["id"],
        step=_step(row),
        before=Fate(row["earlier"]),
        proposed=None if row["proposed"] is None else Fate(row["proposed"]),
        booked_utc=row["booked_utc"],
        identity=Identity(**json.loads(row["identity"])),
        finding=row["finding"],
    )


def _step(row: sqlite3.Row) -> Step:
    return Step(
        step_id=row["step_id"],
        record_id=row["record_id"],
        fate=Fate(row["fate"]),
        operator=row["operator"],
        why=row["why"],
        grade=row["grade"],
        value=row["value"],
    )
