"""How much of what golden pictures show beside each other is taken off their product's items: held-out samples choose.

A recall at few false alarms is asked over all products at once, so a product whose good items look a little damaged
costs every other one. The golden pictures themselves say which products those are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inspector.adapters.detectors._defect_maps import DefectNetwork
from inspector.config.bundle import load_bundle
from inspector.domain.frame import freeze
from inspector.training.damage.samples import Index
from inspector.training.damage.sizes import TOP_CELLS
from inspector.vision.defect_map import item_logit

SHARES = (0.0, 0.25, 0.5, 0.75)
FALSE_ALARMS = (0.01, 0.02, 0.05)  # one limit alone hangs on a handful of samples

F64 = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLevel:
    """`share` and `usual` of `[reference]` in model.toml, and the mean recall of each share that was tried."""

    share: float
    usual: float
    recalls: tuple[float, ...]


def chosen(folder: Path, index: Index) -> OwnLevel:
    """The share with the best mean recall at few false alarms, for the bundle in `folder`."""
    network = DefectNetwork(load_bundle(folder), provider="cpu", threads=2)
    logits, own = np.zeros(len(index.rows)), np.full(len(index.rows), np.nan)
    for numbers in index.products():
        read = [index.read(number) for number in numbers]
        beside = network.remember([freeze(one[1]) for one in read])
        own[numbers] = np.nan if beside.own is None else beside.own
        logits[numbers] = [item_logit(network.maps(freeze(one[0]), beside.keys)[-1], TOP_CELLS) for one in read]
    usual = float(np.nanmean(own))
    damaged = np.array([bool(row["kinds"]) for row in index.rows])
    above = np.where(np.isnan(own), 0.0, own - usual)
    recalls = tuple(recall(logits - share * above, damaged) for share in SHARES)
    return OwnLevel(share=SHARES[int(np.argmax(recalls))], usual=usual, recalls=recalls)


def recall(scores: F64, damaged: NDArray[np.bool_], rates: Sequence[float] = FALSE_ALARMS) -> float:
    """The mean over the rates of false alarms of the share of damaged samples above the limit."""
    limits = np.quantile(scores[~damaged], 1 - np.asarray(rates))
    return float((scores[damaged][:, None] > limits).mean())
