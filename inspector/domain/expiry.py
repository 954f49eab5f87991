"""Whether an item may still be shipped: remaining shelf life against the days that its SKU needs."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from inspector.domain.check import CheckOutcome
from inspector.domain.date_words import DateMark
from inspector.domain.gs1 import BEST_BEFORE, EXPIRY, date_of
from inspector.domain.printed_date import DateReading

Ambiguous = Literal["review", "strictest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfLife:
    """An item needs `min_days` from today to its last day; 0 lets it go on that very day.

    `ambiguous`: "review" doubts whenever a date can be read in two ways, "strictest" takes the earlier one.
    """

    min_days: int = 0
    ambiguous: Ambiguous = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfVerdict:
    """`date` is the day that was judged, the earliest that the label may mean; None where there is none."""

    outcome: CheckOutcome
    date: datetime.date | None
    detail: str


def judge(dates: Iterable[datetime.date], *, today: datetime.date, rule: ShelfLife) -> ShelfVerdict:
    """Judge the days that a label may mean; without one it is UNSURE."""
    ordered = sorted(set(dates))
    if not ordered:
        return ShelfVerdict(outcome=CheckOutcome.UNSURE, date=None, detail="a date that no calendar has")
    first, last = ordered[0], ordered[-1]
    if len(ordered) > 1 and rule.ambiguous == "review":
        # Too old in every reading is no doubt.
        outcome = CheckOutcome.FAILED if (last - today).days < rule.min_days else CheckOutcome.UNSURE
        detail = "ambiguous: " + " or ".join(day.isoformat() for day in ordered)
        return ShelfVerdict(outcome=outcome, date=first, detail=detail)
    left = (first - today).days
    outcome = CheckOutcome.OK if left >= rule.min_days else CheckOutcome.FAILED
    detail = f"{first.isoformat()}: {left} days left, {rule.min_days} needed" if left >= 0 else f"expired {first}"
    if len(ordered) > 1:
        detail += f" (stricter of {len(ordered)} readings)"
    return ShelfVerdict(outcome=outcome, date=first, detail=detail)


def dates_on_code(found: Mapping[str, str], *, year_now: int) -> tuple[datetime.date, ...]:
    """The last day that a GS1 code carries: its expiry (17), else its best-before date (15), else nothing.

    Raises ValueError for a day that no calendar has.
    """
    data = found.get(EXPIRY, found.get(BEST_BEFORE))
    return () if data is None else (date_of(data, year_now=year_now),)


def last_days(readings: Iterable[DateReading], *, unmarked: bool) -> tuple[DateReading, ...]:
    """The readings that tell the last day: marked as expiry, else as best before, else, if allowed, not marked."""
    everything = tuple(readings)
    for mark in (DateMark.EXPIRY, DateMark.BEST_BEFORE, *((DateMark.NONE,) if unmarked else ())):
        chosen = tuple(reading for reading in everything if reading.mark is mark)
        if chosen:
            return chosen
    return ()
