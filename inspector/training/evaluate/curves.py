"""The curves that a report draws: ROC with its band, precision over recall, reliability of a probability.

As in `ranking`, `labels` is (n,) bool, True for bad, and `scores` (n,) float, higher for worse.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from inspector.domain.beta import share_interval
from inspector.training.evaluate.bootstrap import Rows, drawer
from inspector.training.evaluate.ranking import Flags, Floats, counts

BAND_ROUNDS = 300
LEAST_PER_BIN = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Roc:
    """`rates` and `recalls` (k,) are the steps; at `grid` (g,) lie `low` and `high`, the 95 % band of the recall."""

    rates: Floats
    recalls: Floats
    grid: Floats
    low: Floats
    high: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Items of about one score: their mean score, how many, how many of them bad, and the exact interval of that."""

    score: float
    n: int
    bad: int
    low: float
    high: float

    @property
    def share(self) -> float:
        """The share that is bad."""
        return self.bad / self.n


def roc(labels: Flags, scores: Floats, *, groups: Sequence[object] | None = None, seed: int = 0) -> Roc:
    """Needs a good one and a bad one. The band is pointwise, by bootstrap; `groups` are drawn whole."""
    rng = np.random.default_rng(seed)
    draw = drawer(len(labels), groups, rng)
    # Fine where the product works: below 10 % false alarms.
    grid = np.unique(np.concatenate([np.linspace(0, 0.1, 41), np.linspace(0.1, 1, 37)]))
    drawn = [_recalls_at(labels[rows], scores[rows], grid) for rows in _two_sided(labels, draw)]
    low, high = np.quantile(np.array(drawn), [0.025, 0.975], axis=0) if drawn else (np.zeros(len(grid)),) * 2
    true, false = counts(labels, scores)
    bad = int(labels.sum())
    return Roc(
        rates=np.append(0.0, false / (len(labels) - bad)),
        recalls=np.append(0.0, true / bad),
        grid=grid,
        low=low,
        high=high,
    )


def precision_recall(labels: Flags, scores: Floats) -> tuple[Floats, Floats]:
    """(recalls, precisions) at each distinct score, the highest first. Needs a bad one."""
    true, false = counts(labels, scores)
    return true / labels.sum(), true / (true + false)


def reliability(labels: Flags, scores: Floats, *, most: int = 10) -> list[Bin]:
    """Bins of about as many items each, in order of their score; equal scores share a bin."""
    edges = np.unique(np.quantile(scores, np.linspace(0, 1, max(1, min(most, len(scores) // LEAST_PER_BIN)) + 1)))
    places = np.searchsorted(edges[1:-1], scores, side="right")
    bins = []
    for place in np.unique(places):
        chosen = places == place
        n, bad = int(chosen.sum()), int(labels[chosen].sum())
        low, high = share_interval(bad, n)
        bins.append(Bin(score=float(scores[chosen].mean()), n=n, bad=bad, low=low, high=high))
    return bins


def brier(labels: Flags, scores: Floats) -> float:
    """Mean squared distance of the probabilities from the truth: 0 is perfect."""
    return float(np.mean((scores - labels) ** 2))


def calibration_error(bins: Sequence[Bin]) -> float:
    """Mean distance of the bins' scores from their shares, weighed by how many they hold."""
    return sum(one.n * abs(one.score - one.share) for one in bins) / max(1, sum(one.n for one in bins))


def _two_sided(labels: Flags, draw: Callable[[], Rows]) -> list[Rows]:
    """Drawn rows that hold a good one and a bad one."""
    rows = [draw() for _ in range(BAND_ROUNDS)]
    return [one for one in rows if 0 < labels[one].sum() < len(one)]


def _recalls_at(labels: Flags, scores: Floats, grid: Floats) -> Floats:
    """The best recall at each false-alarm rate of `grid`, without interpolation."""
    true, false = counts(labels, scores)
    bad = int(labels.sum())
    rates = false / (len(labels) - bad)
    place = np.searchsorted(rates, grid + 1e-9, side="right")
    return np.append(0.0, true / bad)[place]
