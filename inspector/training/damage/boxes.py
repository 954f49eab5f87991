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
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inspector.adapters.detectors._defect_maps import DefectNetwork, Remembered
from inspector.config.bundle import load_bundle
from inspector.domain.frame import freeze
from inspector.training.damage.drawn_boxes import SIDE, Box, crop_of, read_boxes
from inspector.training.evaluate.figures import ranking

U8 = NDArray[np.uint8]
Scores = NDArray[np.float64]


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
        beside = network.remember([freeze(crop) for crop in shown])
        judged = [number for number in others if boxes[number].view == view]
        scores[judged] = scores_of(network, [crops[number] for number in judged], beside)
    return measured([boxes[number] for number in others], scores[others])


def scores_of(network: DefectNetwork, crops: Sequence[U8], beside: Remembered | None = None) -> Scores:
    """The strongest defect's score of each crop, seen `beside` golden pictures where there is one."""
    whole = (0.0, 0.0, float(SIDE), float(SIDE))
    found = [network.defects(freeze(crop), whole, 0.0, beside) for crop in crops]
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
