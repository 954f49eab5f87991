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
_UNANSWERED = f'SELECT id FROM "trigger" WHERE {_ISOLATED} AND review_id IS NULL AND simulated = 0'  # noqa: S608
_UNDECIDED = f"""
SELECT t.id AS id, t.fate AS fate FROM "trigger" t JOIN review r ON r.review_id = t.review_id
WHERE t.{_ISOLATED} AND t.review_id IS NOT NULL AND (t.fate IS NULL OR t.fate = '{Fate.RELABELLED}')
AND t.simulated = 0 AND r.booked_utc < ?
"""  # noqa: S608 - constants

_DRAWN = """
SELECT t.id AS id, r.operator AS operator, r.booked_utc AS booked_utc
FROM "trigger" t JOIN review r ON r.review_id = t.review_id
WHERE t.draw IS NOT NULL AND t.again_id IS NULL AND t.draw < ? AND t.simulated = 0
AND r.booked_utc >= ? AND r.booked_utc < ?
"""


class SqliteWaiting:
    """See WaitingBook."""

    def __init__(self, file: LedgerFile) -> None:
        self._file = file

    def waiting(self, *, fates_before: str | None, again: AgainSpan | None = None) -> Sequence[Waiting]:
        """See WaitingBook."""
        with self._file.read() as db:
            found = [Waiting(number=n, waits_for=WaitsFor.ANSWER) for (n,) in db.execute(_UNANSWERED).fetchall()]
            if fates_before is not None:
                found += [
                    Waiting(number=row["id"], waits_for=WaitsFor.FATE, late=row["fate"] is not None)
                    for row in db.execute(_UNDECIDED, (fates_before,)).fetchall()
                ]
            known = {one.number for one in found}
            if again is not None and again.share > 0:
                span = (again.share, again.since_utc, again.before_utc)
                found += [_again(row) for row in db.execute(_DRAWN, span).fetchall() if row["id"] not in known]
        return sorted(found, key=lambda one: one.number)

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
            with self._file.read() as db:
                query = f'SELECT {columns} FROM "trigger" WHERE id IN ({marks})'  # noqa: S608 - marks and constants
                found = db.execute(query, some).fetchall()
            yield from map(made, found)


def _again(row: sqlite3.Row) -> Waiting:
    return Waiting(number=row["id"], waits_for=WaitsFor.AGAIN, first_by=row["operator"], first_utc=row["booked_utc"])


def _facts(row: sqlite3.Row) -> WaitingFacts:
    return WaitingFacts(
        number=row["id"],
        opened_utc=row["opened_utc"],
        track=row["track"],
        identity=Identity(**json.loads(row["identity"])),
    )
