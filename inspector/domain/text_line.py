"""A line of print, and where it stands: four corners in the order of reading, so that turned text has its own axes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from inspector.domain.detection import Xyxy

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]  # top left, top right, bottom right, bottom left, as one reads the line


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """One line as read, `score` 0 … 1, `corners` in pixels of the picture that it was read from."""

    text: str
    score: float
    corners: Corners

    @property
    def xyxy(self) -> Xyxy:
        """The upright box around it."""
        return around(self.corners)


def around(points: Sequence[Point]) -> Xyxy:
    """The upright box around points."""
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def turned(corners: Corners, quarters: int) -> Corners:
    """The same place read in a direction that is so many quarter turns further (clockwise as one looks at it)."""
    shift = quarters % 4
    first, second, third, fourth = corners[shift:] + corners[:shift]
    return first, second, third, fourth


def width_of(corners: Corners) -> float:
    """Pixels along the line."""
    return (math.dist(corners[0], corners[1]) + math.dist(corners[3], corners[2])) / 2


def height_of(corners: Corners) -> float:
    """Pixels across the line."""
    return (math.dist(corners[0], corners[3]) + math.dist(corners[1], corners[2])) / 2


def angle_of(corners: Corners) -> float:
    """Direction of reading in radians; 0 is to the right, a quarter turn is downwards."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    return math.atan2(by - ay + cy - dy, bx - ax + cx - dx)


def turn_between(first: float, second: float) -> float:
    """How far two directions are apart, in radians from 0 to pi."""
    return abs((first - second + math.pi) % (2 * math.pi) - math.pi)
