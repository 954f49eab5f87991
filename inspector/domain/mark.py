"""A box that a person drew around damage, in pixels of the camera's original frame."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inspector.domain.detection import Xyxy

MOST_MARKS = 16
LARGEST_PX = 65_535

Views = Mapping[str, tuple[int, int] | None]  # by camera: width and height of its picture in pixels


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


def views_of(record: Mapping[str, object]) -> Views:
    """The pictures in an item's record as plain JSON, by camera; None where an older version wrote no size."""
    frames = record.get("frames")
    found = [frame for frame in frames if isinstance(frame, Mapping)] if isinstance(frames, list) else []
    return {str(frame.get("camera")): _size(frame) for frame in found}


def misfits(marks: Sequence[Mark], views: Views) -> list[str]:
    """In words, which boxes lie on none of these pictures; nothing is said where there is no picture at all."""
    found = [_misfit(mark, views) for mark in marks] if views else []
    return [words for words in found if words]


def fit(marks: Sequence[Mark], views: Views) -> bool | None:
    """Whether all boxes lie on these pictures; None where that can not be known."""
    if misfits(marks, views):
        return False
    return True if views and all(views[mark.camera] for mark in marks) else None


def _misfit(mark: Mark, views: Views) -> str:
    if mark.camera not in views:
        return f"the item has no picture of camera {mark.camera}"
    size = views[mark.camera]
    if size is None or (mark.xyxy[2] <= size[0] and mark.xyxy[3] <= size[1]):
        return ""
    return f"{list(mark.xyxy)} lies outside the picture of camera {mark.camera}, which has {size[0]} x {size[1]} pixels"


def _size(frame: Mapping[str, object]) -> tuple[int, int] | None:
    width, height = frame.get("width"), frame.get("height")
    return (width, height) if isinstance(width, int) and isinstance(height, int) else None


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
