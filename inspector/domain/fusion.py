"""One calibrated probability from the detector and the anomaly scorer, all views of an item together.

logit P(damaged) = intercept + detector * logit(d) + novelty * -log10(p) + shift, where d is the strongest calibrated
defect of any view and p the least conformal p-value of any view. Slopes are never negative, so more evidence never
lowers P. The
scorer's slope is 0 until it has earned one (`inspector.domain.earning`). A product that was never taught has no p-value
and gets nothing from the scorer.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from inspector.domain.calibration import Calibration
from inspector.domain.item import Identity
from inspector.domain.particular import most_particular

FLOOR = 1e-3  # a detector that says 0 or 1 is not that sure


@dataclass(frozen=True, slots=True, kw_only=True)
class Fusion:
    """`group` is what it was fitted on: `default`, `material:…` or `sku:…`; `n` how many reviewed items.

    `calibration` mends what the straight line leaves, where items were many enough for one. `shift` moves the odds from
    the share of damage among reviewed items to that on the line, e**shift times as high.
    """

    group: str
    intercept: float
    detector: float
    novelty: float
    n: int
    shift: float = 0.0
    calibration: Calibration | None = None

    def __post_init__(self) -> None:
        if not all(math.isfinite(value) for value in (self.intercept, self.detector, self.novelty, self.shift)):
            raise ValueError("a fusion's coefficients are finite")
        if self.detector <= 0 or self.novelty < 0:
            raise ValueError("more evidence must not lower the probability: detector > 0, novelty >= 0")

    def __call__(self, detector: float, p_value: float | None) -> float:
        """P(damaged), 0 … 1, from the strongest defect's probability and the least p-value."""
        line = self.intercept + self.detector * log_odds(detector) + self.novelty * surprise(p_value)
        if self.calibration is None:
            return sigmoid(line + self.shift)
        reviewed = self.calibration(sigmoid(line))
        raised = reviewed * math.exp(self.shift)
        return raised / (raised + 1 - reviewed)


@dataclass(frozen=True, slots=True, kw_only=True)
class FusionTable:
    """The most particular fusion counts: SKU, then material, then default."""

    default: Fusion | None = None
    by_material: Mapping[str, Fusion] = field(default_factory=dict)
    by_sku: Mapping[str, Fusion] = field(default_factory=dict)

    def for_item(self, identity: Identity) -> Fusion | None:
        """None when neither its SKU nor its material nor the default had enough items."""
        return most_particular(identity, by_sku=self.by_sku, by_material=self.by_material, default=self.default)


def log_odds(probability: float) -> float:
    """ln(p / (1 - p)), with p kept `FLOOR` away from 0 and 1."""
    kept = min(max(probability, FLOOR), 1 - FLOOR)
    return math.log(kept) - math.log1p(-kept)


def surprise(p_value: float | None) -> float:
    """-log10 of a conformal p-value: 0 where nothing is known, 2 for one in a hundred."""
    return 0.0 if p_value is None else max(0.0, -math.log10(p_value))


def sigmoid(line: float) -> float:
    """1 / (1 + exp(-line)), without overflow."""
    if line >= 0:
        return 1 / (1 + math.exp(-line))
    raised = math.exp(line)
    return raised / (1 + raised)


def least_p(p_values: Iterable[float]) -> float | None:
    """The least p-value of an item's views; None without any."""
    return min(p_values, default=None)
