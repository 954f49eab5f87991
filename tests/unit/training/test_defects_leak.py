"""Nothing but the defect may tell a damaged picture from a sound one: no blur, grain or shade gives it away."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from numpy.random import Generator
from numpy.typing import NDArray

from inspector.scene.line import LineSpec
from inspector.scene.render import Renderer, View
from inspector.training.defects import (
    DEFECT_KINDS,
    HARD_NEGATIVES,
    Surface,
    apply_defect,
    apply_hard_negative,
    vary,
)

ITEMS = 30
FOLDS = 4
SEEN = 12  # grey levels
Picture = NDArray[np.uint8]
Field = NDArray[np.bool_]
VIEWS: tuple[View, ...] = ("top", "side")


@pytest.fixture(scope="module")
def products() -> list[tuple[str, Surface]]:
    """Intact rendered items of many SKUs, from both sides."""
    found = []
    for view in VIEWS:
        renderer = Renderer(LineSpec(seed=9100, damage_rate=0.0), view=view, size=(320, 256))
        for index in range(ITEMS):
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
    products: list[tuple[str, Surface]], rng: Generator, camera: Callable[[Picture, Generator], Picture], spoil: float
) -> tuple[NDArray[np.float64], Field, list[str]]:
    """Damaged and sound pictures, both judged on the pixels that neither changed; `spoil`: blur of the damaged ones."""
    features, truth, groups = [], [], []
    for sku, surface in products:
        for kind in rng.choice(list(DEFECT_KINDS), 1):
            damage = apply_defect(surface, str(kind), "major" if rng.random() < 0.5 else "minor", rng)
            sound = apply_hard_negative(surface, str(rng.choice(list(HARD_NEGATIVES))), rng)
            if damage is None or sound is None:
                continue
            touched = np.abs(sound.astype(int) - surface.image).max(2) > 2
            where = around(damage.mask | touched) & surface.mask
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


@pytest.mark.parametrize("camera", [unchanged, vary], ids=["as made", "through the camera"])
def test_the_rest_of_the_picture_does_not_give_damage_away(
    products: list[tuple[str, Surface]], camera: Callable[[Picture, Generator], Picture]
) -> None:
    found = [told_apart(*pairs(products, np.random.default_rng(seed), camera, 0)) for seed in range(2)]
    assert 0.40 < float(np.mean(found)) < 0.60, found


def test_the_measure_would_see_a_slight_blur(products: list[tuple[str, Surface]]) -> None:
    """Without this, the test above could pass for being blind."""
    assert told_apart(*pairs(products, np.random.default_rng(0), unchanged, 0.5)) > 0.75


@pytest.mark.parametrize("kind", DEFECT_KINDS)
def test_a_mask_holds_all_that_a_defect_changed(products: list[tuple[str, Surface]], kind: str) -> None:
    rng, strays = np.random.default_rng(5), []
    for _, surface in products[::6]:
        damage = apply_defect(surface, kind, "major", rng)
        if damage is not None:
            change = np.abs(damage.image.astype(int) - surface.image).max(2) > SEEN
            strays.append(float(change[around(damage.mask)].mean()))
    assert len(strays) >= 4
    assert np.mean(strays) < 0.003, "share of the picture outside the mask that changed visibly"
