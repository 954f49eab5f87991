"""Faults of a picture that forbid judging it: blank, badly exposed, blurred, frozen, of another size.

The limits are chosen so that a picture with a fault is caught only when it is plain to see: a good picture that is
refused costs an item's inspection too. Sharpness is that of the strongest edges against the picture's own contrast;
the variance of the Laplacian, the usual measure, follows sensor noise and texture more than focus.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from inspector.domain.frame import RgbImage
from inspector.domain.image_fault import ImageFault

Grey = npt.NDArray[np.uint8]  # (h, w)

SEEN_WIDTH = 560  # pixels; everything is measured on a grey copy of about this width
EDGE_SHARE = 0.995
GREY_FLOOR = 5.0  # grey levels; keeps noise on a flat picture from looking like sharp edges


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityLimits:
    """Grey levels are 0 … 255, shares 0 … 1.

    `blank_std`: below this spread of grey levels nothing is in the picture. `bright_level`, `bright_share`: so many
    pixels so bright are over-exposed. `dark_level`: if the brightest 1 % is not above it, under-exposed.
    `sharpness`: gradient of the sharpest 0.5 % of pixels as a share of the contrast, per pixel of the reduced picture.
    `width`, `height`: pixels the camera must deliver; 0 takes any.
    """

    blank_std: float = 4.0
    bright_level: float = 250.0
    bright_share: float = 0.46
    dark_level: float = 30.0
    sharpness: float = 0.15
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What the limits are compared with."""

    std: float
    bright_share: float
    top_level: float
    sharpness: float


def reduced(image: RgbImage) -> Grey:
    """A grey copy of `image` (H, W, 3), shrunk by a whole factor to about `SEEN_WIDTH` pixels of width."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY)
    factor = max(1, round(grey.shape[1] / SEEN_WIDTH))
    if factor > 1:
        size = (max(1, grey.shape[1] // factor), max(1, grey.shape[0] // factor))
        grey = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    return np.asarray(grey, dtype=np.uint8)


def measure(image: RgbImage, *, bright_level: float = 250.0) -> Measures:
    """Measure one picture, (H, W, 3) uint8."""
    grey = reduced(image)
    along, across = cv2.spatialGradient(np.ascontiguousarray(grey))
    steps = cv2.max(cv2.convertScaleAbs(along, alpha=0.25), cv2.convertScaleAbs(across, alpha=0.25))
    levels, edges = _histogram(grey), _histogram(np.asarray(steps, dtype=np.uint8))
    contrast = _level_at(levels, 0.99) - _level_at(levels, 0.01)
    total = float(levels.sum())
    return Measures(
        std=float(cv2.meanStdDev(grey)[1][0, 0]),
        bright_share=float(levels[math.ceil(bright_level) :].sum()) / total,
        top_level=float(_level_at(levels, 0.99)),
        sharpness=_level_at(edges, EDGE_SHARE) / (contrast + GREY_FLOOR),
    )


def faults(image: RgbImage, limits: QualityLimits) -> tuple[ImageFault, ...]:
    """The faults of one picture, (H, W, 3) uint8 RGB; empty when it may be judged.

    Of a blank or badly exposed picture it is not asked whether it is sharp.
    """
    height, width = image.shape[:2]
    if (limits.width and width != limits.width) or (limits.height and height != limits.height):
        return (ImageFault.WRONG_SIZE,)
    if min(width, height) < 8:
        return (ImageFault.BLANK,)
    found = measure(image, bright_level=limits.bright_level)
    bad = []
    if found.std < limits.blank_std:
        bad.append(ImageFault.BLANK)
    if found.bright_share > limits.bright_share:
        bad.append(ImageFault.OVEREXPOSED)
    if found.top_level <= limits.dark_level:
        bad.append(ImageFault.UNDEREXPOSED)
    if not bad and found.sharpness < limits.sharpness:
        bad.append(ImageFault.BLURRED)
    return tuple(bad)


class FrozenWatch:
    """Notices a camera that delivers the same picture again. One per camera, one thread.

    `repeats` is how often in a row a picture may not come again: with 1 the second copy is frozen already, because
    no sensor takes the same picture twice and the item that the copy is given to was never seen.
    """

    def __init__(self, repeats: int = 1) -> None:
        if repeats < 1:
            raise ValueError("a picture is frozen after one repeat at the earliest")
        self._repeats = repeats
        self._in_a_row = 0
        self._last: RgbImage | None = None

    def update(self, image: RgbImage) -> bool:
        """Take the camera's next picture; True when it is frozen. Exact: every byte has to be the same."""
        same = self._last is not None and _same(self._last, image)
        self._in_a_row = self._in_a_row + 1 if same else 0
        if not same:
            # A picture that its owner may still change would seem frozen whatever comes.
            self._last = image.copy() if image.flags.writeable else image
        return self._in_a_row >= self._repeats


def _same(a: RgbImage, b: RgbImage) -> bool:
    """Compare a few pixels first: pictures that differ, nearly all, are told apart without reading them whole."""
    return a.shape == b.shape and np.array_equal(a[::37, ::29], b[::37, ::29]) and np.array_equal(a, b)


def _histogram(grey: Grey) -> npt.NDArray[np.float32]:
    return np.asarray(cv2.calcHist([grey], [0], None, [256], [0, 256]), dtype=np.float32).ravel()


def _level_at(histogram: npt.NDArray[np.float32], share: float) -> int:
    """The grey level below which `share` of the pixels lie."""
    rising = np.cumsum(histogram, dtype=np.float64)
    return int(np.searchsorted(rising, share * rising[-1]))
