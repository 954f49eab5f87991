"""What a search for a cause reads from the ledger's file, beside a daemon that may be writing it."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from inspector.adapters.stores._ledger_file import beside
from inspector.adapters.stores._ledger_reviews import review_from
from inspector.adapters.stores._ledger_rows import row_of
from inspector.domain.ledger import LedgerRow
from inspector.domain.review import Review

_FOUND = 20  # of items that one name may mean, and of products that share a lot's number


def read_span(path: Path, since_utc: str, until_utc: str, *, most: int) -> list[tuple[LedgerRow, Review | None]]:
    """The newest `most` rows of the span, oldest first, each with the answer that stands. Raises `StoreError`.

    Times are ISO 8601 with milliseconds; simulated items were never on the belt and are left out.
    """
    query = (
        'SELECT * FROM "trigger" WHERE opened_utc >= ? AND opened_utc <= ? AND simulated = 0 ORDER BY id DESC LIMIT ?'
    )
    with beside(path) as db:
        rows = db.execute(query, (since_utc, until_utc, most)).fetchall()
        standing = {found["review_id"] for found in rows if found["review_id"]}
        reviews = {
            found["review_id"]: review_from(found)
            for found in db.execute("SELECT * FROM review")
            if found["review_id"] in standing
        }
    return [(row_of(found), reviews.get(found["review_id"])) for found in reversed(rows)]


def read_items(path: Path, name: str) -> list[LedgerRow]:
    """The rows that a record id, decision id, licence plate, serial or `epoch/track` means, newest first.

    Raises `StoreError`.
    """
    epoch, _, track = name.partition("/")
    key = (int(epoch), int(track)) if epoch.isdecimal() and track.isdecimal() else (-1, -1)
    fits = (
        "record_id = ?1 OR did = ?1 OR json_extract(identity, '$.lpn') = ?1 OR json_extract(identity, '$.serial') = ?1"
        " OR (epoch = ?2 AND track = ?3)"
    )
    query = f'SELECT * FROM "trigger" WHERE {fits} ORDER BY id DESC LIMIT {_FOUND}'  # noqa: S608 - constants
    with beside(path) as db:
        return [row_of(found) for found in db.execute(query, (name, *(min(one, 2**63 - 1) for one in key)))]


def read_last_seen(path: Path, field: str, value: str) -> list[tuple[str, str]]:
    """(SKU, newest time) of the items whose identity's `field` has this value, newest first. Raises `StoreError`."""
    query = (
        "SELECT coalesce(json_extract(identity, '$.sku'), ''), max(opened_utc) FROM \"trigger\""
        " WHERE json_extract(identity, ?) = ? AND simulated = 0 GROUP BY 1 ORDER BY 2 DESC LIMIT ?"
    )
    with beside(path) as db:
        return [(sku, seen) for sku, seen in db.execute(query, (f"$.{field}", value, _FOUND)).fetchall()]


def newest_utc(path: Path) -> str | None:
    """When the newest item was seen; None for a ledger without any. Raises `StoreError`."""
    with beside(path) as db:
        found: Sequence[sqlite3.Row] = db.execute(
            'SELECT opened_utc FROM "trigger" ORDER BY id DESC LIMIT 1'
        ).fetchall()
    return str(found[0]["opened_utc"]) if found else None
