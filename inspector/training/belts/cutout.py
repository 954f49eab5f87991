"""A product cut out of its picture, and where cut-outs come from: plain boards, rendered lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inspector.scene.render import RenderedFrame

U8 = NDArray[np.uint8]
Mask = NDArray[np.bool_]

BOARD_SIDE_PX = 256
LEAST_SHARE, MOST_SHARE = 0.04, 0.7  # of the picture: less is a crumb, more fills the picture and has no outline
BORDER_SHARE = 0.35
LEAST_SOLIDITY = 0.82  # below it, shadows or gloss have eaten into the outline


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutout:
    """`image` (H, W, 3) uint8 RGB and `mask` (H, W) bool, cropped to the product; `group` never crosses a split.

    `upright`: seen from the side, so that it stands on its ground and is hardly turned. `marks` (H, W) bool: where it
    is damaged, None for an intact one.
    """

    image: U8
    mask: Mask
    group: str
    upright: bool = False
    marks: Mask | None = None


def cropped(image: U8, mask: Mask, group: str) -> Cutout:
    """Crop to the mask's tight box."""
    x, y, width, height = cv2.boundingRect(mask.view(np.uint8))
    here = np.s_[y : y + height, x : x + width]
    return Cutout(image=np.ascontiguousarray(image[here]), mask=np.ascontiguousarray(mask[here]), group=group)


def from_frame(frame: RenderedFrame, group: str) -> Iterator[Cutout]:
    """Every complete item of a rendered frame."""
    for view in frame.items:
        if view.complete and not view.defects:
            yield cropped(np.asarray(frame.image), view.mask, group)


def from_board(path: Path, group: str) -> Cutout | None:
    """The one product on a plain light board; None where board and product can not be told apart safely."""
    picture = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError(f"not a picture: {path}")
    scale = BOARD_SIDE_PX / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    mask = _product_mask(np.asarray(small, np.uint8))
    if mask is None:
        return None
    return cropped(np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2RGB), np.uint8), mask, group)


def _product_mask(bgr: U8) -> Mask | None:
    """Distance from the board's smooth colour (a plane fitted to the border), largest piece, holes filled."""
    lab = cv2.cvtColor(bgr, cv2.COLOR_BGR2LAB).astype(np.float32)
    height, width = lab.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    design = np.stack([np.ones_like(rows), rows / height, columns / width], -1)
    border = np.zeros((height, width), np.bool_)
    edge = max(3, round(0.04 * min(height, width)))
    border[:edge], border[-edge:], border[:, :edge], border[:, -edge:] = True, True, True, True
    light = border & (lab[..., 0] > np.median(lab[..., 0][border]) - 25)
    if light.sum() < BORDER_SHARE * border.sum():
        return None  # the product covers most of the border
    plane = np.linalg.lstsq(design[light], lab[light], rcond=None)[0]
    away = np.linalg.norm((lab - design @ plane) * np.array([0.7, 1.6, 1.6], np.float32), axis=2)
    rough = (cv2.GaussianBlur(away, (0, 0), 1.5) > max(14.0, 4 * float(away[light].mean()))).astype(np.uint8)
    rough = cv2.morphologyEx(rough, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    outlines, _ = cv2.findContours(rough, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    largest = max(outlines, key=cv2.contourArea)
    filled = np.zeros((height, width), np.uint8)
    cv2.drawContours(filled, [largest], -1, 1, -1)
    filled = cv2.erode(filled, np.ones((3, 3), np.uint8))
    mask = filled.astype(np.bool_)
    share = float(mask.mean())
    touches = float(mask[border].mean())
    solidity = cv2.contourArea(largest) / max(1.0, cv2.contourArea(cv2.convexHull(largest)))
    sound = LEAST_SHARE < share < MOST_SHARE and touches < 0.1 and solidity > LEAST_SOLIDITY
    return mask if sound else None
