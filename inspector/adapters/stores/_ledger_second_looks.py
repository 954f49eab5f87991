"""Second answers in the ledger's file: appended, never changed; the item's row names the one that stands."""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from inspector.adapters.stores._ledger_file import LedgerFile, beside
from inspector.adapters.stores._ledger_reviews import review_from, standing
from inspector.adapters.stores._ledger_rows import row_of
from inspector.domain.mark import plain_marks
from inspector.domain.review import Answer, Review, ReviewRefused
from inspector.domain.second_look import AnsweredTwice, SecondLookRule, refuse_unless_drawn, refuse_unless_second
from inspector.domain.utc import iso_ms
from inspector.ports.clock import Clock
from inspector.ports.second_looks import EVER

_COLUMNS = "review_id, record_id, answer, operator, answered_utc, label, reason, supersedes, after_s, booked_utc, boxes"
_PAIRS = """
SELECT s.record_id AS record_id, r.answer AS first, r.operator AS first_by, s.answer AS second, s.operator AS second_by
FROM second_look s JOIN review r ON r.record_id = s.record_id
WHERE s.answer <> 'WITHDRAWN' AND r.answer <> 'WITHDRAWN'
AND NOT EXISTS (SELECT 1 FROM second_look x WHERE x.record_id = s.record_id AND x.supersedes = s.review_id)
AND NOT EXISTS (SELECT 1 FROM review x WHERE x.record_id = r.record_id AND x.supersedes = r.review_id)
AND s.booked_utc >= ? AND s.booked_utc < ? ORDER BY s.id
"""


class SqliteSecondLooks:
    """See SecondLookBook."""

    def __init__(self, file: LedgerFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def book(self, review: Review, rule: SecondLookRule) -> bool:
        """See SecondLookBook."""
        booked = iso_ms(self._clock.utc())
        return self._file.write(lambda db: _book(db, review, rule, booked))

    def standing(self, record_id: str) -> Review | None:
        """See SecondLookBook."""
        with self._file.read() as db:
            return _standing(db, record_id)

    def pairs(self, *, since_utc: str = "", until_utc: str = EVER) -> Sequence[AnsweredTwice]:
        """See SecondLookBook."""
        with self._file.read() as db:
            return pairs_in(db, since_utc, until_utc)


def read_pairs(path: Path, *, since_utc: str = "") -> list[AnsweredTwice]:
    """The pairs whose second answer is not older, beside a daemon that may be writing. Raises `StoreError`."""
    with beside(path) as db:
        return pairs_in(db, since_utc, EVER)


def pairs_in(db: sqlite3.Connection, since_utc: str, until_utc: str) -> list[AnsweredTwice]:
    """See SecondLookBook."""
    return [
        AnsweredTwice(
            record_id=row["record_id"],
            first=Answer(row["first"]),
            first_by=row["first_by"],
            second=Answer(row["second"]),
            second_by=row["second_by"],
        )
        for row in db.execute(_PAIRS, (since_utc, until_utc)).fetchall()
    ]


def _book(db: sqlite3.Connection, review: Review, rule: SecondLookRule, booked_utc: str) -> bool:
    known = db.execute("SELECT * FROM second_look WHERE review_id=?", (review.review_id,)).fetchone()
    if known is not None:
        if review_from(known, again=True) != review:
            raise ReviewRefused(f"the id {review.review_id} belongs to another answer")
        return False
    found = db.execute("SELECT * FROM trigger WHERE record_id=?", (review.record_id,)).fetchone()
    row = None if found is None else row_of(found)
    refuse_unless_second(review, row, standing(db, review.record_id), _standing(db, review.record_id))
    if review.answer is not Answer.WITHDRAWN:
        (first_utc,) = db.execute("SELECT booked_utc FROM review WHERE review_id=?", (found["review_id"],)).fetchone()
        refuse_unless_drawn(review.record_id, rule, first_utc=first_utc, now_utc=booked_utc)
    db.execute(
        f"INSERT INTO second_look ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?)",  # noqa: S608 - constants
        (
            review.review_id,
            review.record_id,
            review.answer.value,
            review.operator,
            review.answered_utc,
            review.label,
            None if review.reason is None else review.reason.value,
            review.supersedes,
            review.after_s,
            booked_utc,
            json.dumps(plain_marks(review.marks)) if review.marks else None,
        ),
    )
    stands = None if review.answer is Answer.WITHDRAWN else review.review_id
    db.execute("UPDATE trigger SET again_id=? WHERE id=?", (stands, found["id"]))
    return True


def _standing(db: sqlite3.Connection, record_id: str) -> Review | None:
    query = "SELECT s.* FROM trigger t JOIN second_look s ON s.review_id = t.again_id WHERE t.record_id=?"
    found = db.execute(query, (record_id,)).fetchone()
    return None if found is None else review_from(found, again=True)
