"""A span of the ledger's file, summed up by SQLite beside what is written and asked meanwhile.

Each question opens a connection of its own, so that a long one holds nobody up, and SQLite sums without Python's lock.
"""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from inspector.adapters.stores._ledger_file import beside
from inspector.adapters.stores._ledger_second_looks import pairs_in
from inspector.domain.decision import AckStatus, ConfirmResult
from inspector.domain.ledger import Delivery
from inspector.domain.review import Answer
from inspector.domain.shift import HOUR_S, MOST_ITEMS, MOST_PRODUCTS, Alike, Counts, Product, Shift, Span, shift_of
from inspector.domain.verdict import Disposition

# One more than is summed up tells that there are too many. The index over `opened_utc` makes it read the span only.
_SEEN = f"""
CREATE TEMP TABLE seen AS
SELECT t.simulated AS simulated, coalesce(json_extract(t.identity, '$.sku'), '') AS sku,
    (CAST(strftime('%s', t.opened_utc) AS INTEGER) - CAST(strftime('%s', :since) AS INTEGER)) / {HOUR_S} AS hour,
    t.disposition AS disposition, t.why AS why,
    (t.delivery = '{Delivery.EXPIRED}' AND (:acknowledged OR t.attempts = 0)) OR t.ack IS '{AckStatus.LATE}' AS late,
    t.confirm IS '{ConfirmResult.DEFAULTED}' AS defaulted,
    r.answer AS answer
FROM (SELECT * FROM "trigger" WHERE opened_utc >= :since AND opened_utc < :until LIMIT {MOST_ITEMS + 1}) t
LEFT JOIN review r ON r.review_id = t.review_id
"""  # noqa: S608 - constants
_KIND = "disposition, why, late, defaulted, answer"
_ALIKE = f"SELECT hour, {_KIND}, count(*) AS n FROM seen WHERE simulated = 0 GROUP BY hour, {_KIND}"  # noqa: S608
_LISTED = f"""
WITH listed AS (
    SELECT sku, row_number() OVER (
        ORDER BY sum(coalesce(disposition IN ('DIVERT', 'REVIEW') AND why <> 800, 0)) DESC, count(*) DESC, sku
    ) AS place
    FROM seen WHERE simulated = 0 GROUP BY sku ORDER BY place LIMIT {MOST_PRODUCTS}
)
SELECT place, sku, 0 AS hour, {_KIND}, count(*) AS n FROM seen JOIN listed USING (sku)
WHERE simulated = 0 GROUP BY place, sku, {_KIND} ORDER BY place
"""  # noqa: S608 - constants


class SqliteShifts:
    """See ShiftBook."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def sums(self, span: Span, *, acknowledged: bool) -> Shift:
        """See ShiftBook."""
        return read_shift(self._path, span, acknowledged=acknowledged)


def read_shift(path: Path, span: Span, *, acknowledged: bool) -> Shift:
    """The sums, beside a daemon that may be writing. Raises `SpanRefused` or `StoreError`."""
    with beside(path) as db:
        db.execute("PRAGMA temp_store=MEMORY")
        db.execute(_SEEN, {"since": span.since_text, "until": span.until_text, "acknowledged": acknowledged})
        alike = [_alike(row) for row in db.execute(_ALIKE)]
        known, simulated = db.execute(
            "SELECT count(DISTINCT CASE simulated WHEN 0 THEN sku END), coalesce(sum(simulated), 0) FROM seen"
        ).fetchone()
        products = _products(db.execute(_LISTED))
        twice = pairs_in(db, span.since_text, span.until_text)
    return shift_of(span, alike, products=products, known_products=known, simulated=simulated, twice=twice)


def _products(rows: Iterable[Any]) -> list[Product]:
    """In the order of the rows."""
    found: dict[str, Counts] = {}
    for row in rows:
        found[row["sku"]] = found.get(row["sku"], Counts()) + _alike(row).counts
    return [Product(sku=sku, counts=counts) for sku, counts in found.items()]


def _alike(row: sqlite3.Row) -> Alike:
    return Alike(
        hour=row["hour"],
        disposition=None if row["disposition"] is None else Disposition(row["disposition"]),
        why=row["why"],
        late=bool(row["late"]),
        defaulted=bool(row["defaulted"]),
        answer=None if row["answer"] is None else Answer(row["answer"]),
        n=row["n"],
    )
