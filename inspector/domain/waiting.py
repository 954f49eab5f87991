"""Isolated items that wait for a person: for what, and in which order.

An item that is worth more counts as if it had waited longer. The order is by moment of being seen less that head start,
so that it never changes while items wait, and nothing waits for ever: the head start has an end.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from inspector.domain.item import Identity

HOUR_S = 3600.0
STILL_DECIDING_S = 60.0  # whoever answered has the item in hand: nobody else is asked what becomes of it
BEHIND_ALL_S = 1e9


class WaitsFor(StrEnum):
    """ANSWER: is it damaged? FATE: it was answered, what becomes of it? AGAIN: it was answered; a blind second look."""

    ANSWER = "ANSWER"
    FATE = "FATE"
    AGAIN = "AGAIN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One item that waits. `number` is its place in the ledger; `late`: behind all others, as one being relabelled.

    Of one that waits for a second look: who answered first, and when that was booked (ISO 8601).
    """

    number: int
    waits_for: WaitsFor
    late: bool = False
    first_by: str = ""
    first_utc: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgainSpan:
    """Which answered items wait for a second look: this share of those answered in this span (ISO 8601)."""

    share: float
    since_utc: str
    before_utc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingFacts:
    """What does not change of an item while it waits; `opened_utc` is ISO 8601."""

    number: int
    opened_utc: str
    track: int
    identity: Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRule:
    """An item that is worth `hour_is_worth` goes before those that came up to an hour earlier and are worth nothing.

    The head start is at most `most_ahead_h`; an `hour_is_worth` of 0 gives none: oldest first.
    """

    hour_is_worth: float = 10.0
    most_ahead_h: float = 8.0

    def ahead_s(self, worth: float) -> float:
        """The head start of an item that is worth so much.

        >>> OrderRule(hour_is_worth=10, most_ahead_h=8).ahead_s(25.0)
        9000.0
        """
        if self.hour_is_worth <= 0:
            return 0.0
        return min(max(worth, 0.0) / self.hour_is_worth, self.most_ahead_h) * HOUR_S

    def order(self, opened_utc: str, worth: float) -> float:
        """Lower goes first: seconds since 1970."""
        return datetime.fromisoformat(opened_utc).timestamp() - self.ahead_s(worth)
