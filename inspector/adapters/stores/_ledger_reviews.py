"""People's answers in the ledger's file: appended, never changed; the item's row names the one that stands."""

import json
import sqlite3
from pathlib import Path

from inspector.adapters.stores._ledger_file import beside
from inspector.adapters.stores._ledger_rows import row_of
from inspector.domain.ledger import LedgerRow
from inspector.domain.mark import marks_of, plain_marks
from inspector.domain.review import (
    Answer,
    BookedReview,
    OverruleReason,
    Review,
    ReviewRefused,
    refuse_unless_bookable,
)
from inspector.domain.second_look import draw_of
from inspector.domain.verdict import Disposition

_OPEN = "disposition IN ('DIVERT', 'REVIEW') AND review_id IS NULL AND simulated = 0"
_COLUMNS = (
    "review_id, record_id, answer, operator, answered_utc, label, reason, supersedes, after_s, booked_utc,"
    " disposition, score, sku, material, boxes"
)


def book(db: sqlite3.Connection, review: Review, *, booked_utc: str) -> bool:
    """Append within the caller's transaction. False if it is there already. Raises `ReviewRefused`."""
    known = _find(db, review.review_id)
    if known is not None:
        if known != review:
            raise ReviewRefused(f"the id {review.review_id} belongs to another answer")
        return False
    found = db.execute("SELECT * FROM trigger WHERE record_id=?", (review.record_id,)).fetchone()
    row = None if found is None else row_of(found)
    if found is not None and found["review_id"] == "":
        raise ReviewRefused("the item is from before there were answers")
    refuse_unless_bookable(review, row, None if found is None else _find(db, found["review_id"]))
    db.execute(
        f"INSERT INTO review ({_COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",  # noqa: S608 - constants
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
            found["disposition"],
            found["score"],
            *(json.loads(found["identity"])[name] for name in ("sku", "material")),
            json.dumps(plain_marks(review.marks)) if review.marks else None,
        ),
    )
    standing = None if review.answer is Answer.WITHDRAWN else review.review_id
    draw = None if standing is None else draw_of(review.record_id)
    db.execute("UPDATE trigger SET review_id=?, draw=? WHERE id=?", (standing, draw, found["id"]))
    return True


def standing(db: sqlite3.Connection, record_id: str) -> Review | None:
    """See Ledger."""
    found = db.execute("SELECT review_id FROM trigger WHERE record_id=?", (record_id,)).fetchone()
    return None if found is None else _find(db, found["review_id"])


def unanswered(db: sqlite3.Connection, limit: int, after: int) -> list[LedgerRow]:
    """See Ledger."""
    query = f"SELECT * FROM trigger WHERE {_OPEN} AND id > ? ORDER BY id LIMIT ?"  # noqa: S608 - constants
    return [row_of(found) for found in db.execute(query, (after, limit)).fetchall()]


def unanswered_count(db: sqlite3.Connection) -> int:
    """See Ledger."""
    (count,) = db.execute(f"SELECT count(*) FROM trigger WHERE {_OPEN}").fetchone()  # noqa: S608 - constants
    return int(count)


def reviews(db: sqlite3.Connection, limit: int, after: int) -> list[BookedReview]:
    """See Ledger."""
    found = db.execute("SELECT * FROM review WHERE id > ? ORDER BY id LIMIT ?", (after, limit)).fetchall()
    return [
        BookedReview(
            number=row["id"],
            review=review_from(row),
            booked_utc=row["booked_utc"],
            disposition=Disposition(row["disposition"]),
            score=row["score"],
            sku=row["sku"],
            material=row["material"],
        )
        for row in found
    ]


def _find(db: sqlite3.Connection, review_id: str | None) -> Review | None:
    found = db.execute("SELECT * FROM review WHERE review_id=?", (review_id,)).fetchone()
    return None if found is None else review_from(found)


def review_from(row: sqlite3.Row, *, again: bool = False) -> Review:
    """One row of `review`, or with `again` of `second_look`."""
    return Review(
        review_id=row["review_id"],
        record_id=row["record_id"],
        answer=Answer(row["answer"]),
        operator=row["operator"],
        answered_utc=row["answered_utc"],
        label=row["label"],
        reason=None if row["reason"] is None else OverruleReason(row["reason"]),
        supersedes=row["supersedes"],
        after_s=row["after_s"],
        marks=() if row["boxes"] is None else marks_of(json.loads(row["boxes"])),
        again=again,
    )


def read_reviews(path: Path) -> list[BookedReview]:
    """All entries of a ledger's file, oldest first, beside a daemon that may be writing it. Raises `StoreError`."""
    with beside(path) as db:
        return reviews(db, -1, 0)
