"""Items whose boxes somebody has drawn: the CSV that lists them, and their crops."""

import csv
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

U8 = NDArray[np.uint8]

COLUMNS = ("file", "label", "left", "top", "right", "bottom")
MARGIN = 0.03  # of the box, as the training's crops have it
SIDE = 224


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One item in one picture; `xyxy` in pixels; `split` is train, val or nothing."""

    path: Path
    damaged: bool
    xyxy: tuple[float, float, float, float]
    group: str
    view: str
    split: str = ""


def read_boxes(path: Path) -> list[Box]:
    """Every row; paths are relative to the CSV. Raises ValueError that lists everything wrong."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    missing = [name for name in COLUMNS if rows and name not in rows[0]]
    if not rows or missing:
        raise ValueError(f"{path}: {'no rows' if not rows else 'no column ' + ', '.join(missing)}")
    boxes, problems = [], []
    for number, row in enumerate(rows, 2):
        try:
            boxes.append(_box(row, path.parent))
        except ValueError as error:
            problems.append(f"line {number}: {error}")
    if len({box.damaged for box in boxes}) < 2 and not problems:
        problems.append("both damaged and intact items are needed")
    if problems:
        raise ValueError(f"{path}:\n" + "\n".join(problems))
    return boxes


def _box(row: dict[str, str], root: Path) -> Box:
    if row["label"] not in ("damaged", "intact"):
        raise ValueError(f"label {row['label']!r} is neither damaged nor intact")
    try:
        left, top, right, bottom = (float(row[name]) for name in COLUMNS[2:])
    except (TypeError, ValueError):
        raise ValueError("left, top, right and bottom must be numbers") from None
    if not (0 <= left < right and 0 <= top < bottom):
        raise ValueError(f"not a box: {left:g}, {top:g}, {right:g}, {bottom:g}")
    path = root / row["file"]
    if not path.is_file():
        raise ValueError(f"no file {path}")
    split = row.get("split") or ""
    if split not in ("", "train", "val"):
        raise ValueError(f"split {split!r} is neither train nor val")
    group = row.get("group") or row["file"]
    return Box(
        path=path,
        damaged=row["label"] == "damaged",
        xyxy=(left, top, right, bottom),
        group=group,
        view=row.get("view") or "all",
        split=split,
    )


def crop_of(box: Box, side: int = SIDE) -> U8:
    """(side, side, 3) uint8 RGB of the box with its margin. Raises ValueError where the file is not a picture."""
    picture = cv2.imread(str(box.path), cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError(f"not a picture: {box.path}")
    height, width = picture.shape[:2]
    left, top, right, bottom = box.xyxy
    across, down = MARGIN * (right - left), MARGIN * (bottom - top)
    x0, y0 = max(0, int(left - across)), max(0, int(top - down))
    x1, y1 = min(width, int(right + across)), min(height, int(bottom + down))
    if x1 - x0 < 2 or y1 - y0 < 2:
        raise ValueError(f"the box lies outside of {box.path}")
    shrinks = (x1 - x0) * (y1 - y0) > side * side
    how = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    crop = cv2.resize(picture[y0:y1, x0:x1], (side, side), interpolation=how)
    return np.asarray(cv2.cvtColor(crop, cv2.COLOR_BGR2RGB), np.uint8)
