"""How well the defect network tells damaged items from intact ones where somebody has drawn the items' boxes.

python -m inspector.training.damage.boxes --csv boxes.csv --models models
python -m inspector.training.damage.boxes --csv boxes.csv --models models --golden 8 --draws 5
python -m inspector.training.damage.boxes --csv boxes.csv --probe run/weights.pt --folds 10

The CSV has the columns file, label (damaged or intact), left, top, right, bottom (pixels), and may have group (one
physical item, all its views) and view. With --golden so many intact items, drawn by chance, are the golden pictures
that all others are compared with, as if they were one product; the figures are of those others, for each draw. With
--probe nothing of the shipped models is measured: a logistic regression
on the network's pooled features learns from the other groups' labels, as a model of this one line could; it shows what
such labels are worth and is thrown away.
"""

import argparse
import csv
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from inspector.adapters.detectors._defect_maps import DefectNetwork
from inspector.config.bundle import load_bundle
from inspector.domain.frame import freeze
from inspector.training.evaluate.figures import ranking

U8 = NDArray[np.uint8]
Scores = NDArray[np.float64]

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


def main(arguments: list[str]) -> int:
    """Measure and print JSON; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m inspector.training.damage.boxes", description=__doc__)
    parser.add_argument("--csv", type=Path, required=True)
    parser.add_argument("--models", type=Path, help="folder with item-defects/")
    parser.add_argument("--probe", type=Path, help="weights.pt: learn from the other groups' labels instead")
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--golden", type=int, default=0, help="intact items to compare with; 0: each is judged alone")
    parser.add_argument("--draws", type=int, default=5, help="of the golden items")
    given = parser.parse_args(arguments)
    if (given.models is None) == (given.probe is None):
        parser.error("give either --models or --probe")
    try:
        boxes = read_boxes(given.csv)
        crops = [crop_of(box) for box in boxes]
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if given.probe is None:
        bundle = load_bundle(given.models / "item-defects")
        network = DefectNetwork(bundle, provider="cpu", threads=2)
        if given.golden:
            try:
                figures = {"draws": [compared(network, boxes, crops, given.golden, n) for n in range(given.draws)]}
            except ValueError as error:
                print(error, file=sys.stderr)
                return 2
        else:
            figures = measured(boxes, scores_of(network, crops))
        print(json.dumps({"bundle": bundle.id, "golden": given.golden, **figures}, indent=1))
        return 0
    from inspector.training.damage.probe import cross_validated

    print(
        json.dumps(
            {"probe": True, **measured(boxes, cross_validated(given.probe, boxes, crops, given.folds))}, indent=1
        )
    )
    return 0


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


def compared(
    network: DefectNetwork, boxes: Sequence[Box], crops: Sequence[U8], count: int, seed: int
) -> dict[str, Any]:
    """Figures of all items but `count` intact ones, whose crops of a view are that view's golden pictures.

    Raises ValueError where no intact item would be left, or a view has no golden picture.
    """
    intact = sorted({box.group for box in boxes if not box.damaged})
    if not 0 < count < len(intact):
        raise ValueError(f"{count} of {len(intact)} intact items can not be golden: some must be left to judge")
    golden = set(np.random.default_rng(seed).choice(intact, count, replace=False).tolist())
    others = [number for number, box in enumerate(boxes) if box.group not in golden]
    scores = np.zeros(len(boxes))
    for view in sorted({box.view for box in boxes}):
        shown = [crops[n] for n, box in enumerate(boxes) if box.view == view and box.group in golden]
        if not shown:
            raise ValueError(f"view {view}: none of the golden items {', '.join(sorted(golden))} has it")
        memory = np.concatenate([network.keys(freeze(crop)) for crop in shown])
        judged = [number for number in others if boxes[number].view == view]
        scores[judged] = scores_of(network, [crops[number] for number in judged], memory)
    return measured([boxes[number] for number in others], scores[others])


def scores_of(network: DefectNetwork, crops: Sequence[U8], memory: NDArray[np.float32] | None = None) -> Scores:
    """The strongest defect's score of each crop, compared with `memory` where there is one."""
    whole = (0.0, 0.0, float(SIDE), float(SIDE))
    found = [network.defects(freeze(crop), whole, 0.0, memory) for crop in crops]
    return np.array([max((one.score for one in defects), default=0.0) for defects in found])


def measured(boxes: Sequence[Box], scores: Scores) -> dict[str, Any]:
    """Per view, and per item over its views: the sum of the views' log-odds, and the worst view."""
    odds = np.log(np.clip(scores, 1e-9, 1 - 1e-9) / np.clip(1 - scores, 1e-9, 1))
    found: dict[str, Any] = {}
    for view in sorted({box.view for box in boxes}):
        chosen = np.array([box.view == view for box in boxes])
        groups = [box.group for box in boxes if box.view == view]
        truth = np.array([box.damaged for box in boxes])[chosen]
        found[f"view {view}"] = ranking(truth, odds[chosen], groups=groups).to_json()
    members: dict[str, list[int]] = {}
    for number, box in enumerate(boxes):
        members.setdefault(box.group, []).append(number)
    truth = np.array([boxes[rows[0]].damaged for rows in members.values()])
    fusions: dict[str, Callable[[Scores], float]] = {
        "sum": lambda part: float(part.sum()),
        "worst": lambda part: float(part.max()),
    }
    for name, fuse in fusions.items():
        found[f"items, {name} of views"] = ranking(
            truth, np.array([fuse(odds[rows]) for rows in members.values()])
        ).to_json()
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
