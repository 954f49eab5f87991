"""The item's own pixels inside its box: around the box lies the belt, and what looks like the belt is none of the item.

A pixel looks like belt when it has the belt's hue at any brightness that a shadow leaves. Only belt that reaches the
window's rim counts, so print in the belt's colour stays part of the item.
"""

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from inspector.domain.detection import Xyxy
from inspector.domain.frame import RgbImage

Mask = npt.NDArray[np.bool_]
F32 = npt.NDArray[np.float32]

RIM: Final = (0.03, 0.13)  # of the box's longer side: the strip around the box in which the belt is looked for
SPREADS: Final = 3.0  # times the belt's own spread of hue
TOLERANCE: Final = (5.0, 16.0)  # grey levels between a pixel and the belt at equal brightness, least and most
BRIGHTER: Final = 1.3
DARKER: Final = 0.25  # darker than any shadow
AGREE: Final = 0.85  # overlap of the mask's own box with the given one; less is a part of the item, or more than it
STEADY: Final = 18.0  # grey levels of median deviation; a rim with more shows other things than belt


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outline:
    """`mask` (h, w) of the window whose first pixel is `origin` (x, y); `belt` is its median RGB around the box."""

    mask: Mask
    origin: tuple[int, int]
    belt: tuple[float, float, float]


def outline(image: RgbImage, xyxy: Xyxy) -> Outline | None:
    """The item in the box of `image` (H, W, 3) uint8 RGB. None where it can not be told from what is around it:
    no even belt around the box, nothing left of the item, all of the window taken for item, or only a part of it found.
    """
    height, width = image.shape[:2]
    reach = max(xyxy[2] - xyxy[0], xyxy[3] - xyxy[1])
    left, top, right, bottom = _grown(xyxy, RIM[1] * reach, width, height)
    inner = _grown(xyxy, RIM[0] * reach, width, height)
    if right - left < 8 or bottom - top < 8 or inner[2] <= inner[0] or inner[3] <= inner[1]:
        return None
    window = image[top:bottom, left:right].astype(np.float32)
    inside = slice(inner[1] - top, inner[3] - top), slice(inner[0] - left, inner[2] - left)
    around = np.ones(window.shape[:2], np.bool_)
    around[inside] = False
    strip = window[around]
    if len(strip) < 64:
        return None
    belt = np.median(strip, axis=0)
    if float(np.median(np.abs(strip - belt).max(axis=1))) > STEADY:
        return None
    usual = float(np.median(_residue(strip, belt)))
    mask = _not_belt(window[inside], belt, float(np.clip(SPREADS * usual, *TOLERANCE)))
    share = float(mask.mean())
    if not 0.02 < share < 0.985 or _agreement(mask, inner, xyxy) < AGREE:
        return None
    red, green, blue = belt.tolist()
    return Outline(mask=mask, origin=(inner[0], inner[1]), belt=(red, green, blue))


def _agreement(mask: Mask, window: tuple[int, int, int, int], xyxy: Xyxy) -> float:
    """Intersection over union of the box around the mask and the box that was given, both as far as in the window."""
    x, y, width, height = cv2.boundingRect(mask.astype(np.uint8))
    left, top = x + window[0], y + window[1]
    given = max(xyxy[0], window[0]), max(xyxy[1], window[1]), min(xyxy[2], window[2]), min(xyxy[3], window[3])
    across = min(left + width, given[2]) - max(left, given[0])
    down = min(top + height, given[3]) - max(top, given[1])
    both = max(0.0, across) * max(0.0, down)
    return both / (width * height + (given[2] - given[0]) * (given[3] - given[1]) - both)


def _ratio(pixels: F32, belt: F32) -> F32:
    return np.asarray((pixels.sum(axis=-1) + 3) / (float(belt.sum()) + 3), np.float32)


def _residue(pixels: F32, belt: F32) -> F32:
    """Grey levels that remain between pixels (..., 3) and the belt when their brightness is made equal."""
    return np.asarray(np.abs(pixels - _ratio(pixels, belt)[..., None] * belt).max(axis=-1), np.float32)


def _not_belt(window: F32, belt: F32, tolerance: float) -> Mask:
    """The largest thing that is left when the belt that reaches the rim is taken away."""
    ratio = _ratio(window, belt)
    like_belt = (_residue(window, belt) < tolerance) & (ratio > DARKER) & (ratio < BRIGHTER)
    smooth = cv2.medianBlur(like_belt.astype(np.uint8), 5)
    smooth[[0, -1], :] = 1  # joins what reaches the rim anywhere
    smooth[:, [0, -1]] = 1
    _, labels = cv2.connectedComponents(smooth, connectivity=4)
    item = (labels != labels[0, 0]).astype(np.uint8)
    item = np.asarray(cv2.morphologyEx(item, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)), np.uint8)
    count, parts, stats, _ = cv2.connectedComponentsWithStats(item, connectivity=4)
    if count < 2:
        return np.zeros(item.shape, np.bool_)
    return np.asarray(parts == 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA])))


def _grown(xyxy: Xyxy, by: float, width: int, height: int) -> tuple[int, int, int, int]:
    left, top = max(0, round(xyxy[0] - by)), max(0, round(xyxy[1] - by))
    return left, top, min(width, round(xyxy[2] + by)), min(height, round(xyxy[3] + by))
