"""What an operating point means for a line: how many diverts are real, who must look at them, what goes through.

With prevalence p, recall R and false-divert rate F, the share of real diverts is PPV = R p / (R p + F (1 - p)).
At p = 1 in 1,000, F = 1 % and R = 1 it is 9 %: eleven items are looked at for each damaged one, however good the model.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inspector.domain.beta import share_interval
from inspector.domain.conformal import Limit, limit_of

ALPHAS = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure between `low` and `high`, its 95 % interval."""

    value: float
    low: float
    high: float

    def __post_init__(self) -> None:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"{self.value} is not within {self.low} … {self.high}")

    def times(self, factor: float) -> "Estimate":
        """All three, `factor` (0 or more) times as large."""
        return Estimate(value=self.value * factor, low=self.low * factor, high=self.high * factor)


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatingPoint:
    """What a threshold does to damaged and to intact items. `name` is how it was chosen; `threshold` may be unknown."""

    name: str
    threshold: float | None
    recall: Estimate
    false_divert: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """The line: items per hour, share of them damaged, seconds that a person needs for one, hours of work a day."""

    items_per_hour: float
    prevalence: float
    review_seconds: float
    hours_per_day: float = 24.0

    def __post_init__(self) -> None:
        if not 0 < self.prevalence < 1:
            raise ValueError(f"prevalence {self.prevalence} is not within 0 … 1")
        if min(self.items_per_hour, self.hours_per_day) <= 0 or self.review_seconds < 0:
            raise ValueError("items and hours must be more than 0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to expect of one operating point. `ppv` is None where nothing at all is diverted."""

    point: OperatingPoint
    ppv: Estimate | None
    diverts_per_hour: Estimate
    missed_per_hour: Estimate
    missed_per_day: Estimate
    reviewer_minutes_per_hour: Estimate


def plan(point: OperatingPoint, demand: Demand) -> Plan:
    """Expected values. Intervals combine the worst of both rates' ends, so they are wider than 95 %, never narrower."""
    recall, false = point.recall, point.false_divert
    damaged = demand.items_per_hour * demand.prevalence
    intact = demand.items_per_hour - damaged
    diverts = Estimate(
        value=recall.value * damaged + false.value * intact,
        low=recall.low * damaged + false.low * intact,
        high=recall.high * damaged + false.high * intact,
    )
    missed = Estimate(
        value=(1 - recall.value) * damaged, low=(1 - recall.high) * damaged, high=(1 - recall.low) * damaged
    )
    real = None
    if diverts.value > 0:
        real = Estimate(
            value=ppv(recall.value, false.value, demand.prevalence),
            low=ppv(recall.low, false.high, demand.prevalence),
            high=ppv(recall.high, false.low, demand.prevalence),
        )
    return Plan(
        point=point,
        ppv=real,
        diverts_per_hour=diverts,
        missed_per_hour=missed,
        missed_per_day=missed.times(demand.hours_per_day),
        reviewer_minutes_per_hour=diverts.times(demand.review_seconds / 60),
    )


def ppv(recall: float, false_divert: float, prevalence: float) -> float:
    """The share of diverted items that are damaged; 0 where nothing is diverted.

    >>> round(ppv(1.0, 0.01, 0.001), 3)
    0.091
    """
    real, false = recall * prevalence, false_divert * (1 - prevalence)
    return real / (real + false) if real + false > 0 else 0.0


def false_divert_for(wanted_ppv: float, *, recall: float, prevalence: float) -> float:
    """The false-divert rate at which `wanted_ppv` (above 0) of the diverts are real; at most 1."""
    return min(1.0, recall * prevalence * (1 - wanted_ppv) / (wanted_ppv * (1 - prevalence)))


def operating_points(
    damaged: Sequence[float], intact: Sequence[float], alphas: Sequence[float] = ALPHAS
) -> list[OperatingPoint]:
    """The conformal limit of each alpha that so many intact scores can promise, the strictest first.

    The recall's interval is Clopper and Pearson's; the false-divert rate's also holds for a limit drawn from these very
    items (see `Limit.realised`).
    """
    bad, good = np.asarray(damaged, np.float64), np.asarray(intact, np.float64)
    points: list[OperatingPoint] = []
    for alpha in alphas:
        found = limit_of(good.tolist(), alpha)
        if isinstance(found, Limit) and (not points or found.threshold != points[-1].threshold):
            points.append(_point(found, bad, good))
    return points


def counted(hits: int, n: int) -> Estimate:
    """The share `hits` of `n` with its exact interval; anything is possible when n is 0."""
    low, high = share_interval(hits, n)
    return Estimate(value=hits / n if n else 0.0, low=low, high=high)


def _point(limit: Limit, bad: np.ndarray, good: np.ndarray) -> OperatingPoint:
    """The expected false-divert rate is that of one item more: the limit was chosen so that these ones pass."""
    over = int((good > limit.threshold).sum())
    expected = (over + 1) / (len(good) + 1)
    low, high = limit.realised()
    return OperatingPoint(
        name=f"{limit.alpha:g}",
        threshold=limit.threshold,
        recall=counted(int((bad > limit.threshold).sum()), len(bad)),
        false_divert=Estimate(
            value=expected, low=min(low, share_interval(over, len(good))[0]), high=max(high, expected)
        ),
    )
