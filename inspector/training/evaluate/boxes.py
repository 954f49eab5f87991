"""Mean average precision of boxes, as COCO counts it: 101 recall points, IoU 0.50 … 0.95."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from inspector.training.evaluate.ranking import NAN

F64 = npt.NDArray[np.float64]

IOUS = np.linspace(0.5, 0.95, 10)
RECALLS = np.linspace(0.0, 1.0, 101)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Boxes:
    """Boxes of one class in one picture: `xyxy` (n, 4); `scores` (n,) of the found, empty for the truth."""

    xyxy: F64
    scores: F64


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matched:
    """One class in one picture: `hits` (found, ious) bool, best score first; `scores` (found,); `truths` how many."""

    hits: npt.NDArray[np.bool_]
    scores: F64
    truths: int


def overlap(a: F64, b: F64) -> F64:
    """(n, m) intersection over union of boxes (n, 4) and (m, 4), xyxy."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=2)
    total = np.prod(a[:, 2:] - a[:, :2], axis=1)[:, None] + np.prod(b[:, 2:] - b[:, :2], axis=1)[None] - shared
    return np.asarray(np.divide(shared, total, out=np.zeros_like(shared), where=total > 0), np.float64)


def match(found: Boxes, truth: F64, *, ious: F64 = IOUS) -> Matched:
    """Give each found box, best score first, the free truth box that it overlaps most, per IoU limit."""
    order = np.argsort(-found.scores, kind="stable")
    pairs = overlap(found.xyxy[order], truth)
    hits = np.zeros((len(order), len(ious)), np.bool_)
    for column, limit in enumerate(ious):
        free = np.ones(len(truth), np.bool_)
        for row in range(len(order)):
            candidates = np.where(free, pairs[row], -1.0)
            best = int(candidates.argmax()) if len(truth) else -1
            if best >= 0 and candidates[best] >= limit:
                hits[row, column] = True
                free[best] = False
    return Matched(hits=hits, scores=found.scores[order], truths=len(truth))


def average_precisions(matched: Sequence[Matched]) -> F64:
    """(ious,) AP of one class over pictures; NaN where the class has no truth at all."""
    width = matched[0].hits.shape[1] if matched else len(IOUS)
    truths = sum(one.truths for one in matched)
    if not truths:
        return np.full(width, NAN)
    scores = np.concatenate([one.scores for one in matched])
    hits = np.concatenate([one.hits for one in matched])[np.argsort(-scores, kind="stable")]
    if not len(hits):
        return np.zeros(width)
    true = np.cumsum(hits, axis=0)
    precision = true / np.arange(1, len(hits) + 1)[:, None]
    # The best precision at this recall or a higher one.
    precision = np.maximum.accumulate(precision[::-1], axis=0)[::-1]
    out = np.zeros(width)
    for column in range(width):
        place = np.searchsorted(true[:, column] / truths, RECALLS - 1e-12, side="left")
        reached = place < len(hits)
        out[column] = precision[place[reached], column].sum() / len(RECALLS)
    return out


def recall(matched: Sequence[Matched], *, min_score: float) -> float:
    """Share of the truth found at the first IoU limit by boxes of at least `min_score`; NaN without truth."""
    truths = sum(one.truths for one in matched)
    found = sum(int(one.hits[one.scores >= min_score, 0].sum()) for one in matched)
    return found / truths if truths else NAN
