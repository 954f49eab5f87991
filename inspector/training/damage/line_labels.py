"""What labels of one line are worth: a small model that learns from some items' labels and judges other items.

    python -m inspector.training.damage.line_labels --csv boxes.csv --models models
    python -m inspector.training.damage.line_labels --csv boxes.csv --models models --folds 10

The CSV is that of `inspector.training.damage.boxes` with a column split: train learns, val is judged. Each view has a
model of its own, logistic regression on features of the shipped feature network; an item's score is the sum of its
views'. With --folds the val items are left alone and the train items are judged, each by a model that has seen none
of its fold: that is what to choose by. The model is for evaluation only: it is printed as figures and thrown away.
Needs no torch.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from inspector.adapters._feature_network import FeatureNetwork
from inspector.domain.frame import freeze
from inspector.training.damage.boxes import measured
from inspector.training.damage.drawn_boxes import Box, crop_of, read_boxes
from inspector.training.evaluate.leaks import Member, find_leaks

U8 = NDArray[np.uint8]
Floats = NDArray[np.float64]

SIDE = 224
COARSE = 7  # the grid of a crop is averaged to 7 x 7 places: a dent has a place on a box
PENALTY = 0.01  # of the weights; chosen, as the features were, by cross-validation within the train serials
NEWTON_STEPS = 60
LEARN, JUDGE = "train", "val"
SEED = 0  # of the folds


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A linear model of standardised features; `weights` (d,)."""

    middle: Floats
    spread: Floats
    weights: Floats
    bias: float

    def __call__(self, features: Floats) -> Floats:
        """(n, d) to the log-odds of damage (n,)."""
        odds: Floats = ((features - self.middle) / self.spread) @ self.weights + self.bias
        return odds


def main(arguments: list[str]) -> int:
    """Learn, judge, print JSON; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m inspector.training.damage.line_labels", description=__doc__)
    parser.add_argument("--csv", type=Path, required=True)
    parser.add_argument("--models", type=Path, required=True, help="folder with line-features/")
    parser.add_argument("--folds", type=int, default=0, help="cross-validate within train instead of judging val")
    given = parser.parse_args(arguments)
    try:
        boxes = read_boxes(given.csv)
        require_split(boxes)
        boxes = [box for box in boxes if box.split == LEARN or not given.folds]
        network = FeatureNetwork(given.models / "line-features", threads=2)
        features = [Features.of(network, crop_of(box, 2 * SIDE)) for box in boxes]
        figures = cross_validated(boxes, features, given.folds) if given.folds else learnt_and_judged(boxes, features)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    learnt = len({box.group for box in boxes if box.split == LEARN})
    facts = {"features": network.bundle.id, "learnt_from_items": learnt, "folds": given.folds}
    print(json.dumps({**facts, **figures}, indent=1))
    return 0


def require_split(boxes: Sequence[Box]) -> None:
    """Raise ValueError that lists what is wrong with the column split, and the pictures that both sides show."""
    problems = [f"{box.path.name}: split {box.split!r} is neither train nor val" for box in boxes if not box.split]
    sides: dict[str, set[str]] = {}
    for box in boxes:
        sides.setdefault(box.group, set()).add(box.split)
    problems += [f"group {group} is in both train and val" for group, on in sorted(sides.items()) if len(on) > 1]
    for side in (LEARN, JUDGE):
        if len({box.damaged for box in boxes if box.split == side}) < 2:
            problems.append(f"{side} needs damaged and intact items")
    missing = {box.view for box in boxes if box.split == JUDGE} - {box.view for box in boxes if box.split == LEARN}
    problems += [f"view {view} is in val only" for view in sorted(missing)]
    if not problems:
        pictures = [Member(path=box.path, split=box.split, group=box.group) for box in boxes]
        problems += find_leaks(pictures, boxes[0].path.parent)
    if problems:
        raise ValueError("\n".join(problems))


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """One crop, as it is and mirrored; (d,) each."""

    straight: Floats
    mirrored: Floats

    @classmethod
    def of(cls, network: FeatureNetwork, crop: U8) -> "Features":
        """`crop` (448, 448, 3) uint8 RGB."""
        return cls(straight=_features(network, crop), mirrored=_features(network, np.ascontiguousarray(crop[:, ::-1])))


def _features(network: FeatureNetwork, crop: U8) -> Floats:
    """The whole crop's grid coarsely by place; mean, maximum and deviation of four quarters seen at twice the size."""
    whole = network.features(freeze(np.asarray(cv2.resize(crop, (SIDE, SIDE), interpolation=cv2.INTER_AREA), np.uint8)))
    step = network.grid[0] // COARSE
    places = whole.reshape(COARSE, step, COARSE, step, -1).mean((1, 3))
    corners = [(top, left) for top in (0, SIDE) for left in (0, SIDE)]
    quarters = [np.ascontiguousarray(crop[top : top + SIDE, left : left + SIDE]) for top, left in corners]
    near = np.concatenate([network.features(freeze(quarter)) for quarter in quarters])
    parts = [near.mean(0), near.max(0), near.std(0), places.ravel()]
    return np.concatenate(parts).astype(np.float64)


