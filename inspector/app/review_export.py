"""People's answers as rows: what the station said about an item, and what it truly was."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from inspector.adapters.stores import sqlite_ledger
from inspector.adapters.stores._ledger_reviews import read_reviews
from inspector.app import registry
from inspector.config.station import StationConfig
from inspector.domain.errors import StoreError
from inspector.domain.review import Answer, BookedReview

COLUMNS = (
    "record_id",
    "sku",
    "material",
    "disposition",
    "score",
    "answer",
    "truth",
    "label",
    "reason",
    "operator",
    "answered_utc",
    "booked_utc",
    "review_id",
    "supersedes",
)
TRUTHS = {Answer.CONFIRMED: "damaged", Answer.OVERRULED: "intact"}


def answers(config: StationConfig, *, every: bool = False) -> list[dict[str, Any]]:
    """The answers that stand, oldest first; with `every` also those taken back, and their taking back.

    Reads the file beside a running daemon. Raises `StoreError` when it can not be read, or the ledger keeps no file.
    """
    options = registry.options("stores", config.ledger)
    if not isinstance(options, sqlite_ledger.Config):
        raise StoreError(f"a ledger of kind {config.ledger.kind} keeps no file to read answers from")
    booked = read_reviews(config.paths.data_dir / options.file)
    back = {entry.review.supersedes for entry in booked}
    return [
        _row(entry)
        for entry in booked
        if every or (entry.review.review_id not in back and entry.review.answer is not Answer.WITHDRAWN)
    ]


def write_csv(path: Path, rows: Sequence[dict[str, Any]]) -> None:
    """A header and one line per row, UTF-8. Raises OSError."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)


def _row(entry: BookedReview) -> dict[str, Any]:
    review = entry.review
    return {
        "record_id": review.record_id,
        "sku": entry.sku,
        "material": entry.material,
        "disposition": entry.disposition.value,
        "score": entry.score,
        "answer": review.answer.value,
        "truth": TRUTHS.get(review.answer, ""),
        "label": review.label,
        "reason": None if review.reason is None else review.reason.value,
        "operator": review.operator,
        "answered_utc": review.answered_utc,
        "booked_utc": entry.booked_utc,
        "review_id": review.review_id,
        "supersedes": review.supersedes,
    }
