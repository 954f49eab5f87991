"""What labels of one line are worth: logistic regression on the defect network's pooled features, by groups.

A linear probe (Alain & Bengio 2016, arXiv 1610.01644). For evaluation only; it is fitted, measured and thrown away.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from inspector.scene.defect_classes import DEFECT_CLASSES
from inspector.training.damage.drawn_boxes import Box
from inspector.training.damage.network import DamageNetwork, normalised

BATCH = 20
PENALTY = 0.01
SEED = 0

Floats = NDArray[np.float64]


def cross_validated(
    weights: Path, boxes: Sequence[Box], crops: Sequence[NDArray[np.uint8]], folds: int
) -> NDArray[np.float64]:
    """(n,) probability of damage of each crop by a probe of its view that has seen none of its group.

    Raises ValueError with fewer groups than folds.
    """
    groups = sorted({box.group for box in boxes})
    if folds < 2 or len(groups) < folds:
        raise ValueError(f"{len(groups)} groups can not be split into {folds} folds")
    order = np.random.default_rng(SEED).permutation(len(groups)) % folds
    fold_of = dict(zip(groups, order, strict=True))
    fold = np.array([fold_of[box.group] for box in boxes])
    views = np.array([box.view for box in boxes])
    truth = np.array([box.damaged for box in boxes], np.float64)
    network = DamageNetwork(len(DEFECT_CLASSES))
    state: dict[str, Any] = torch.load(weights, weights_only=True)
    network.load_state_dict(state.get("network", state))
    straight, mirrored = pooled(network, crops), pooled(network, [crop[:, ::-1] for crop in crops])
    found = np.zeros(len(boxes))
    for view in np.unique(views):
        for number in range(folds):
            learn, judge = (views == view) & (fold != number), (views == view) & (fold == number)
            if judge.any():
                found[judge] = _probed(
                    np.concatenate([straight[learn], mirrored[learn]]), np.tile(truth[learn], 2), straight[judge]
                )
    return found


def pooled(network: DamageNetwork, crops: Sequence[NDArray[np.uint8]]) -> Floats:
    """(n, features): mean, maximum and deviation of every grid of the encoder, and the item's logits."""
    network.eval()
    found = []
    with torch.no_grad():
        for start in range(0, len(crops), BATCH):
            images = normalised(torch.from_numpy(np.stack(crops[start : start + BATCH])))
            found.append(network.pooled(images).double().numpy())
    return np.asarray(np.concatenate(found), np.float64)


def _probed(features: Floats, truth: Floats, judge: Floats) -> Floats:
    middle, spread = features.mean(0), features.std(0) + 1e-6
    learn, unseen = (torch.from_numpy((part - middle) / spread) for part in (features, judge))
    weight = torch.zeros(learn.shape[1], dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(1, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=200)

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        logits = learn @ weight + bias
        loss = nn.functional.binary_cross_entropy_with_logits(logits, torch.from_numpy(truth))
        loss = loss + PENALTY * (weight**2).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    with torch.no_grad():
        return np.asarray(torch.sigmoid(unseen @ weight + bias).numpy(), np.float64)
