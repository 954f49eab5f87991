"""The figures that every evaluation reports of a ranking, with their intervals, and how figures become JSON."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np

from inspector.domain.beta import share_interval
from inspector.training.evaluate.bootstrap import ROUNDS, Interval, Rows, bootstrap_interval
from inspector.training.evaluate.ranking import Flags, Floats, auroc, average_precision, recall_at_fpr


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """How well scores order `bad` items above `good` ones; intervals are 95 % bootstrap, NaN where undefined.

    `notes` say what the numbers can not show, such as 1 % of 40 good items.
    """

    good: int
    bad: int
    auroc: float
    auroc_ci: Interval
    ap: float
    ap_ci: Interval
    recall_at_1pct_fpr: float
    recall_at_1pct_fpr_ci: Interval
    recall_at_5pct_fpr: float
    recall_at_5pct_fpr_ci: Interval
    notes: tuple[str, ...] = ()

    def noted(self, further: Sequence[str]) -> "Ranking":
        """The same with further notes."""
        return replace(self, notes=(*self.notes, *further))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `n` is the number of items."""
        names = ("auroc", "ap", "recall_at_1pct_fpr", "recall_at_5pct_fpr")
        out: dict[str, Any] = {"n": self.good + self.bad, "good": self.good, "bad": self.bad}
        for name in names:
            out[name] = plain(getattr(self, name))
            out[f"{name}_ci"] = plain(getattr(self, f"{name}_ci"))
        return out | {"notes": list(self.notes)}


def ranking(
    labels: Flags, scores: Floats, *, groups: Sequence[object] | None = None, rounds: int = ROUNDS, seed: int = 0
) -> Ranking:
    """Measure (n,) bool `labels`, True for bad, and (n,) `scores`; `groups` are resampled whole."""
    statistics: dict[str, Callable[[Flags, Floats], float]] = {
        "auroc": auroc,
        "ap": average_precision,
        "recall_at_1pct_fpr": partial(recall_at_fpr, fpr=0.01),
        "recall_at_5pct_fpr": partial(recall_at_fpr, fpr=0.05),
    }
    figures: dict[str, Any] = {}
    for name, statistic in statistics.items():
        figures[name] = statistic(labels, scores)
        figures[f"{name}_ci"] = bootstrap_interval(
            partial(_of_rows, statistic, labels, scores), len(labels), groups=groups, rounds=rounds, seed=seed
        )
    good, bad = int((~labels).sum()), int(labels.sum())
    notes = [*_notes(good, groups), *_extremes(bad, figures["recall_at_1pct_fpr"], figures["recall_at_5pct_fpr"])]
    return Ranking(good=good, bad=bad, **figures, notes=tuple(notes))


def not_ranked(good: int, bad: int, why: str) -> Ranking:
    """The same figures, all undefined, for a set in which nothing can be ranked."""
    nan, none = math.nan, (math.nan, math.nan)
    return Ranking(
        good=good,
        bad=bad,
        auroc=nan,
        auroc_ci=none,
        ap=nan,
        ap_ci=none,
        recall_at_1pct_fpr=nan,
        recall_at_1pct_fpr_ci=none,
        recall_at_5pct_fpr=nan,
        recall_at_5pct_fpr_ci=none,
        notes=(why,),
    )


def plain(value: Any) -> Any:
    """JSON has no NaN: null. Tuples become lists, numpy's numbers become Python's."""
    if isinstance(value, float | np.floating):
        return None if math.isnan(value) else float(value)
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    return value


def _of_rows(statistic: Callable[[Flags, Floats], float], labels: Flags, scores: Floats, rows: Rows) -> float:
    return statistic(labels[rows], scores[rows])


def _notes(good: int, groups: Sequence[object] | None) -> list[str]:
    notes = [
        f"{good} good items: at {percent} % not one false alarm is allowed, so that recall is a floor"
        for percent in (1, 5)
        if 0 < good * percent < 100
    ]
    if groups is not None and len(set(groups)) < 10:
        notes.append(f"only {len(set(groups))} groups: intervals over so few are rough")
    return notes


def _extremes(bad: int, *recalls: float) -> list[str]:
    """Drawn again and again, a sample in which all (or none) were found shows nothing else: its interval has no width.

    What it can not show, the exact interval of that share does.
    """
    notes = []
    for what, recall, hits in (("all", 1.0, bad), ("none", 0.0, 0)):
        if bad and recall in recalls:
            low, high = share_interval(hits, bad)
            notes.append(
                f"{what} of {bad} bad ones found: so few allow a recall of {low:.3f} … {high:.3f} (exact 95 %)"
            )
    return notes
