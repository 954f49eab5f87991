"""Fits the fusion of detector and scorer from reviewed items, as far as their number carries.

Fewer than 30 damaged or 30 intact items (ten for each coefficient): nothing is fitted, the detector's own probability
counts. From there on a straight line in the log-odds (Platt 1999), and from 300 of each an isotonic map on top of it.
The reviewed items hold more damage than the line does; the odds are moved to the line's prevalence at last (King and
Zeng, Political Analysis 2001), which is exact where the choice of items to review depended on their truth alone.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from inspector.domain.calibration import Calibration
from inspector.domain.earning import Review, design
from inspector.domain.fusion import Fusion
from inspector.domain.logistic import Flags, Floats, fit_logistic, log_likelihood

LEAST_PER_TRUTH = 30
LEAST_FOR_ISOTONIC = 300
LEAST_SLOPE = 0.05

_BINS = 20
_BEYOND_CHANCE = 3.32  # half of chi-square's 99 % point
_CENTRE = np.array([0.0, 1.0, 0.0])
_PRECISION = np.array([0.01, 0.1, 0.1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfitted:
    """Why a group has no fusion of its own."""

    group: str
    why: str

    def __str__(self) -> str:
        return f"{self.group}: {self.why}"


def fit_fusion(reviews: Sequence[Review], *, group: str, vote: bool, prevalence: float) -> Fusion | Unfitted:
    """`vote` says whether the scorer has earned one; `prevalence` is the share of damaged items on the line."""
    if not 0 < prevalence < 1:
        raise ValueError(f"prevalence {prevalence} is not within 0 … 1")
    columns, labels = design(reviews)
    damaged, intact = int(labels.sum()), int((~labels).sum())
    if min(damaged, intact) < LEAST_PER_TRUTH:
        why = f"{damaged} damaged and {intact} intact items were reviewed; {LEAST_PER_TRUTH} of each are needed"
        return Unfitted(group=group, why=why)
    used = columns[:, [0, 1, 3]] if vote else columns[:, :2]
    fitted = _weights(used, labels)
    if fitted is None:
        return Unfitted(group=group, why="damaged items score lower than intact ones; are the labels right?")
    novelty = max(0.0, float(fitted[2])) if vote else 0.0
    line = fitted[0] + columns[:, 1] * fitted[1] + columns[:, 3] * novelty
    return Fusion(
        group=group,
        intercept=float(fitted[0]),
        detector=float(fitted[1]),
        novelty=novelty,
        n=len(labels),
        shift=math.log(prevalence / (1 - prevalence)) - math.log(damaged / intact),
        calibration=_isotonic(1 / (1 + np.exp(-line)), labels),
    )


def _weights(columns: Floats, labels: Flags) -> Floats | None:
    """The line's weights, the detector's at least `LEAST_SLOPE`; None where that contradicts the labels.

    A detector that is blind to this product's damage can fit a slope below 0 by chance; more evidence must not count
    less for that. It contradicts when the likelihood ratio of the free fit is beyond chance (1 in 100, one degree).
    """
    size = columns.shape[1]
    free = fit_logistic(columns, labels, centre=_CENTRE[:size], precision=_PRECISION[:size])
    if free[1] >= LEAST_SLOPE:
        return free
    centre, precision = np.array([0.0, LEAST_SLOPE, 0.0]), _PRECISION.copy()
    precision[1] = 1e9
    held = fit_logistic(columns, labels, centre=centre[:size], precision=precision[:size])
    gain = log_likelihood(columns, labels, free) - log_likelihood(columns, labels, held)
    held[1] = LEAST_SLOPE
    return held if gain < _BEYOND_CHANCE else None


def _isotonic(scores: Floats, labels: Flags) -> Calibration | None:
    """The share of damaged items per bin of `scores`, never falling; None where items are too few or all alike.

    Each bin counts one item more, which agrees with its scores: a bin of damaged items only does not make P = 1.
    """
    if min(labels.sum(), (~labels).sum()) < LEAST_FOR_ISOTONIC:
        return None
    edges = np.unique(np.quantile(scores, np.linspace(0, 1, _BINS + 1)[1:-1]))
    bins = np.searchsorted(edges, scores, side="left")
    blocks: list[tuple[float, float, int]] = []  # mean score, share of damaged, items
    for number in np.unique(bins):
        inside = bins == number
        mean, count = float(scores[inside].mean()), int(inside.sum())
        blocks.append((mean, (float(labels[inside].sum()) + mean) / (count + 1), count + 1))
        while len(blocks) > 1 and blocks[-2][1] >= blocks[-1][1]:  # pool adjacent violators
            (s2, v2, n2), (s1, v1, n1) = blocks.pop(), blocks.pop()
            blocks.append(((s1 * n1 + s2 * n2) / (n1 + n2), (v1 * n1 + v2 * n2) / (n1 + n2), n1 + n2))
    if len(blocks) < 2:
        return None
    return Calibration(scores=tuple(b[0] for b in blocks), probabilities=tuple(min(1.0, b[1]) for b in blocks))
