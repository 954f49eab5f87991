"""Complaints, the queue of those to look at again, and the rates as rows."""

from collections.abc import Mapping, Sequence
from typing import Any

from inspector.app.escapes import Report, escape_book, evidence_of, pictures_of, standing_relabels
from inspector.config.station import StationConfig
from inspector.domain.complaint import Escape, MatchStatus, Relabel, Sighting
from inspector.domain.relabelling import to_look_at
from inspector.ports.evidence import EvidenceStore

COMPLAINTS = (
    *("complaint_id", "reported_utc", "finding", "words", "text", "status", "how", "note", "candidates"),
    *("record_id", "let_by", "disposition", "score", "seen_utc", "answer", "class", "operator", "sku", "lot"),
    *("lpn", "serial", "track", "order_number"),
)
RATES = (
    *("finding", "passed", "station", "rate", "low", "high", "at_most"),
    *("by_person", "unjudged", "isolated", "ambiguous", "unmatched"),
)
QUEUE = ("complaint_id", "finding", "text", "record_id", "let_by", "score", "seen_utc", "pictures", "note")
GONE = "gone: they made room for others"


def complaint_rows(config: StationConfig, *, status: MatchStatus | None = None) -> list[dict[str, Any]]:
    """Every complaint, in the order in which they came. Raises `StoreError`."""
    book = escape_book(config)
    answers = standing_relabels(book)
    found = [one for one in book.escapes() if status is None or one.match.status is status]
    return [_complaint(one, answers.get(one.complaint.complaint_id)) for one in found]


def queue_rows(config: StationConfig, *, limit: int) -> list[dict[str, Any]]:
    """Those that wait to be looked at again, one row per item, see `to_look_at`. Raises `StoreError`."""
    book = escape_book(config)
    waiting = to_look_at(book.escapes(), standing_relabels(book))
    evidence = evidence_of(config)
    return [_queued(one, item, evidence) for one in waiting[:limit] for item in one.match.candidates]


def rate_rows(found: Report) -> list[dict[str, Any]]:
    """One row per class."""
    rows = []
    for one in found.rates:
        low, high = one.interval
        values = {name: getattr(one, name) for name in RATES if name not in {"low", "high"}}
        rows.append({name: ({"low": low, "high": high} | values)[name] for name in RATES})
    return rows


def _complaint(one: Escape, answer: Relabel | None) -> dict[str, Any]:
    item = one.match.item
    told: Mapping[str, Any] = {
        "finding": one.finding,
        "words": ", ".join(one.words),
        "status": one.match.status.value,
        "how": one.match.how,
        "note": one.match.note,
        "candidates": one.match.count,
        "record_id": None if item is None else item.record_id,
        "let_by": None if item is None else item.let_by.value,
        "disposition": None if item is None else item.disposition.value,
        "score": None if item is None else item.score,
        "seen_utc": None if item is None else item.seen_utc,
        "answer": None if answer is None else answer.answer.value,
        "class": None if answer is None else answer.label,
        "operator": None if answer is None else answer.operator,
    }
    return {name: told[name] if name in told else getattr(one.complaint, name) for name in COMPLAINTS}


def _queued(one: Escape, item: Sighting, evidence: EvidenceStore) -> dict[str, Any]:
    pictures: Sequence[str] = pictures_of(evidence, item.record_id)
    return {
        "complaint_id": one.complaint.complaint_id,
        "finding": one.finding,
        "text": one.complaint.text,
        "record_id": item.record_id,
        "let_by": item.let_by.value,
        "score": item.score,
        "seen_utc": item.seen_utc,
        "pictures": ", ".join(pictures) or GONE,
        "note": one.match.note,
    }
