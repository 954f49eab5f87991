"""Draws what was found onto the picture: boxes with name and score, heat where the item looks unlike its references."""

import math

import cv2
import numpy as np
import numpy.typing as npt

from inspector.domain.anomaly import AnomalyScore
from inspector.domain.detection import ITEM_CLASS, Detection, Detections
from inspector.domain.frame import RgbImage, freeze

ITEM_RGB = (47, 109, 181)
DEFECT_RGB = (200, 80, 0)
MILD_RGB = (255, 196, 0)
HOT_RGB = (222, 0, 60)
HEAT_SHARE = 0.75
OUTLINE_AT = 0.6

_FONT = cv2.FONT_HERSHEY_SIMPLEX
_Rect = tuple[int, int, int, int]
_Canvas = npt.NDArray[np.uint8]


def draw_overlay(
    image: RgbImage, detections: Detections | None, anomaly: AnomalyScore | None, *, least_score: float = 0.2
) -> RgbImage:
    """(H, W, 3) uint8 RGB: a copy of `image` with heat first, then boxes of at least `least_score`.
    A defect is named with its probability where the recipe made one of its score.

    The strongest box lies on top and has the first choice of a place for its name; names do not cover each other
    while there is room for them.
    """
    out = np.array(draw_heat(image, anomaly) if anomaly is not None else image, np.uint8)
    shown = [d for d in detections.found if d.score >= least_score] if detections is not None else []
    strongest_first = sorted((d for d in shown if _is_finite(d)), key=lambda d: (d.label == ITEM_CLASS, -d.score))
    for box in reversed(strongest_first):
        _draw_box(out, box)
    taken: list[_Rect] = []
    for box in strongest_first:
        _draw_name(out, box, taken)
    return freeze(out)


def draw_heat(image: RgbImage, anomaly: AnomalyScore) -> RgbImage:
    """(H, W, 3) uint8 RGB: warm colour over the scored region where patch distances stand out in it.

    The more usual the item is (a high p-value), the paler: an intact item shows hardly any.
    """
    height, width = image.shape[:2]
    left, top = max(0, int(anomaly.region[0])), max(0, int(anomaly.region[1]))
    right, bottom = min(width, round(anomaly.region[2])), min(height, round(anomaly.region[3]))
    if right <= left or bottom <= top or anomaly.heat.size == 0:
        return image
    heat = np.nan_to_num(np.asarray(anomaly.heat, np.float32))
    low, high = float(np.percentile(heat, 50)), float(heat.max())
    scaled = np.clip((heat - low) / max(high - low, 1e-6), 0, 1)
    grown = np.clip(cv2.resize(scaled, (right - left, bottom - top), interpolation=cv2.INTER_CUBIC), 0, 1)
    strength = min(max(1.0 - anomaly.p_value, 0.0), 1.0)
    colours = np.asarray(MILD_RGB) + grown[..., None] * (np.asarray(HOT_RGB) - np.asarray(MILD_RGB))
    share = (grown * HEAT_SHARE * strength)[..., None]
    out = np.array(image, np.uint8)
    patch = out[top:bottom, left:right]
    mixed = np.asarray(patch * (1 - share) + colours * share, np.uint8)
    if strength > 0.5:
        hot, _ = cv2.findContours(np.asarray(grown > OUTLINE_AT, np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        unit = _unit(image)
        cv2.drawContours(mixed, hot, -1, (255, 255, 255), max(2, round(2.5 * unit)), cv2.LINE_AA)
        cv2.drawContours(mixed, hot, -1, HOT_RGB, max(1, round(unit)), cv2.LINE_AA)
    out[top:bottom, left:right] = mixed
    return freeze(out)


def _unit(image: _Canvas) -> float:
    """Width of a thin line: grows with the picture."""
    height, width = image.shape[:2]
    return max(1.0, float(min(height, width)) / 400)


def _is_finite(box: Detection) -> bool:
    return all(math.isfinite(value) for value in box.xyxy)


def _colour(box: Detection) -> tuple[int, int, int]:
    return ITEM_RGB if box.label == ITEM_CLASS else DEFECT_RGB


def _draw_box(out: _Canvas, box: Detection) -> None:
    x0, y0, x1, y1 = (round(value) for value in box.xyxy)
    cv2.rectangle(out, (x0, y0), (x1, y1), _colour(box), max(1, round(1.5 * _unit(out))), cv2.LINE_AA)


def _draw_name(out: _Canvas, box: Detection, taken: list[_Rect]) -> None:
    unit = _unit(out)
    text, size, thick = f"{box.label} {box.weight:.2f}", 0.42 * unit, max(1, round(unit))
    (width, height), base = cv2.getTextSize(text, _FONT, size, thick)
    pad = max(2, round(2 * unit))
    plate = _place(box, (width + 2 * pad, height + base + pad), (out.shape[1], out.shape[0]), taken)
    taken.append(plate)
    left, top, right, bottom = plate
    cv2.rectangle(out, (left, top), (right, bottom), _colour(box), cv2.FILLED)
    cv2.putText(out, text, (left + pad, bottom - base), _FONT, size, (255, 255, 255), thick, cv2.LINE_AA)


def _place(box: Detection, size: tuple[int, int], picture: tuple[int, int], taken: list[_Rect]) -> _Rect:
    """Above the box, below it, or inside it, where no other name is; above it when all are taken."""
    width, height = size
    x0, y0, x1, y1 = (round(value) for value in box.xyxy)
    wished = [(x, y) for y in (y0 - height, y1, y0, y1 - height) for x in (x0, x1 - width)]
    wished += [(x0, y0 - 2 * height), (x0, y1 + height)]
    places = []
    for x, y in wished:
        left, top = max(0, min(x, picture[0] - width)), max(0, min(y, picture[1] - height))
        places.append((left, top, left + width, top + height))
    return next((place for place in places if not any(_overlap(place, other) for other in taken)), places[0])


def _overlap(one: _Rect, other: _Rect) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
