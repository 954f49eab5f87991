"""Percentile bootstrap: how far a figure would move had other pictures been drawn."""

import math
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
Interval = tuple[float, float]

ROUNDS = 1000
LEAST_SHARE = 0.5  # of the rounds that must give a figure


def bootstrap_interval(
    statistic: Callable[[Rows], float],
    count: int,
    *,
    groups: Sequence[object] | None = None,
    rounds: int = ROUNDS,
    level: float = 0.95,
    seed: int = 0,
) -> Interval:
    """The middle `level` of `statistic` over resampled rows 0 … count - 1; the same for the same seed.

    With `groups` (one value per row) whole groups are drawn: frames of one video or views of one item are no
    independent evidence, and drawing them one by one would give an interval far too narrow. Rounds whose figure is
    undefined (no bad one was drawn) are left out; (NaN, NaN) when they are most.
    """
    if count < 1:
        return math.nan, math.nan
    rng = np.random.default_rng(seed)
    draw = drawer(count, groups, rng)
    values = np.array([statistic(draw()) for _ in range(rounds)], np.float64)
    values = values[np.isfinite(values)]
    if len(values) < LEAST_SHARE * rounds:
        return math.nan, math.nan
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def drawer(count: int, groups: Sequence[object] | None, rng: np.random.Generator) -> Callable[[], Rows]:
    """Draws rows 0 … count - 1 again and again, with replacement; whole groups where there are any."""
    if groups is None:
        return lambda: rng.integers(0, count, count)
    if len(groups) != count:
        raise ValueError(f"{len(groups)} groups for {count} rows")
    members: dict[object, list[int]] = {}
    for row, group in enumerate(groups):
        members.setdefault(group, []).append(row)
    blocks = [np.array(rows, np.int64) for rows in members.values()]
    return lambda: np.concatenate([blocks[i] for i in rng.integers(0, len(blocks), len(blocks))])
