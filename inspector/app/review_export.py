"""People's answers as rows: what the station said about an item, and what it truly was.

The names are those that `app.score_rows` reads, so that `calibrate --reviewed` learns from the file as it is.
"""

import json
import logging
from typing import Any

from inspector.adapters.stores._ledger_reviews import read_reviews
from inspector.app import registry
from inspector.app.ledger_file import ledger_file
from inspector.app.machine_clock import make_clock
from inspector.app.relabel_rows import relabel_rows
from inspector.app.score_parts import ScoreParts, columns_of, parts_of
from inspector.config.station import StationConfig
from inspector.domain.errors import StoreError
from inspector.domain.mark import fit, plain_marks, views_of
from inspector.domain.review import Answer, BookedReview
from inspector.ports.evidence import EvidenceStore

log = logging.getLogger(__name__)

COLUMNS = (
    "record_id",
    "sku",
    "material",
    "disposition",
    "score",
    "detector",
    "p_value",
    "models",
    "answer",
    "label",
    "class",
    "reason",
    "operator",
    "answered_utc",
    "booked_utc",
    "review_id",
    "supersedes",
    "boxes",
    "boxes_fit",
    "source",
)
TRUTHS = {Answer.CONFIRMED: "damaged", Answer.OVERRULED: "intact", Answer.CANNOT_TELL: "unknown"}
FITS = {True: "yes", False: "no", None: "unknown"}


def answers(config: StationConfig, *, every: bool = False, escapes: bool = True) -> list[dict[str, Any]]:
    """The answers that stand, oldest first; with `every` also those taken back, and their taking back.

    After them, with `escapes`, what people found when they looked at complaints' items again (`source`). Where they
    could tell it stands instead of the first answer about the item, which only `every` shows then.

    The parts of the score come from the items' records; they are None where a record has made room for others, and
    `boxes_fit`, whether the drawn boxes lie on the record's pictures, is "unknown" there.
    Reads the files beside a running daemon. Raises `StoreError` when the ledger can not be read or keeps no file,
    `StartupError` when the folder of the records can not be opened.
    """
    booked = read_reviews(ledger_file(config, "read answers from"))
    back = {entry.review.supersedes for entry in booked}
    records: EvidenceStore = registry.build(
        "stores", config.evidence, data_dir=config.paths.data_dir, clock=make_clock()
    )
    later = relabel_rows(config, lambda record_id: _parts(_record(records, record_id)), every=every) if escapes else []
    first = [
        entry
        for entry in booked
        if every or (entry.review.review_id not in back and entry.review.answer is not Answer.WITHDRAWN)
    ]
    if not every:
        told = {row["record_id"] for row in later if row["answer"] != Answer.CANNOT_TELL.value}
        first = [entry for entry in first if entry.review.record_id not in told]
        answered = {entry.review.record_id for entry in first}
        later = [row for row in later if row["record_id"] not in answered]
    return [_row(entry, _record(records, entry.review.record_id)) for entry in first] + later


def _record(records: EvidenceStore, record_id: str) -> dict[str, object] | None:
    try:
        return records.report(record_id)
    except StoreError as error:
        log.warning("%s", error)
        return None


def _parts(record: dict[str, object] | None) -> ScoreParts | None:
    return None if record is None else parts_of(record)


def _row(entry: BookedReview, record: dict[str, object] | None) -> dict[str, Any]:
    review, parts = entry.review, _parts(record)
    return {
        "record_id": review.record_id,
        "sku": entry.sku,
        "material": entry.material,
        "disposition": entry.disposition.value,
        "score": entry.score,
        **columns_of(parts),
        "answer": review.answer.value,
        "label": TRUTHS.get(review.answer, ""),
        "class": review.label,
        "reason": None if review.reason is None else review.reason.value,
        "operator": review.operator,
        "answered_utc": review.answered_utc,
        "booked_utc": entry.booked_utc,
        "review_id": review.review_id,
        "supersedes": review.supersedes,
        "boxes": json.dumps(plain_marks(review.marks)) if review.marks else None,
        "boxes_fit": FITS[fit(review.marks, views_of(record or {}))] if review.marks else None,
        "source": "review",
    }
