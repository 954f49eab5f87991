"""The figures of a set: of all its pictures together, or of each lesson by itself where each was taught by itself."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import numpy as np

from inspector.training.evaluate.bootstrap import ROUNDS, Rows, bootstrap_interval
from inspector.training.evaluate.figures import Ranking, ranking
from inspector.training.evaluate.ranking import Flags, Floats, auroc, average_precision, recall_at_fpr
from inspector.training.rivals.sets import RivalSet

STATISTICS: dict[str, Callable[[Flags, Floats], float]] = {
    "auroc": auroc,
    "ap": average_precision,
    "recall_at_1pct_fpr": partial(recall_at_fpr, fpr=0.01),
    "recall_at_5pct_fpr": partial(recall_at_fpr, fpr=0.05),
}


def figures_of(one: RivalSet, scores: Floats, *, rounds: int = ROUNDS) -> Ranking:
    """What the scores (n,) of the asked pictures are worth; intervals draw whole groups where the set has them."""
    bad = np.array([not picture.good for picture in one.asked])
    if one.by_group:
        return within(bad, scores, [picture.group for picture in one.asked], rounds=rounds)
    groups = [picture.group for picture in one.asked] if one.grouped else None
    return ranking(bad, scores, groups=groups, rounds=rounds)


def within(labels: Flags, scores: Floats, groups: Sequence[str], *, rounds: int = ROUNDS) -> Ranking:
    """Means over groups, each ranked by itself: scores of different products are compared on no line either.

    Intervals draw whole groups. A group needs good and bad ones.
    """
    names, each = np.array(groups), sorted(set(groups))
    figures: dict[str, Any] = {}
    for name, statistic in STATISTICS.items():
        values = np.array([statistic(labels[names == group], scores[names == group]) for group in each])

        def mean(rows: Rows, values: Floats = values) -> float:
            return float(values[rows].mean())

        figures[name] = float(values.mean())
        figures[f"{name}_ci"] = bootstrap_interval(mean, len(each), rounds=rounds)
    note = f"means over {len(each)} products on their lines, each ranked by itself"
    return Ranking(good=int((~labels).sum()), bad=int(labels.sum()), **figures, notes=(note,))
