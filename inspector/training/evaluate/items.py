"""Measures a whole station, or anything that judges items: scores and decisions against the truth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from inspector.domain.errors import ConfigError
from inspector.domain.verdict import Disposition
from inspector.training.evaluate.bootstrap import ROUNDS, Interval, bootstrap_interval
from inspector.training.evaluate.digests import repeat_notes
from inspector.training.evaluate.figures import Ranking, plain, ranking
from inspector.training.evaluate.item_cameras import Cameras
from inspector.training.evaluate.item_set import read_item_set
from inspector.training.evaluate.labelled_item import LabelledItem
from inspector.training.evaluate.leaks import Progress, leak_problems
from inspector.training.evaluate.ranking import NAN, Flags, auroc
from inspector.training.evaluate.slices import Slice, per_class, per_product, per_severity, slices_json

# Only PASS lets an item go on: a person's look and the safe action for the unjudged both take it off the line.
STOPPED = frozenset({Disposition.DIVERT, Disposition.REVIEW, Disposition.NO_DECISION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the judge says of an item: `score` is higher for worse, `disposition` is its decision.

    `detector` and `p_value` are the parts of the score, where the judge tells them; `why` its reasons in words.
    `taught_by` names the cameras of those views that the product was taught with.
    """

    score: float
    disposition: Disposition
    detector: float | None = None
    p_value: float | None = None
    why: str = ""
    taught_by: tuple[str, ...] = ()


Judge = Callable[[LabelledItem], Opinion]


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
    `items` has one row per item, in order: what `inspector calibrate` and `inspector plan` learn from. `skus`,
    `classes` and `severities` are empty where the data does not tell them; `leaks` tells what `split` shares with the
    others and what of it was taught, where that was allowed; `files` are all that were read, of every split.
    """

    ranking: Ranking
    confusion: dict[str, dict[str, int]]
    recall: float
    recall_ci: Interval
    false_divert: float
    false_divert_ci: Interval
    groups: dict[str, GroupFigures]
    wrong: tuple[str, ...]
    items: tuple[dict[str, Any], ...]
    skus: dict[str, Slice]
    classes: dict[str, Slice]
    severities: dict[str, Slice]
    split: str | None
    leaks: tuple[str, ...]
    files: tuple[Path, ...]

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
            "skus": slices_json(self.skus),
            "classes": slices_json(self.classes),
            "severities": slices_json(self.severities),
            "wrong": self.wrong,
            "split": self.split,
            "leaks": self.leaks,
            "items": self.items,
        }
        return self.ranking.to_json() | dict(plain(own))


def evaluate_items(
    source: Path,
    judge: Judge,
    *,
    group_by_serial: bool = False,
    split: str | None = None,
    station: Cameras | None = None,
    allow_leaks: bool = False,
    rounds: int = ROUNDS,
    seed: int = 0,
    progress: Progress | None = None,
) -> ItemFigures:
    """Let `judge` see every item of a folder, or of a split of a CSV (see `read_item_set`).

    `progress(done, all)` counts the pictures that are compared between splits, then the items. Raises one `ConfigError`
    for bad input, and after the judging one for all items that their product was taught with, unless that is allowed.
    """
    found = read_item_set(
        source,
        group_by_serial=group_by_serial,
        split=split,
        station=station,
        allow_leaks=allow_leaks,
        progress=progress,
    )
    items = found.items
    opinions = []
    for number, item in enumerate(items):
        opinions.append(judge(item))
        if progress is not None:
            progress(number + 1, len(items))
    taught = tuple(_taught(item, opinion) for item, opinion in zip(items, opinions, strict=True) if opinion.taught_by)
    if taught and not allow_leaks:
        raise ConfigError(str(source), leak_problems(taught))
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
        ranking=ranking(labels, scores, groups=groups, rounds=rounds, seed=seed).noted(
            repeat_notes([tuple(view.path for view in item.views) for item in items], "items")
        ),
        confusion=_confusion(items, opinions),
        recall=recall,
        recall_ci=recall_ci,
        false_divert=false_divert,
        false_divert_ci=false_divert_ci,
        groups=_per_group(items, scores, stopped),
        wrong=tuple(item.name for item, off in zip(items, stopped, strict=True) if bool(off) != item.damaged),
        items=tuple(_row(item, opinion) for item, opinion in zip(items, opinions, strict=True)),
        skus=per_product(items, scores, stopped),
        classes=per_class(items, scores, stopped),
        severities=per_severity(items, scores, stopped),
        split=found.split,
        leaks=(*found.leaks, *taught),
        files=found.files,
    )


def _taught(item: LabelledItem, opinion: Opinion) -> str:
    return f"item {item.name!r} was taught: a golden picture of its product, camera {', '.join(opinion.taught_by)}"


def _row(item: LabelledItem, opinion: Opinion) -> dict[str, Any]:
    return {
        "item": item.name,
        "damaged": item.damaged,
        "group": item.group,
        "sku": item.sku,
        "material": item.material,
        "classes": item.classes,
        "severity": item.severity,
        "score": opinion.score,
        "disposition": opinion.disposition.value,
        "detector": opinion.detector,
        "p_value": opinion.p_value,
        "why": opinion.why,
        "views": [{"camera": view.camera, "path": str(view.path)} for view in item.views],
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