def learnt_and_judged(boxes: Sequence[Box], features: Sequence[Features]) -> dict[str, Any]:
    """The figures of the val items, per view and per item."""
    learns = np.array([box.split == LEARN for box in boxes])
    judged = np.flatnonzero(~learns)
    return measured([boxes[int(number)] for number in judged], _chances(boxes, features, learns)[judged])


def cross_validated(boxes: Sequence[Box], features: Sequence[Features], folds: int) -> dict[str, Any]:
    """The figures of all boxes, each judged by a model that has seen none of its fold. Raises ValueError."""
    groups = sorted({box.group for box in boxes})
    if not 2 <= folds <= len(groups):
        raise ValueError(f"{len(groups)} items can not be split into {folds} folds")
    order = np.random.default_rng(SEED).permutation(len(groups)) % folds
    of_group = dict(zip(groups, order, strict=True))
    fold = np.array([of_group[box.group] for box in boxes])
    chances = np.zeros(len(boxes))
    for number in range(folds):
        judged = fold == number
        chances[judged] = _chances(boxes, features, ~judged)[judged]
    return measured(boxes, chances)


def _chances(boxes: Sequence[Box], features: Sequence[Features], learns: NDArray[np.bool_]) -> Floats:
    """(n,) chance of damage of every box that is not learnt from, by its view's model."""
    views, truth = np.array([box.view for box in boxes]), np.array([box.damaged for box in boxes])
    straight, mirrored = (np.stack([getattr(one, name) for one in features]) for name in ("straight", "mirrored"))
    odds = np.zeros(len(boxes))
    for view in np.unique(views):
        learn, judge = (views == view) & learns, (views == view) & ~learns
        model = fitted(np.concatenate([straight[learn], mirrored[learn]]), np.tile(truth[learn], 2))
        odds[judge] = (model(straight[judge]) + model(mirrored[judge])) / 2
    chances: Floats = 1 / (1 + np.exp(-odds))
    return chances


def fitted(features: Floats, truth: NDArray[np.bool_], penalty: float = PENALTY) -> Model:
    """Ridge logistic regression, solved for the items instead of the features, of which there are many more.

    Iteratively reweighted least squares in the dual (Zhu & Hastie 2005, Kernel logistic regression; linear kernel).
    """
    middle, spread = features.mean(0), features.std(0) + 1e-6
    x = (features - middle) / spread
    count, width = x.shape
    kernel = x @ x.T / width
    dual, bias = np.zeros(count), 0.0
    system = np.zeros((count + 1, count + 1))
    system[:count, count] = system[count, :count] = 1
    for _ in range(NEWTON_STEPS):
        odds = kernel @ dual + bias
        chance = 1 / (1 + np.exp(-odds))
        weight = np.clip(chance * (1 - chance), 1e-6, None)
        system[:count, :count] = kernel + penalty * np.diag(1 / weight)
        solved = np.linalg.solve(system, np.append(odds + (truth - chance) / weight, 0.0))
        change = float(np.abs(solved[:count] - dual).max())
        dual, bias = solved[:count], float(solved[count])
        if change < 1e-8:
            break
    return Model(middle=middle, spread=spread, weights=x.T @ dual / width, bias=bias)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
