"""Whether an item may still be shipped: remaining shelf life against the days that its SKU needs."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from inspector.domain.check import CheckOutcome
from inspector.domain.date_words import DateMark
from inspector.domain.gs1 import BEST_BEFORE, EXPIRY, date_of
from inspector.domain.printed_date import DateReading

Ambiguous = Literal["review", "strictest"]


OLDEST_YEARS: Final = 10  # nothing is on a belt so long after its last day: of two readings it is not meant


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfLife:
    """An item needs `min_days` from today to its last day; 0 lets it go on that very day.

    `ambiguous`: "strictest" takes the earlier of the days that a date may mean, "review" doubts whenever there are two.
    """

    min_days: int = 0
    ambiguous: Ambiguous = "strictest"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelfVerdict:
    """`date` is the day that was judged, the earliest that the label may mean; None where there is none."""

    outcome: CheckOutcome
    date: datetime.date | None
    detail: str


def judge(dates: Iterable[datetime.date], *, today: datetime.date, rule: ShelfLife) -> ShelfVerdict:
    """Judge the days that a label may mean; without one it is UNSURE.

    The stricter of several days of one year decides, as of 05/06/27, whose day and month may be exchanged. Days of
    different years of which only the later ones are enough are for a person: who knows where the year stands?
    """
    ordered = _meant(sorted(set(dates)), today)
    if not ordered:
        return ShelfVerdict(outcome=CheckOutcome.UNSURE, date=None, detail="a date that no calendar has")
    first, last = ordered[0], ordered[-1]
    enough, later_enough = ((day - today).days >= rule.min_days for day in (first, last))
    either = " or ".join(day.isoformat() for day in ordered)
    # Too old in every reading is no doubt.
    if later_enough and len(ordered) > 1 and (rule.ambiguous == "review" or (not enough and first.year != last.year)):
        return ShelfVerdict(outcome=CheckOutcome.UNSURE, date=first, detail=f"ambiguous: {either}")
    left = (first - today).days
    detail = f"{first.isoformat()}: {left} days left, {rule.min_days} needed" if left >= 0 else f"expired {first}"
    if len(ordered) > 1:
        detail += f" (the stricter of {either})"
    return ShelfVerdict(outcome=CheckOutcome.OK if enough else CheckOutcome.FAILED, date=first, detail=detail)


def _meant(ordered: list[datetime.date], today: datetime.date) -> list[datetime.date]:
    """Without readings from long before, as 05/06/27 has one where it may begin with the year; all, if all are such."""
    return [day for day in ordered if day.year >= today.year - OLDEST_YEARS] or ordered


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
