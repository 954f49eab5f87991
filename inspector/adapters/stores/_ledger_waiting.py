"""Isolated items that wait, out of the ledger's file: their numbers come from an index alone."""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from inspector.adapters.stores._ledger_file import LedgerFile
from inspector.adapters.stores._ledger_rows import row_of
from inspector.domain.dispositioning import Fate
from inspector.domain.item import Identity
from inspector.domain.ledger import LedgerRow
from inspector.domain.waiting import AgainSpan, Waiting, WaitingFacts, WaitsFor

T = TypeVar("T")

_AT_ONCE = 500  # so many rows are read before others may read
_ISOLATED = "disposition IN ('DIVERT', 'REVIEW')"
_OPEN = f"(fate IS NULL OR fate = '{Fate.RELABELLED}')"
_UNANSWERED = f'FROM "trigger" WHERE {_ISOLATED} AND review_id IS NULL AND simulated = 0'
_UNDECIDED = f"""
FROM "trigger" WHERE {_ISOLATED} AND review_id IS NOT NULL AND {_OPEN} AND simulated = 0
AND review_id <> '' AND review_id NOT IN (SELECT review_id FROM review WHERE booked_utc >= ?)
"""  # noqa: S608 - constants
_MEANT = "AND (CAST(track AS TEXT) = ? OR instr(lower(identity), ?))"

_DRAWN = f"""
SELECT t.id AS id, r.operator AS operator, r.booked_utc AS booked_utc,
    t.{_ISOLATED} AND {_OPEN} AS undecided
FROM "trigger" t JOIN review r ON r.review_id = t.review_id
WHERE t.draw IS NOT NULL AND t.again_id IS NULL AND t.draw < ? AND t.simulated = 0
AND r.booked_utc >= ? AND r.booked_utc < ?
"""  # noqa: S608 - constants


class SqliteWaiting:
    """See WaitingBook. Holds up nobody who asks for a single row."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def waiting(
        self, *, fates_before: str | None, again: AgainSpan | None = None, most: int | None = None, code: str = ""
    ) -> Sequence[Waiting]:
        """See WaitingBook."""
        meant, codes = (_MEANT, (code, _in_json(code))) if code else ("", ())
        limit = -1 if most is None else most
        with self._file.read_long() as db:
            query = f"SELECT id {_UNANSWERED} {meant} ORDER BY id LIMIT ?"
            found = [Waiting(number=n, waits_for=WaitsFor.ANSWER) for (n,) in db.execute(query, (*codes, limit))]
            if fates_before is not None:
                query = f"SELECT id, fate {_UNDECIDED} {meant} ORDER BY fate, id LIMIT ?"
                found += [
                    Waiting(number=row["id"], waits_for=WaitsFor.FATE, late=row["fate"] is not None)
                    for row in db.execute(query, (fates_before, *codes, limit)).fetchall()
                ]
            if again is not None and again.share > 0:
                drawn = db.execute(_DRAWN, (again.share, again.since_utc, again.before_utc)).fetchall()
                found += [_again(row) for row in drawn if not _waits_for_fate(row, fates_before)]
        return sorted(found, key=lambda one: one.number)

    def count(self, *, fates_before: str | None) -> int:
        """See WaitingBook."""
        with self._file.read_long() as db:
            (waiting,) = db.execute(f"SELECT count(*) {_UNANSWERED}").fetchone()
            if fates_before is not None:
                waiting += db.execute(f"SELECT count(*) {_UNDECIDED}", (fates_before,)).fetchone()[0]
        return int(waiting)

    def facts(self, numbers: Sequence[int]) -> Sequence[WaitingFacts]:
        """See WaitingBook."""
        return list(self._each("id, opened_utc, track, identity", numbers, _facts))

    def rows(self, numbers: Sequence[int]) -> Sequence[LedgerRow]:
        """See WaitingBook."""
        return list(self._each("*", numbers, row_of))

    def _each(self, columns: str, numbers: Sequence[int], made: Callable[[sqlite3.Row], T]) -> Iterator[T]:
        for start in range(0, len(numbers), _AT_ONCE):
            some = tuple(numbers[start : start + _AT_ONCE])
            marks = ",".join("?" * len(some))
            with self._file.read_long() as db:
                query = f'SELECT {columns} FROM "trigger" WHERE id IN ({marks})'  # noqa: S608 - marks and constants
                found = db.execute(query, some).fetchall()
            yield from map(made, found)


def _again(row: sqlite3.Row) -> Waiting:
    return Waiting(number=row["id"], waits_for=WaitsFor.AGAIN, first_by=row["operator"], first_utc=row["booked_utc"])


def _waits_for_fate(row: sqlite3.Row, fates_before: str | None) -> bool:
    return fates_before is not None and bool(row["undecided"]) and row["booked_utc"] < fates_before


def _in_json(code: str) -> str:
    """As it stands in an identity's text in small letters; beyond ASCII SQLite knows no small letters: any text."""
    return json.dumps(code.lower()) if code.isascii() else ""


def _facts(row: sqlite3.Row) -> WaitingFacts:
    return WaitingFacts(
        number=row["id"],
        opened_utc=row["opened_utc"],
        track=row["track"],
        identity=Identity(**json.loads(row["identity"])),
    )
