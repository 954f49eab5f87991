"""How print stands to print: which text belongs to a keyword, seen along the direction in which the keyword is read.

All lengths are in heights of the keyword's line, so that size and turn of the label do not matter.
"""

import math
from typing import Final

from inspector.domain.text_line import Corners, Point, angle_of, height_of, turn_between, width_of

BESIDE: Final = 1.0  # costs: on the same line of print none, beside it from 1, below it from 6
BELOW: Final = 6.0
_MOST_GAP: Final = 14.0
_OFF_ROW: Final = 0.6
_SLANT: Final = 0.06  # print seen aslant: per height of gap, the rows drift apart so much
_ROWS: Final = (0.6, 2.6)
_HEIGHTS: Final = 2.5  # print of a value is at most so many times higher or lower
_ASKEW: Final = math.radians(35)
_LONG: Final = 2.5


def distance(keyword: Corners, value: Corners) -> float | None:
    """How far a value is from its keyword; None where it does not belong to it. Below `BELOW` it stands beside it."""
    unit = height_of(keyword)
    if unit <= 0 or not 1 / _HEIGHTS <= height_of(value) / unit <= _HEIGHTS:
        return None
    if min(_shape(keyword), _shape(value)) >= _LONG and turn_between(angle_of(keyword), angle_of(value)) > _ASKEW:
        return None
    turn = angle_of(max(keyword, value, key=width_of))
    along, across = _seen(_middle(keyword[1], keyword[2]), _middle(value[0], value[3]), turn)
    along, across = along / unit, abs(across / unit)
    if -_OFF_ROW <= along <= _MOST_GAP and across <= _OFF_ROW + _SLANT * max(0.0, along):
        return BESIDE + 0.15 * max(0.0, along) + 2 * across
    along, across = _seen(_middle(keyword[0], keyword[3]), _middle(value[0], value[3]), turn)
    along, across = along / unit, across / unit
    if -1.5 <= along <= width_of(keyword) / unit and _ROWS[0] <= across <= _ROWS[1]:
        return BELOW + across + abs(along)
    return None


def part_of(corners: Corners, start: float, end: float) -> Corners:
    """The piece of a line between two shares of its length, 0 … 1."""
    top_left, top_right, bottom_right, bottom_left = corners
    return (
        _between(top_left, top_right, start),
        _between(top_left, top_right, end),
        _between(bottom_left, bottom_right, end),
        _between(bottom_left, bottom_right, start),
    )


def before(corners: Corners, heights: float) -> Corners:
    """The place before a line, where its keyword would stand, so many of its heights long."""
    share = heights * height_of(corners) / max(1.0, width_of(corners))
    return part_of(corners, -share, 0.0)


def _shape(corners: Corners) -> float:
    return width_of(corners) / max(1.0, height_of(corners))


def _seen(origin: Point, point: Point, turn: float) -> Point:
    """How far `point` is along and across a direction of reading."""
    dx, dy = point[0] - origin[0], point[1] - origin[1]
    return dx * math.cos(turn) + dy * math.sin(turn), dy * math.cos(turn) - dx * math.sin(turn)


def _middle(one: Point, other: Point) -> Point:
    return _between(one, other, 0.5)


def _between(one: Point, other: Point, share: float) -> Point:
    return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share
