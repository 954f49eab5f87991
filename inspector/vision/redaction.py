"""Covers places of a picture before it leaves the house: one colour each, which nothing can be read back from."""

from collections.abc import Iterable

import cv2
import numpy as np

from inspector.domain.detection import Xyxy
from inspector.domain.frame import RgbImage, freeze

MARGIN = 0.75  # of the longer side of a place: what stands beside a code belongs to the same label


def covered(image: RgbImage, places: Iterable[Xyxy], *, margin: float = MARGIN) -> RgbImage:
    """The picture (H, W, 3) with every place and its surroundings in their mean colour. Places are clipped to it.

    A place that is not finite covers the whole picture: better too much than too little.
    """
    height, width = image.shape[:2]
    changed = image.copy()
    for place in places:
        if not np.isfinite(place).all():
            changed[:] = image.mean(axis=(0, 1)).astype(np.uint8)
            break
        left, right = sorted((place[0], place[2]))
        top, bottom = sorted((place[1], place[3]))
        grown = margin * max(right - left, bottom - top)
        rows = slice(max(0, int(top - grown)), min(height, int(np.ceil(bottom + grown)) + 1))
        columns = slice(max(0, int(left - grown)), min(width, int(np.ceil(right + grown)) + 1))
        if rows.start < rows.stop and columns.start < columns.stop:
            changed[rows, columns] = image[rows, columns].mean(axis=(0, 1)).astype(np.uint8)
    return freeze(changed)


def shrunk(image: RgbImage, longest_px: int) -> RgbImage:
    """The picture with its longer side at most so many pixels; never enlarged."""
    height, width = image.shape[:2]
    scale = longest_px / max(height, width)
    if scale >= 1:
        return image
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return freeze(np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8))
