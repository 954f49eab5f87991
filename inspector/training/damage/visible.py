"""Whether a person could see it: what nobody can see in a picture must not be called damage, in training or a test."""

import cv2
import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]

LEVELS = 16  # of 255, in any channel, after a blur of one pixel: less is lost in a camera's noise
PIXELS = 50  # so many must differ that much


def visible(before: U8, after: U8, mask: NDArray[np.bool_], *, levels: int = LEVELS, pixels: int = PIXELS) -> bool:
    """Whether two pictures (H, W, 3) uint8 RGB differ enough within `mask` (H, W)."""
    smooth = [cv2.GaussianBlur(image, (0, 0), 1.0).astype(np.int16) for image in (before, after)]
    change = np.abs(smooth[0] - smooth[1]).max(2)
    return int(np.count_nonzero(mask & (change >= levels))) >= pixels
