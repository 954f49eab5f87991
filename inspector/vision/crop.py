"""From a region of a frame to the pixels that a feature network sees."""

import math

import cv2
import numpy as np

from inspector.domain.detection import Xyxy
from inspector.domain.frame import RgbImage


def clipped(region: Xyxy, width: int, height: int) -> tuple[int, int, int, int]:
    """Whole pixels of `region` (xyxy) inside a picture of that size: (left, top, right, bottom), at least one each way.

    Edges are rounded outwards, so the pixels cover the region. Raises ValueError for a region that is not finite, is
    turned inside out, or lies outside the picture.
    """
    if not all(math.isfinite(value) for value in region):
        raise ValueError(f"region {region} is not finite")
    left, top = max(0, math.floor(region[0])), max(0, math.floor(region[1]))
    right, bottom = min(width, math.ceil(region[2])), min(height, math.ceil(region[3]))
    if right <= left or bottom <= top:
        raise ValueError(f"region {region} holds no pixel of a picture of {width} x {height}")
    return left, top, right, bottom


def crop(image: RgbImage, region: Xyxy) -> RgbImage:
    """The pixels of `region`, a view into `image` (H, W, 3). Raises ValueError as `clipped` does."""
    left, top, right, bottom = clipped(region, image.shape[1], image.shape[0])
    return image[top:bottom, left:right]


def stretched(image: RgbImage, width: int, height: int) -> RgbImage:
    """(height, width, 3) uint8: the picture without its aspect, averaged where it shrinks, interpolated where it grows.

    Depends on the sizes only, never on what the picture shows. A picture that has the size already is returned as is.
    """
    if image.shape[:2] == (height, width):
        return image
    shrinks = image.shape[1] * image.shape[0] > width * height
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(image, (width, height), interpolation=how), np.uint8)
