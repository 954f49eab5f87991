"""Whether a person could see it: what nobody can see in a picture must not be called damage, in training or a test.

A print that only moved by a pixel or two differs a lot, number by number, and looks the same: no two pictures of good
items lie that exactly. So a pixel counts as changed where no pixel near it in the other picture explains it.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]
I16 = NDArray[np.int16]

LEVELS = 16  # of 255, in any channel, after a blur of one pixel: less is lost in a camera's noise
PIXELS = 50  # so many must differ that much
MOVED_PX = 2  # of a crop of 224 pixels one hundredth


def visible(before: U8, after: U8, mask: NDArray[np.bool_], *, levels: int = LEVELS, pixels: int = PIXELS) -> bool:
    """Whether two pictures (H, W, 3) uint8 RGB differ enough within `mask` (H, W)."""
    first, second = (cv2.GaussianBlur(image, (0, 0), 1.0) for image in (before, after))
    change = np.maximum(_unexplained(first, second), _unexplained(second, first))
    return int(np.count_nonzero(mask & (change >= levels))) >= pixels


def _unexplained(shown: U8 | cv2.typing.MatLike, other: U8 | cv2.typing.MatLike) -> I16:
    """(H, W): by how many levels `shown` lies outside of what `other` has near the same place, the worst channel."""
    near = np.ones((2 * MOVED_PX + 1,) * 2, np.uint8)
    least, most = cv2.erode(other, near).astype(np.int16), cv2.dilate(other, near).astype(np.int16)
    here = shown.astype(np.int16)
    outside: I16 = np.maximum(least - here, here - most).max(2)
    return outside
