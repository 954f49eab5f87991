"""Split-conformal limits: a score that a good item exceeds with probability at most alpha, however scores are spread.

From n intact items that neither taught nor trained anything, the limit is the ceil((n + 1)(1 - alpha))-th smallest of
their scores, and an item above it is isolated. If the next intact item is exchangeable with them, then
P(isolated) <= alpha: its rank among the n + 1 is as likely to be any as another (Vovk, Gammerman, Shafer, Algorithmic
Learning in a Random World, 2005; Angelopoulos and Bates, A Gentle Introduction to Conformal Prediction, 2021). Only
scores strictly above the limit count, so ties can but lower the rate.

The promise is over the draw of calibration set and item together. What one calibration set gives, should its scores
have no ties, follows Beta(l, n + 1 - l) with l = floor((n + 1) alpha) (Vovk 2012), and is no worse with ties.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from inspector.domain.beta import beta_quantile
from inspector.domain.item import Identity
from inspector.domain.particular import most_particular


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """`group` is what it was calibrated on: `default`, `material:…` or `sku:…`; `n` how many intact items."""

    group: str
    threshold: float
    alpha: float
    n: int

    def __post_init__(self) -> None:
        if not 0 < self.alpha < 1:
            raise ValueError(f"alpha {self.alpha} is not within 0 … 1")
        if self.n < least_items(self.alpha):
            raise ValueError(f"{self.n} items can not promise {self.alpha:g}: {least_items(self.alpha)} are needed")
        if not math.isfinite(self.threshold):
            raise ValueError("a limit is a finite score")

    def exceeded(self, score: float) -> bool:
        """Whether an item of this score is isolated; a tie is not."""
        return score > self.threshold

    def realised(self, level: float = 0.95) -> tuple[float, float]:
        """Where the false-divert rate of this very calibration set lies, with probability `level`."""
        rank = above(self.n, self.alpha)
        tail = (1 - level) / 2
        return beta_quantile(tail, rank, self.n + 1 - rank), beta_quantile(1 - tail, rank, self.n + 1 - rank)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """Why a group has no limit of its own."""

    group: str
    n: int
    needed: int

    def __str__(self) -> str:
        return f"{self.group}: {self.n} intact items, {self.needed} are needed: {self.needed - self.n} more"


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitTable:
    """The most particular limit counts: SKU, then material, then default."""

    default: Limit
    by_material: Mapping[str, Limit] = field(default_factory=dict)
    by_sku: Mapping[str, Limit] = field(default_factory=dict)

    def for_item(self, identity: Identity) -> Limit:
        """The limit that judges this product."""
        return most_particular(identity, by_sku=self.by_sku, by_material=self.by_material, default=self.default)


def least_items(alpha: float) -> int:
    """With fewer than 1/alpha - 1 items no score is far enough out to promise alpha.

    >>> least_items(0.01), least_items(0.05)
    (99, 19)
    """
    exact = _exact(alpha)
    return math.ceil(1 / exact - 1)


def above(n: int, alpha: float) -> int:
    """l = floor((n + 1) alpha): so many of n + 1 exchangeable scores may lie above the limit."""
    return math.floor((n + 1) * _exact(alpha))


def limit_of(scores: Iterable[float], alpha: float, *, group: str = "default") -> Limit | Shortage:
    """The limit from intact items' scores. Raises ValueError for alpha outside 0 … 1 and for scores that are no number.

    >>> limit_of([0.1] * 18 + [0.7], 0.05).threshold
    0.7
    >>> str(limit_of([0.1] * 10, 0.05))
    'default: 10 intact items, 19 are needed: 9 more'
    """
    ordered = sorted(scores)
    if any(not math.isfinite(score) for score in ordered):
        raise ValueError(f"{group}: a score is no number")
    n, needed = len(ordered), least_items(alpha)
    if n < needed:
        return Shortage(group=group, n=n, needed=needed)
    return Limit(group=group, threshold=ordered[n - above(n, alpha)], alpha=alpha, n=n)


def _exact(alpha: float) -> Fraction:
    """0.01 means one in a hundred, not the double that lies nearest to it."""
    if not 0 < alpha < 1:
        raise ValueError(f"alpha {alpha} is not within 0 … 1")
    return Fraction(repr(float(alpha)))
