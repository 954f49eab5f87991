"""Places of lines that a network found: in which direction each is read, in which order, and its own small picture."""

import math
from collections.abc import Iterable, Sequence
from typing import Final

import cv2
import numpy as np

from inspector.domain.frame import RgbImage, freeze
from inspector.domain.label_layout import part_of
from inspector.domain.text_line import Corners, angle_of, around, height_of, turn_between, turned, width_of
from inspector.ports.code_reader import Window

DOTS_PX: Final = (1.8, 3.6)  # run dots together that are about 3 to 9 pixels apart; closer ones read as they are
LINE_HEIGHT_PX: Final = 48  # what the reading network takes
_MOST_LINE_PX: Final = 1600
_ENDS: Final = 0.3  # heights of the line
_LONG: Final = 2.5  # a place so many times as long as high is read along its length
_SAME_AXIS: Final = math.radians(45)


def upright(places: Sequence[Corners]) -> list[list[Corners]]:
    """The places in groups of one axis each, the longest line's first; each read along its length.

    A place that is nearly square may be read both ways: it is taken to stand as the longest line stands. Whether a
    group stands on its head is not known yet.
    """
    if not places:
        return []
    longest = max(places, key=lambda one: max(width_of(one), height_of(one)))
    axis = angle_of(_along(longest))
    groups: list[list[Corners]] = [[], []]
    for place in places:
        ways = [turned(place, quarters) for quarters in range(4)]
        long, short = sorted((width_of(place), height_of(place)), reverse=True)
        if long >= _LONG * short:
            ways = [way for way in ways if width_of(way) >= height_of(way)]
        best = min(ways, key=lambda way: turn_between(angle_of(way), axis))
        groups[turn_between(angle_of(best), axis) > _SAME_AXIS].append(best)
    return [group for group in groups if group]


def _along(place: Corners) -> Corners:
    """Read along its length; of the two ways the one that goes to the right, or downwards where it is upright."""
    way = place if width_of(place) >= height_of(place) else turned(place, 1)
    return way if math.cos(angle_of(way) - math.radians(40)) > 0 else turned(way, 2)


def in_reading_order(places: Iterable[Corners]) -> tuple[Corners, ...]:
    """From top to bottom, then from left to right, of the picture."""

    def middle(corners: Corners) -> tuple[float, float]:
        left, top, _, bottom = around(corners)
        return top + bottom, left

    return tuple(sorted(places, key=middle))


def smoothed(image: RgbImage, window: Window, sigma_px: float) -> RgbImage:
    """The picture with the dots of print in `window` run together to strokes; nothing else of it is changed."""
    left, top, right, bottom = window
    picture = image.copy()
    picture[top:bottom, left:right] = cv2.GaussianBlur(image[top:bottom, left:right], (0, 0), sigma_px)
    return freeze(picture)


def line_picture(image: RgbImage, corners: Corners) -> RgbImage:
    """The line alone, straightened, as high as the reading network takes it. (48, W, 3) uint8 RGB.

    A little is added at both ends: of faint print the place is found too short, and a figure would be lost unnoticed.
    """
    more = _ENDS * height_of(corners) / max(1.0, width_of(corners))
    corners = part_of(corners, -more, 1 + more)
    across = LINE_HEIGHT_PX * width_of(corners) / max(1.0, height_of(corners))
    size = (int(min(max(across, LINE_HEIGHT_PX / 2), _MOST_LINE_PX)), LINE_HEIGHT_PX)
    target = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    warp = cv2.getPerspectiveTransform(np.array(corners, np.float32), target)
    smooth = cv2.INTER_AREA if height_of(corners) > 2 * LINE_HEIGHT_PX else cv2.INTER_CUBIC
    picture = cv2.warpPerspective(image, warp, size, flags=smooth, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(picture, np.uint8)
