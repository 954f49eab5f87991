"""Draws what was found onto the picture: boxes with name and score, heat where the item looks unlike its references."""

import cv2
import numpy as np

from inspector.domain.anomaly import AnomalyScore
from inspector.domain.detection import ITEM_CLASS, Detection, Detections
from inspector.domain.frame import RgbImage, freeze

ITEM_RGB = (47, 109, 181)
DEFECT_RGB = (224, 123, 0)
HEAT_SHARE = 0.45


def draw_overlay(
    image: RgbImage, detections: Detections | None, anomaly: AnomalyScore | None, *, least_score: float = 0.2
) -> RgbImage:
    """(H, W, 3) uint8 RGB: a copy of `image` with heat first, then boxes of at least `least_score`, weakest below."""
    canvas = draw_heat(image, anomaly) if anomaly is not None else image
    out = np.array(canvas, np.uint8)
    shown = [d for d in detections.found if d.score >= least_score] if detections is not None else []
    for box in sorted(shown, key=lambda d: d.score):
        _draw_box(out, box)
    return freeze(out)


def draw_heat(image: RgbImage, anomaly: AnomalyScore) -> RgbImage:
    """(H, W, 3) uint8 RGB: warm colour over the scored region where patch distances stand out in it."""
    height, width = image.shape[:2]
    left, top = max(0, int(anomaly.region[0])), max(0, int(anomaly.region[1]))
    right, bottom = min(width, round(anomaly.region[2])), min(height, round(anomaly.region[3]))
    if right <= left or bottom <= top:
        return image
    heat = np.asarray(anomaly.heat, np.float32)
    low, high = float(np.percentile(heat, 50)), float(heat.max())
    scaled = np.clip((heat - low) / max(high - low, 1e-6), 0, 1)
    grown = cv2.resize(scaled, (right - left, bottom - top), interpolation=cv2.INTER_CUBIC)
    share = (np.clip(grown, 0, 1) * HEAT_SHARE)[..., None]
    colours = cv2.applyColorMap(np.asarray(np.clip(grown, 0, 1) * 255, np.uint8), cv2.COLORMAP_INFERNO)[..., ::-1]
    out = np.array(image, np.uint8)
    patch = out[top:bottom, left:right].astype(np.float32)
    out[top:bottom, left:right] = np.asarray(patch * (1 - share) + colours * share, np.uint8)
    return freeze(out)


def _draw_box(out: RgbImage, box: Detection) -> None:
    colour = ITEM_RGB if box.label == ITEM_CLASS else DEFECT_RGB
    unit = max(1.0, min(out.shape[:2]) / 400)
    thick = max(1, round(1.5 * unit))
    x0, y0, x1, y1 = (round(value) for value in box.xyxy)
    cv2.rectangle(out, (x0, y0), (x1, y1), colour, thick, cv2.LINE_AA)
    text, font, size = f"{box.label} {box.score:.2f}", cv2.FONT_HERSHEY_SIMPLEX, 0.42 * unit
    (width, height), base = cv2.getTextSize(text, font, size, 1)
    above = y0 - height - base - 2 >= 0
    top = y0 - height - base - 2 if above else y0
    left = max(0, min(x0, out.shape[1] - width - 4))
    cv2.rectangle(out, (left, top), (left + width + 4, top + height + base + 2), colour, cv2.FILLED)
    place = (left + 2, top + height + 1)
    cv2.putText(out, text, place, font, size, (255, 255, 255), max(1, round(unit)), cv2.LINE_AA)
