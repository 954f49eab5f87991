"""Figures of parts of the items: one product, one class of damage, one severity."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from inspector.domain.beta import share_interval
from inspector.training.evaluate.bootstrap import Interval
from inspector.training.evaluate.figures import plain
from inspector.training.evaluate.labelled_item import LabelledItem
from inspector.training.evaluate.ranking import NAN, Flags, Floats, auroc, recall_at_fpr


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """The damaged items of a part, against the intact ones it is judged beside.

    `recall` and `false_divert` are shares that did not pass, with exact 95 % intervals that take items as independent;
    NaN where there is none. The recalls at a rate allow so many false diverts among these intact items.
    """

    damaged: int
    intact: int
    auroc: float
    recall_at_1pct_fpr: float
    recall_at_5pct_fpr: float
    recall: float
    recall_ci: Interval
    false_divert: float
    false_divert_ci: Interval

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {name: plain(getattr(self, name)) for name in self.__slots__}


def per_product(items: Sequence[LabelledItem], scores: Floats, stopped: Flags) -> dict[str, Slice]:
    """Each SKU's damaged items against its own intact ones."""
    skus = np.array([item.sku or "" for item in items])
    return {sku: _slice(items, scores, stopped, skus == sku) for sku in sorted(set(skus) - {""})}


def per_class(items: Sequence[LabelledItem], scores: Floats, stopped: Flags) -> dict[str, Slice]:
    """The damaged items that show a class, against all intact ones."""
    return _of_damage(items, scores, stopped, lambda item: item.classes)


def per_severity(items: Sequence[LabelledItem], scores: Floats, stopped: Flags) -> dict[str, Slice]:
    """The damaged items of a severity, against all intact ones."""
    return _of_damage(items, scores, stopped, lambda item: (item.severity,) if item.severity else ())


def slices_json(slices: Mapping[str, Slice]) -> dict[str, Any]:
    """Plain JSON values by name."""
    return {name: one.to_json() for name, one in slices.items()}


def _of_damage(
    items: Sequence[LabelledItem], scores: Floats, stopped: Flags, told: Callable[[LabelledItem], Iterable[str]]
) -> dict[str, Slice]:
    intact = np.array([not item.damaged for item in items])
    names = sorted({name for item in items for name in told(item)})
    of_it = {name: np.array([name in told(item) for item in items]) for name in names}
    return {name: _slice(items, scores, stopped, intact | chosen) for name, chosen in of_it.items()}


def _slice(items: Sequence[LabelledItem], scores: Floats, stopped: Flags, chosen: Flags) -> Slice:
    labels = np.array([item.damaged for item in items])[chosen]
    ranked, off = scores[chosen], stopped[chosen]
    caught, bad = int(off[labels].sum()), int(labels.sum())
    lost, good = int(off[~labels].sum()), int((~labels).sum())
    return Slice(
        damaged=bad,
        intact=good,
        auroc=auroc(labels, ranked),
        recall_at_1pct_fpr=recall_at_fpr(labels, ranked, 0.01),
        recall_at_5pct_fpr=recall_at_fpr(labels, ranked, 0.05),
        recall=caught / bad if bad else NAN,
        recall_ci=share_interval(caught, bad) if bad else (NAN, NAN),
        false_divert=lost / good if good else NAN,
        false_divert_ci=share_interval(lost, good) if good else (NAN, NAN),
    )
