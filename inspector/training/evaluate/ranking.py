"""How well scores order bad above good: AUROC, average precision, recall at a false-positive rate.

Everywhere `labels` is (n,) bool, True for bad, and `scores` (n,) float, higher for worse. What can not be defined
(no good, or no bad) is NaN, never a guess.
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

NAN = float("nan")


def auroc(labels: Flags, scores: Floats) -> float:
    """The chance that a bad one scores above a good one, ties counting half.

    >>> auroc(np.array([False, False, True]), np.array([0.1, 0.5, 0.5]))
    0.75
    """
    bad = int(labels.sum())
    good = len(labels) - bad
    if not bad or not good:
        return NAN
    ranks = _ranks(scores)
    return float((ranks[labels].sum() - bad * (bad + 1) / 2) / (bad * good))


def average_precision(labels: Flags, scores: Floats) -> float:
    """Area under the precision-recall steps: the sum over thresholds of (rise in recall) x precision.

    Equal scores pass a threshold together, so the order of the input does not matter. NaN without a bad one.

    >>> average_precision(np.array([True, False, True]), np.array([0.9, 0.8, 0.7]))
    0.8333333333333333
    """
    bad = int(labels.sum())
    if not bad:
        return NAN
    true, false = counts(labels, scores)
    precision = true / (true + false)
    return float(np.sum(np.diff(true, prepend=0) / bad * precision))


def recall_at_fpr(labels: Flags, scores: Floats, fpr: float) -> float:
    """The best recall of a threshold that calls at most `fpr` of the good ones bad. No interpolation.

    With few good ones that means none at all: 1 % of 50 is less than one.

    >>> recall_at_fpr(np.array([False, False, True, True]), np.array([0.1, 0.6, 0.5, 0.9]), 0.01)
    0.5
    """
    bad = int(labels.sum())
    good = len(labels) - bad
    if not bad or not good:
        return NAN
    true, false = counts(labels, scores)
    allowed = false <= fpr * good + 1e-9
    return float(true[allowed].max(initial=0) / bad)


def _ranks(scores: Floats) -> Floats:
    """Ranks from 1, equal scores sharing their mean rank."""
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[inverse], np.float64)


def counts(labels: Flags, scores: Floats) -> tuple[Floats, Floats]:
    """(true positives, false positives) at each distinct threshold, the highest first."""
    order = np.argsort(-scores, kind="stable")
    ranked, sorted_scores = labels[order], scores[order]
    ends = np.flatnonzero(np.append(np.diff(sorted_scores) != 0, True))
    true = np.cumsum(ranked)[ends].astype(np.float64)
    return true, (ends + 1) - true
