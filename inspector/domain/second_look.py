"""A blind second look: which answered items are answered once more, and how well the answers agree.

The sample is drawn by the item's record id, so that it is the same for everybody who asks.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from inspector.domain.access import LATE_H
from inspector.domain.beta import share_interval
from inspector.domain.ledger import LedgerRow
from inspector.domain.review import Answer, Review, ReviewRefused, refuse_unless_bookable
from inspector.domain.waiting import HOUR_S

ANSWERS = (Answer.CONFIRMED, Answer.OVERRULED, Answer.CANNOT_TELL)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLookRule:
    """A `share` of the answered items comes back `after_h` after the answer, for `until_h`; 0: none does."""

    share: float = 0.02
    after_h: float = 1.0
    until_h: float = 72.0


def draw_of(record_id: str) -> float:
    """Where the item falls, evenly from 0 to below 1: a share of s takes those below s.

    >>> draw_of("record-1") == draw_of("record-1") != draw_of("record-2")
    True
    """
    return int.from_bytes(hashlib.sha256(record_id.encode()).digest()[:6]) / 2**48


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredTwice:
    """One item's two answers and who gave them."""

    record_id: str
    first: Answer
    first_by: str
    second: Answer
    second_by: str

    @property
    def by_another(self) -> bool:
        """Whether two people looked."""
        return self.first_by != self.second_by


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """Of `n` items with two answers `agreed` got the same one twice."""

    n: int = 0
    agreed: int = 0

    @property
    def share(self) -> float | None:
        """None where there is no such item."""
        return self.agreed / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float]:
        """Of the share: Clopper and Pearson's, 95 %."""
        return share_interval(self.agreed, self.n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Of `n` items with two answers. `share` and `kappa` with their 95 % intervals; None where nothing can be said.

    The share's interval is Clopper and Pearson's. Kappa (Cohen, Educ. Psychol. Meas. 1960) is (share - chance) /
    (1 - chance), and its interval that of the share with the chance agreement held as it was seen, as in Cohen's own
    standard error: it is never empty, also where all agree. Where all answers are the same, kappa says nothing.
    """

    n: int
    agreed: int
    share: float | None
    share_interval: tuple[float, float]
    chance: float | None
    kappa: float | None
    kappa_interval: tuple[float, float] | None


def refuse_unless_second(review: Review, row: LedgerRow | None, first: Review | None, second: Review | None) -> None:
    """Raise `ReviewRefused` unless `review` may follow `first`, which stays, and `second`, the one that stands."""
    refuse_unless_bookable(review, row, second)
    if first is None:
        raise ReviewRefused("a second look comes after a first answer, and none stands")


def refuse_unless_drawn(record_id: str, rule: SecondLookRule, *, first_utc: str, now_utc: str) -> None:
    """Raise `ReviewRefused` unless the item, answered at `first_utc`, was drawn and has come back by now (ISO 8601).

    Whoever picks an item to answer again says nothing about the others.
    """
    if draw_of(record_id) >= rule.share:
        raise ReviewRefused("the item was not drawn for a second look")
    passed_h = (datetime.fromisoformat(now_utc) - datetime.fromisoformat(first_utc)).total_seconds() / HOUR_S
    if not rule.after_h <= passed_h < rule.until_h + LATE_H:
        span = f"{rule.after_h:g} to {rule.until_h:g} hours after the first answer"
        raise ReviewRefused(f"a second look comes {span}, not after {passed_h:.1f}")


def agreed_in(pairs: Sequence[AnsweredTwice]) -> Agreed:
    """Counted."""
    return Agreed(n=len(pairs), agreed=sum(one.first is one.second for one in pairs))


def agreement(pairs: Sequence[AnsweredTwice]) -> Agreement:
    """How well the first and the second answers agree."""
    counted = agreed_in(pairs)
    n, agreed, (low, high) = counted.n, counted.agreed, counted.interval
    if not n:
        return Agreement(
            n=0, agreed=0, share=None, share_interval=(0.0, 1.0), chance=None, kappa=None, kappa_interval=None
        )
    first, second = Counter(one.first for one in pairs), Counter(one.second for one in pairs)
    chance = sum(first[answer] * second[answer] for answer in ANSWERS) / n**2
    known = chance < 1
    return Agreement(
        n=n,
        agreed=agreed,
        share=agreed / n,
        share_interval=(low, high),
        chance=chance,
        kappa=_kappa(agreed / n, chance) if known else None,
        kappa_interval=(max(-1.0, _kappa(low, chance)), _kappa(high, chance)) if known else None,
    )


def table_of(pairs: Sequence[AnsweredTwice]) -> dict[str, dict[str, int]]:
    """How often the first answer (rows) met the second (columns)."""
    counts = Counter((one.first, one.second) for one in pairs)
    return {a.value: {b.value: counts[a, b] for b in ANSWERS} for a in ANSWERS}


def _kappa(share: float, chance: float) -> float:
    return (share - chance) / (1 - chance)
