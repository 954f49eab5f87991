"""An answer, as it is kept and sent."""

import uuid

from PySide6.QtCore import QDateTime, Qt

from inspector.domain.mark import Mark
from inspector.domain.review import Answer, OverruleReason, Review


def new_review(
    record_id: str,
    answer: Answer,
    operator: str,
    *,
    reason: OverruleReason | None = None,
    label: str | None = None,
    marks: tuple[Mark, ...] = (),
) -> Review:
    """Given now."""
    return Review(
        review_id=uuid.uuid4().hex,
        record_id=record_id,
        answer=answer,
        operator=operator,
        answered_utc=_now(),
        reason=reason,
        label=label,
        marks=marks,
    )


def withdrawal(review: Review, operator: str, *, after_s: float) -> Review:
    """Takes this answer back, so long after it by the window's monotonic clock."""
    return Review(
        review_id=uuid.uuid4().hex,
        record_id=review.record_id,
        answer=Answer.WITHDRAWN,
        operator=operator,
        answered_utc=_now(),
        supersedes=review.review_id,
        after_s=round(after_s, 3),
        again=review.again,
    )


def _now() -> str:
    return QDateTime.currentDateTimeUtc().toString(Qt.DateFormat.ISODateWithMs)
