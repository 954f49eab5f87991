"""From a defect network's maps to boxes: connected cells of "any defect", named by the strongest class there."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from inspector.domain.detection import Xyxy

F32 = npt.NDArray[np.float32]
Cells = npt.NDArray[np.bool_]

REACH_CELLS = 2  # a thin defect's score may lean on the cells beside it
MOST_DEFECTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRule:
    """See `inspector.config.bundle.MapOutput`."""

    top_cells: int
    min_score: float
    level: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MapDefect:
    """`cls`: index of the class; `xyxy` in shares (0 … 1) of the region that was judged."""

    cls: int
    score: float
    xyxy: Xyxy


def item_logit(logits: F32, top_cells: int) -> float:
    """The mean of the strongest cells: what the network was trained to tell items apart by."""
    return float(np.sort(logits, axis=None)[-top_cells:].mean())


def item_score(logits: F32, top_cells: int) -> float:
    """Its probability."""
    return float(_probability(np.float32(item_logit(logits, top_cells))))


def defects_of(maps: F32, rule: MapRule) -> tuple[MapDefect, ...]:
    """All defects of `maps` (classes + 1, rows, columns) of logits, the strongest first, which scores as the item does.

    The level falls with the map's own maximum, so that the weakest evidence still has a place: ranking needs it.
    """
    anything = maps[-1]
    whole = item_score(anything, rule.top_cells)
    if whole < rule.min_score:
        return ()
    level = min(rule.level, 0.5 * float(_probability(anything.max())))
    count, numbered, stats, _ = cv2.connectedComponentsWithStats((_probability(anything) >= level).astype(np.uint8))
    found = []
    for number in range(1, count):
        place = numbered == number
        left, top, width, height, _ = (int(value) for value in stats[number])
        score = _score_of(anything, place, rule.top_cells)
        box = _shares((left, top, left + width, top + height), anything.shape)
        found.append(MapDefect(cls=_strongest_class(maps, place), score=score, xyxy=box))
    found.sort(key=lambda one: -one.score)
    first = MapDefect(cls=found[0].cls, score=max(whole, found[0].score), xyxy=found[0].xyxy)
    return (first, *(one for one in found[1:MOST_DEFECTS] if one.score >= rule.min_score))


def _probability(logits: F32 | np.float32) -> F32:
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), np.float32)


def _score_of(anything: F32, place: Cells, top_cells: int) -> float:
    near = cv2.dilate(place.astype(np.uint8), np.ones((2 * REACH_CELLS + 1,) * 2, np.uint8)) > 0
    return item_score(anything[near], top_cells)


def _strongest_class(maps: F32, place: Cells) -> int:
    return int(np.argmax([float(layer[place].max()) + float(layer[place].mean()) for layer in maps[:-1]]))


def _shares(cells: tuple[int, int, int, int], shape: tuple[int, ...]) -> Xyxy:
    rows, columns = shape
    left, top, right, bottom = cells
    return left / columns, top / rows, right / columns, bottom / rows
