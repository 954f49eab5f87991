"""Measures a whole station, or anything that judges items: scores and decisions against the truth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from inspector.domain.verdict import Disposition
from inspector.training.evaluate.bootstrap import ROUNDS, Interval, bootstrap_interval
from inspector.training.evaluate.figures import Ranking, plain, ranking
from inspector.training.evaluate.item_set import LabelledItem, View, read_item_set
from inspector.training.evaluate.ranking import NAN, Flags, auroc

# Only PASS lets an item go on: a person's look and the safe action for the unjudged both take it off the line.
STOPPED = frozenset({Disposition.DIVERT, Disposition.REVIEW, Disposition.NO_DECISION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the judge says of an item: `score` is higher for worse, `disposition` is its decision.

    `detector` and `p_value` are the parts of the score, where the judge tells them.
    """

    score: float
    disposition: Disposition
    detector: float | None = None
    p_value: float | None = None


Judge = Callable[[Sequence[View]], Opinion]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFigures:
    """One group of items."""

    damaged: int
    intact: int
    auroc: float
    damaged_stopped: int
    intact_stopped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFigures:
    """What `evaluate_items` found.

    `confusion` counts items by truth (`damaged`, `intact`) and disposition. `recall` is the share of damaged items that
    did not pass, `false_divert` that of intact ones, both at the judge's own decision, NO_DECISION left out of neither.
    `items` has one row per item, in order: what `inspector calibrate` and `inspector plan` learn from.
    """

    ranking: Ranking
    confusion: dict[str, dict[str, int]]
    recall: float
    recall_ci: Interval
    false_divert: float
    false_divert_ci: Interval
    groups: dict[str, GroupFigures]
    wrong: tuple[str, ...]
    items: tuple[dict[str, Any], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values, the ranking's among them."""
        own = {
            "confusion": self.confusion,
            "recall": self.recall,
            "recall_ci": self.recall_ci,
            "false_divert": self.false_divert,
            "false_divert_ci": self.false_divert_ci,
            "groups": {
                name: {
                    "damaged": one.damaged,
                    "intact": one.intact,
                    "auroc": one.auroc,
                    "damaged_stopped": one.damaged_stopped,
                    "intact_stopped": one.intact_stopped,
                }
                for name, one in self.groups.items()
            },
            "wrong": self.wrong,
            "items": self.items,
        }
        return self.ranking.to_json() | dict(plain(own))


def evaluate_items(
    source: Path,
    judge: Judge,
    *,
    group_by_serial: bool = False,
    rounds: int = ROUNDS,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> ItemFigures:
    """Let `judge` see every item of a folder or CSV (see `read_item_set`). Raises one `ConfigError` for bad input."""
    items = read_item_set(source, group_by_serial=group_by_serial)
    opinions = []
    for number, item in enumerate(items):
        opinions.append(judge(item.views))
        if progress is not None:
            progress(number + 1, len(items))
    labels = np.array([item.damaged for item in items], np.bool_)
    scores = np.array([opinion.score for opinion in opinions], np.float64)
    stopped = np.array([opinion.disposition in STOPPED for opinion in opinions], np.bool_)
    names = [item.group if item.group is not None else item.name for item in items]
    groups = names if any(item.group is not None for item in items) else None

    def share(of: Flags) -> tuple[float, Interval]:
        def one(rows: np.typing.NDArray[np.int64]) -> float:
            chosen = stopped[rows][of[rows]]
            return float(chosen.mean()) if len(chosen) else NAN

        every = np.arange(len(items))
        return one(every), bootstrap_interval(one, len(items), groups=groups, rounds=rounds, seed=seed)

    (recall, recall_ci), (false_divert, false_divert_ci) = share(labels), share(~labels)
    return ItemFigures(
        ranking=ranking(labels, scores, groups=groups, rounds=rounds, seed=seed),
        confusion=_confusion(items, opinions),
        recall=recall,
        recall_ci=recall_ci,
        false_divert=false_divert,
        false_divert_ci=false_divert_ci,
        groups=_per_group(items, scores, stopped),
        wrong=tuple(item.name for item, off in zip(items, stopped, strict=True) if bool(off) != item.damaged),
        items=tuple(_row(item, opinion) for item, opinion in zip(items, opinions, strict=True)),
    )


def _row(item: LabelledItem, opinion: Opinion) -> dict[str, Any]:
    return {
        "item": item.name,
        "damaged": item.damaged,
        "group": item.group,
        "score": opinion.score,
        "disposition": opinion.disposition.value,
        "detector": opinion.detector,
        "p_value": opinion.p_value,
    }


def _confusion(items: Sequence[LabelledItem], opinions: Sequence[Opinion]) -> dict[str, dict[str, int]]:
    out = {truth: {disposition.value: 0 for disposition in Disposition} for truth in ("damaged", "intact")}
    for item, opinion in zip(items, opinions, strict=True):
        out["damaged" if item.damaged else "intact"][opinion.disposition.value] += 1
    return out


def _per_group(
    items: Sequence[LabelledItem], scores: np.typing.NDArray[np.float64], stopped: Flags
) -> dict[str, GroupFigures]:
    """Figures of every group of at least two items; a group that is one item's name says nothing more."""
    rows: dict[str, list[int]] = {}
    for row, item in enumerate(items):
        if item.group is not None:
            rows.setdefault(item.group, []).append(row)
    out = {}
    for name, members in sorted(rows.items()):
        if len(members) < 2:
            continue
        labels = np.array([items[row].damaged for row in members], np.bool_)
        off = stopped[members]
        out[name] = GroupFigures(
            damaged=int(labels.sum()),
            intact=int((~labels).sum()),
            auroc=auroc(labels, scores[members]),
            damaged_stopped=int(off[labels].sum()),
            intact_stopped=int(off[~labels].sum()),
        )
    return out
