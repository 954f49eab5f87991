"""How well heat maps show where the damage is: pixel AUROC and per-region overlap."""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from inspector.training.evaluate.ranking import NAN, auroc

Heats = Sequence[npt.NDArray[np.float32]]
Masks = Sequence[npt.NDArray[np.bool_]]

PRO_LIMIT = 0.3  # false-positive rate up to which the curve counts, as in the MVTec papers
THRESHOLDS = 400


def pixel_auroc(heats: Heats, masks: Masks) -> float:
    """AUROC over all pixels of all pictures; heat (h, w) and mask (h, w), True on damage, of one size each."""
    if not heats:
        return NAN
    labels = np.concatenate([mask.ravel() for mask in masks])
    scores = np.concatenate([heat.ravel() for heat in heats]).astype(np.float64)
    return auroc(labels, scores)


def region_overlap(
    heats: Heats, masks: Masks, *, limit: float = PRO_LIMIT, thresholds: int | None = THRESHOLDS
) -> float:
    """PRO: mean share of each damaged region found, over false-positive rates 0 … `limit`, scaled to 0 … 1.

    A region is an 8-connected part of a mask; every region counts alike, whatever its size, which is what pixel AUROC
    hides. The false-positive rate is that of the undamaged pixels of all pictures. `thresholds` of them are tried, at
    even steps of that rate; None tries every value (exact, slow).
    """
    regions = [_regions(mask) for mask in masks]
    good = np.concatenate([heat[~mask] for heat, mask in zip(heats, masks, strict=True)] or [np.empty(0, np.float32)])
    if not len(good) or not any(found for found in regions):
        return NAN
    ranked = np.sort(good.astype(np.float64))
    levels = _levels(ranked, limit, thresholds)
    rates = 1 - np.searchsorted(ranked, levels, side="left") / len(ranked)
    overlaps = np.zeros(len(levels))
    count = 0
    for heat, found in zip(heats, regions, strict=True):
        for region in found:
            inside = np.sort(heat[region].astype(np.float64))
            overlaps += 1 - np.searchsorted(inside, levels, side="left") / len(inside)
            count += 1
    return _area(rates, overlaps / count, limit)


def _regions(mask: npt.NDArray[np.bool_]) -> list[npt.NDArray[np.bool_]]:
    count, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    return [np.asarray(labels == number, np.bool_) for number in range(1, count)]


def _levels(good: npt.NDArray[np.float64], limit: float, thresholds: int | None) -> npt.NDArray[np.float64]:
    """Thresholds from the highest down: above every good pixel, then down to the limit's rate and one beyond."""
    if thresholds is None:
        values = np.unique(good)
    else:
        first = max(0, int(len(good) * (1 - limit)) - 1)
        values = np.unique(good[np.linspace(first, len(good) - 1, thresholds).astype(int)])
    return np.append(np.inf, np.append(np.nextafter(good[-1], np.inf), values[::-1]))


def _area(rates: npt.NDArray[np.float64], overlaps: npt.NDArray[np.float64], limit: float) -> float:
    """Area under the curve from rate 0 to `limit`, by trapezoids, over `limit`."""
    inside = rates <= limit
    x, y = rates[inside], overlaps[inside]
    if not inside.all() and x[-1] < limit:  # the crossing point
        beyond = int(np.flatnonzero(~inside)[0])
        share = (limit - x[-1]) / (rates[beyond] - x[-1])
        x, y = np.append(x, limit), np.append(y, y[-1] + share * (overlaps[beyond] - y[-1]))
    elif x[-1] < limit:
        x, y = np.append(x, limit), np.append(y, y[-1])
    return float(np.trapezoid(y, x) / limit)
