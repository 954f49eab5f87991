"""Whether a person could see it: what nobody can see in a picture must not be called damage, in training or a test.

A print that only moved by a pixel or two differs a lot, number by number, and looks the same: no two pictures of good
items lie that exactly. So a pixel counts as changed where no pixel near it in the other picture explains it. And a
change of so many levels that stands out on plain board is lost in a busy print (contrast masking, Legge and Foley 1980,
doi 10.1364/JOSA.70.001458): the more the print around it varies, the more a pixel must change.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
F32 = NDArray[np.float32]
I16 = NDArray[np.int16]

LEVELS = 30  # of 255, in any channel, after a blur of one pixel: on plain board
MASKED = 2.5  # levels more for each level that the print around it varies by (standard deviation)
AROUND_PX = 15
PIXELS = 100  # so many must differ that much: of a crop of 224 pixels a five-hundredth
MOVED_PX = 2  # of a crop of 224 pixels one hundredth


def visible(before: U8, after: U8, mask: NDArray[np.bool_]) -> bool:
    """Whether two pictures (H, W, 3) uint8 RGB differ enough within `mask` (H, W)."""
    first, second = (np.asarray(cv2.GaussianBlur(image, (0, 0), 1.0), np.uint8) for image in (before, after))
    change = np.maximum(_unexplained(first, second), _unexplained(second, first))
    return int(np.count_nonzero(mask & (change >= LEVELS + MASKED * _varies(first)))) >= PIXELS


def _varies(image: U8) -> F32:
    """(H, W): the standard deviation of the grey levels around each pixel."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    window = (AROUND_PX, AROUND_PX)
    mean = cv2.blur(grey, window)
    return np.asarray(np.sqrt(np.maximum(cv2.blur(grey * grey, window) - mean * mean, 0)), np.float32)


def _unexplained(shown: U8, other: U8) -> I16:
    """(H, W): by how many levels `shown` lies outside of what `other` has near the same place, the worst channel."""
    near = np.ones((2 * MOVED_PX + 1,) * 2, np.uint8)
    least, most = cv2.erode(other, near).astype(np.int16), cv2.dilate(other, near).astype(np.int16)
    here = shown.astype(np.int16)
    outside: I16 = np.maximum(least - here, here - most).max(2)
    return outside
