"""Whether a trivial classifier tells damaged pictures from sound ones by what neither change touched."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer, View
from inspector.training.defects import DEFECT_KINDS, HARD_NEGATIVES, Surface, apply_defect, apply_hard_negative

FOLDS = 4
Picture = NDArray[np.uint8]
Field = NDArray[np.bool_]
VIEWS: tuple[View, ...] = ("top", "side")


def intact_products(items: int) -> list[tuple[str, Surface]]:
    """`items` rendered items of many SKUs from each side, with their SKU."""
    found = []
    for view in VIEWS:
        renderer = Renderer(LineSpec(seed=9100, damage_rate=0.0), view=view, size=(320, 256))
        for index in range(items):
            frame = renderer.item(index)
            for item in frame.items:
                if item.item.index == index and item.complete:
                    here = Surface(image=np.asarray(frame.image), mask=np.asarray(item.mask))
                    found.append((item.item.sku, here))
    return found


def grain(image: Picture, where: Field) -> NDArray[np.float64]:
    """What a trivial classifier sees: edges, fine detail and flat pixels, on a log scale."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    fine = np.abs(cv2.Laplacian(grey, cv2.CV_32F))[where]
    across, down = (np.abs(np.diff(grey, axis=axis, append=0))[where].mean() for axis in (1, 0))
    rest = (grey - cv2.GaussianBlur(grey, (0, 0), 1))[where].std()
    flat = float((fine < 0.5).mean())
    return np.log(np.array([fine.mean(), across, down, rest, *np.percentile(fine, [25, 50, 75, 95]), flat]) + 0.05)


def around(changed: Field) -> Field:
    """Everything but a change and its near surroundings."""
    near = cv2.dilate(changed.astype(np.uint8), np.ones((9, 9), np.uint8))
    return np.asarray(near == 0, np.bool_)


def auroc(scores: NDArray[np.float64], truth: Field) -> float:
    """Chance that a damaged one scores above a sound one."""
    ranks = np.argsort(np.argsort(scores))
    damaged = int(truth.sum())
    wins = ranks[truth].sum() - damaged * (damaged - 1) / 2
    return float(wins / (damaged * (len(truth) - damaged)))


def told_apart(features: NDArray[np.float64], truth: Field, groups: list[str]) -> float:
    """AUROC of a logistic regression on products that it was not fitted to."""
    order = {group: number % FOLDS for number, group in enumerate(sorted(set(groups)))}
    folds = np.array([order[group] for group in groups])
    scores = np.zeros(len(truth))
    for fold in range(FOLDS):
        fit = folds != fold
        scaled = (features - features[fit].mean(0)) / (features[fit].std(0) + 1e-9)
        columns = np.c_[scaled, np.ones(len(scaled))]
        weights = np.zeros(columns.shape[1])
        for _ in range(20):  # Newton's steps with a little ridge
            chance = 1 / (1 + np.exp(-np.clip(columns[fit] @ weights, -30, 30)))
            curve = columns[fit].T @ (columns[fit] * (chance * (1 - chance))[:, None]) + np.eye(len(weights))
            weights += np.linalg.solve(curve, columns[fit].T @ (truth[fit] - chance) - weights)
        scores[~fit] = columns[~fit] @ weights
    return auroc(scores, truth)


def pairs(
    products: list[tuple[str, Surface]],
    rng: Generator,
    camera: Callable[[Picture, Generator], Picture],
    spoil: float,
    *,
    marks_in_view: bool = False,
) -> tuple[NDArray[np.float64], Field, list[str]]:
    """Damaged and sound pictures, both judged on the pixels that neither changed; `spoil`: blur of the damaged ones.

    With `marks_in_view` the hard negatives of the sound ones are judged too.
    """
    features, truth, groups = [], [], []
    for sku, surface in products:
        for kind in rng.choice(list(DEFECT_KINDS), 1):
            damage = apply_defect(surface, str(kind), "major" if rng.random() < 0.5 else "minor", rng)
            sound = apply_hard_negative(surface, str(rng.choice(list(HARD_NEGATIVES))), rng)
            if damage is None or sound is None:
                continue
            touched = np.abs(sound.astype(int) - surface.image).max(2) > 2
            where = around(damage.mask if marks_in_view else damage.mask | touched) & surface.mask
            if where.sum() < 400:  # too little left to judge by
                continue
            broken = damage.image if spoil == 0 else cv2.GaussianBlur(damage.image, (0, 0), spoil)
            for image, is_damaged in ((np.asarray(broken, np.uint8), True), (sound, False)):
                features.append(grain(camera(image, rng), where))
                truth.append(is_damaged)
                groups.append(sku)
    return np.array(features), np.array(truth), groups


def unchanged(image: Picture, _rng: Generator) -> Picture:
    """No camera."""
    return image
