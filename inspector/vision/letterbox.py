"""Fits an image into a tensor's size and brings boxes back: from sizes alone, never from an image's content."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from inspector.domain.frame import RgbImage

Boxes = npt.NDArray[np.float32]  # (n, 4) x1 y1 x2 y2


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How an image of `source` (width, height) lies in a canvas: scaled, then moved by (left, top) pixels."""

    source: tuple[int, int]
    scaled: tuple[int, int]
    left: int
    top: int

    def to_source(self, boxes: Boxes) -> Boxes:
        """Canvas pixels to image pixels, clipped to the image."""
        width, height = self.source
        factors = np.array([width / self.scaled[0], height / self.scaled[1]] * 2, np.float32)
        moved: Boxes = (boxes - np.array([self.left, self.top] * 2, np.float32)) * factors
        return np.asarray(np.clip(moved, 0, np.array([width, height] * 2, np.float32)), np.float32)


def letterbox_fit(width: int, height: int, canvas_width: int, canvas_height: int) -> Fit:
    """Largest scale that keeps the shape; the rest is border, the odd pixel at the right and below."""
    scale = min(canvas_width / width, canvas_height / height)
    scaled = (max(1, round(width * scale)), max(1, round(height * scale)))
    left, top = (canvas_width - scaled[0]) // 2, (canvas_height - scaled[1]) // 2
    return Fit(source=(width, height), scaled=scaled, left=left, top=top)


def stretch_fit(width: int, height: int, canvas_width: int, canvas_height: int) -> Fit:
    """Fills the canvas whatever the shape."""
    return Fit(source=(width, height), scaled=(canvas_width, canvas_height), left=0, top=0)


def draw(image: RgbImage, fit: Fit, canvas_width: int, canvas_height: int, pad_value: int) -> RgbImage:
    """(canvas_height, canvas_width, 3) uint8 with `image` in its place."""
    scaled = image
    if fit.scaled != fit.source:
        scaled = np.asarray(cv2.resize(image, fit.scaled, interpolation=cv2.INTER_LINEAR), np.uint8)
    if fit.scaled == (canvas_width, canvas_height):
        return scaled
    right, bottom = canvas_width - fit.scaled[0] - fit.left, canvas_height - fit.scaled[1] - fit.top
    border = (pad_value,) * 3
    padded = cv2.copyMakeBorder(scaled, fit.top, bottom, fit.left, right, cv2.BORDER_CONSTANT, value=border)
    return np.asarray(padded, np.uint8)
