"""A box that a person drew around damage, in pixels of the camera's original frame."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from inspector.domain.detection import Xyxy

MOST_MARKS = 16
LARGEST_PX = 65_535


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """`xyxy` is left, top, right, bottom. Raises ValueError for what is no box."""

    camera: str
    xyxy: Xyxy

    def __post_init__(self) -> None:
        left, top, right, bottom = self.xyxy
        inside = all(math.isfinite(value) and 0 <= value <= LARGEST_PX for value in self.xyxy)
        if not inside or not (left < right and top < bottom):
            raise ValueError(f"{list(self.xyxy)} is no box: left < right, top < bottom, from 0 to {LARGEST_PX} pixels")
        if not 0 < len(self.camera) <= 64:
            raise ValueError("a box needs the name of its camera, of 1 to 64 characters")


def marks_of(written: object) -> tuple[Mark, ...]:
    """Boxes as a command carries them: a list of `camera` and `xyxy`. Raises ValueError that names what is wrong."""
    if not isinstance(written, list) or len(written) > MOST_MARKS:
        raise ValueError(f"boxes must be a list of at most {MOST_MARKS}")
    return tuple(_mark(one) for one in written)


def plain_marks(marks: tuple[Mark, ...]) -> list[dict[str, object]]:
    """As `marks_of` reads them."""
    return [{"camera": mark.camera, "xyxy": list(mark.xyxy)} for mark in marks]


def _mark(written: object) -> Mark:
    if not isinstance(written, Mapping) or not isinstance(written.get("camera"), str):
        raise ValueError("each box needs camera and xyxy")  # noqa: TRY004 - of a message
    xyxy = written.get("xyxy")
    if not isinstance(xyxy, list | tuple) or len(xyxy) != 4 or not all(_number(value) for value in xyxy):
        raise ValueError("xyxy must be four numbers: left, top, right, bottom")
    left, top, right, bottom = (float(value) for value in xyxy)
    return Mark(camera=written["camera"], xyxy=(left, top, right, bottom))


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
