"""A person's answer about an isolated item: what may be said, and what may follow what. Nothing is ever overwritten.

An item is open while no answer stands. Taking an answer back is a second entry that supersedes the first; both stay.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from inspector.domain.ledger import LedgerRow
from inspector.domain.mark import MOST_MARKS, Mark, marks_of
from inspector.domain.verdict import Disposition

UNDO_S = 10.0
UNDO_SLACK_S = 1.0  # what may pass between the press of a finger and its reading
MAX_NAME = 64
ASKED = frozenset({Disposition.DIVERT, Disposition.REVIEW})

E = TypeVar("E", bound=StrEnum)


class Answer(StrEnum):
    """CONFIRMED: the item is damaged. OVERRULED: it is fine. WITHDRAWN takes an answer back."""

    CONFIRMED = "CONFIRMED"
    OVERRULED = "OVERRULED"
    CANNOT_TELL = "CANNOT_TELL"
    WITHDRAWN = "WITHDRAWN"


class OverruleReason(StrEnum):
    """What the station took for damage."""

    NO_DAMAGE = "NO_DAMAGE"
    REFLECTION = "REFLECTION"
    PRINT = "PRINT"
    FOLD = "FOLD"
    DIRT = "DIRT"
    BAD_PICTURE = "BAD_PICTURE"
    ACCEPTABLE = "ACCEPTABLE"
    OTHER = "OTHER"


class ReviewRefused(ValueError):
    """The answer can not be booked, now or later; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """One entry. `review_id` is made by the client, so that sending it twice books it once.

    `label` is the damage's class and `marks` where it is (CONFIRMED only), `answered_utc` the client's clock, for
    people. A WITHDRAWN entry names in `supersedes` what it takes back, and in `after_s` how long after it, by the
    client's monotonic clock. `again`: a blind second look at an item that was answered; the first answer stays.
    Raises ValueError for what makes no sense.
    """

    review_id: str
    record_id: str
    answer: Answer
    operator: str
    answered_utc: str
    label: str | None = None
    reason: OverruleReason | None = None
    supersedes: str | None = None
    after_s: float | None = None
    marks: tuple[Mark, ...] = ()
    again: bool = False

    def __post_init__(self) -> None:
        for name in ("review_id", "record_id", "operator", "answered_utc"):
            text = getattr(self, name)
            if not text.strip() or len(text) > MAX_NAME:
                raise ValueError(f"{name} must be 1 to {MAX_NAME} characters")
        if self.label is not None and (self.answer is not Answer.CONFIRMED or not 0 < len(self.label) <= MAX_NAME):
            raise ValueError(f"label goes with CONFIRMED only, with 1 to {MAX_NAME} characters")
        if self.marks and (self.answer is not Answer.CONFIRMED or len(self.marks) > MOST_MARKS):
            raise ValueError(f"boxes go with CONFIRMED only, at most {MOST_MARKS}")
        if (self.reason is not None) != (self.answer is Answer.OVERRULED):
            raise ValueError("OVERRULED needs a reason, and nothing else has one")
        if ((self.supersedes is not None) or (self.after_s is not None)) != (self.answer is Answer.WITHDRAWN):
            raise ValueError("WITHDRAWN needs supersedes and after_s, and nothing else has them")
        if self.answer is Answer.WITHDRAWN and (self.supersedes is None or self.after_s is None):
            raise ValueError("WITHDRAWN needs both supersedes and after_s")


@dataclass(frozen=True, slots=True, kw_only=True)
class BookedReview:
    """An entry as the ledger keeps it, with what the station had said. `number` rises; `booked_utc` is ISO 8601."""

    number: int
    review: Review
    booked_utc: str
    disposition: Disposition
    score: float
    sku: str | None = None
    material: str | None = None

    def is_final(self, now_utc: datetime) -> bool:
        """It can not be taken back any more. Where the clock was set back, only the time to undo is waited for."""
        age_s = (now_utc - datetime.fromisoformat(self.booked_utc)).total_seconds()
        return abs(age_s) > UNDO_S + 2 * UNDO_SLACK_S


def review_of(arguments: Mapping[str, object]) -> Review:
    """The entry that a command asks for. Raises ValueError that names what is wrong."""
    after = arguments.get("after_s")
    if after is not None and (isinstance(after, bool) or not isinstance(after, int | float)):
        raise ValueError("after_s must be a number")
    reason = _text(arguments, "reason")
    return Review(
        review_id=_needed(arguments, "review_id"),
        record_id=_needed(arguments, "record_id"),
        answer=_member(Answer, _needed(arguments, "answer")),
        operator=_needed(arguments, "operator"),
        answered_utc=_needed(arguments, "answered_utc"),
        label=_text(arguments, "label"),
        reason=None if reason is None else _member(OverruleReason, reason),
        supersedes=_text(arguments, "supersedes"),
        after_s=None if after is None else float(after),
        marks=marks_of(arguments.get("boxes", [])),
        again=arguments.get("again") is True,
    )


def refuse_unless_bookable(review: Review, row: LedgerRow | None, standing: Review | None) -> None:
    """Raise `ReviewRefused` unless `review` may follow `standing`, the answer that its item has now."""
    if row is None or row.decision is None:
        raise ReviewRefused(f"no item {review.record_id} is known")
    if row.decision.disposition not in ASKED:
        raise ReviewRefused(f"the item was {row.decision.disposition}: only isolated items are answered")
    if row.trigger.simulated:
        raise ReviewRefused(
            "the item was simulated: nobody has it in the hand, and an answer would be taken for a label"
        )
    if review.answer is not Answer.WITHDRAWN:
        if standing is not None:
            raise ReviewRefused(f"{standing.operator} answered {standing.answer} already")
        return
    if standing is None or standing.review_id != review.supersedes:
        raise ReviewRefused("the answer to be taken back does not stand")
    if review.after_s is None or not 0 <= review.after_s <= UNDO_S + UNDO_SLACK_S:
        raise ReviewRefused(f"an answer can be taken back for {UNDO_S:g} s only")


def _text(arguments: Mapping[str, object], name: str) -> str | None:
    value = arguments.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} must be a text")
    return value


def _needed(arguments: Mapping[str, object], name: str) -> str:
    value = _text(arguments, name)
    if value is None:
        raise ValueError(f"review needs {name}")
    return value


def _member(kind: type[E], text: str) -> E:
    try:
        return kind(text)
    except ValueError:
        raise ValueError(f"{text!r} is none of {', '.join(kind)}") from None
