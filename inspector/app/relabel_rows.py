"""What people found when they looked at complaints' items again, as rows of the review export."""

from collections.abc import Callable
from typing import Any

from inspector.app.escapes import escape_book, escapes_kept
from inspector.app.score_parts import ScoreParts, columns_of
from inspector.config.station import StationConfig
from inspector.domain.complaint import BookedRelabel, Sighting
from inspector.domain.complaint_words import DAMAGE
from inspector.domain.review import Answer


def relabel_rows(
    config: StationConfig, parts: Callable[[str], ScoreParts | None], *, every: bool
) -> list[dict[str, Any]]:
    """One row per item, with the newest answer; with `every`, all answers. Raises `StoreError`.

    `label` is about damage, which is what detector and scorer are taught: an item that was expired or the wrong one,
    and whole, is of unknown use to them.
    """
    if not escapes_kept(config):
        return []
    book = escape_book(config)
    items = {
        (one.complaint.complaint_id, item.record_id): item for one in book.escapes() for item in one.match.candidates
    }
    booked = book.relabels()
    replaced = {one.before for one in booked}
    standing = [one for one in booked if one.relabel.relabel_id not in replaced]
    newest = {one.relabel.record_id: one for one in standing}
    chosen = booked if every else [one for one in standing if newest[one.relabel.record_id] is one]
    return [
        _row(one, items[one.relabel.complaint_id, one.relabel.record_id], parts(one.relabel.record_id))
        for one in chosen
        if (one.relabel.complaint_id, one.relabel.record_id) in items
    ]


def _row(booked: BookedRelabel, item: Sighting, parts: ScoreParts | None) -> dict[str, Any]:
    relabel = booked.relabel
    return {
        "record_id": relabel.record_id,
        "sku": item.sku,
        "material": item.material,
        "disposition": item.disposition.value,
        "score": item.score,
        **columns_of(parts),
        "answer": relabel.answer.value,
        "label": _truth(relabel.answer, relabel.label),
        "class": relabel.label,
        "reason": None,
        "operator": relabel.operator,
        "answered_utc": booked.booked_utc,
        "booked_utc": booked.booked_utc,
        "review_id": relabel.relabel_id,
        "supersedes": booked.before,
        "boxes": None,
        "boxes_fit": None,
        "source": "escape",
    }


def _truth(answer: Answer, label: str | None) -> str:
    if answer is Answer.OVERRULED:
        return "intact"
    return "damaged" if answer is Answer.CONFIRMED and label in DAMAGE else "unknown"
