"""How to judge a product: costs, the weight of each kind of evidence, and the lane of each outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from inspector.domain.calibration import IDENTITY, Calibration
from inspector.domain.item import Identity
from inspector.domain.verdict import Disposition


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What each mistake costs, in any one currency."""

    missed_damage: float
    false_divert: float
    review: float

    def cheapest(self, damage: float) -> Disposition:
        """The outcome with the least expected cost when damage has probability `damage`. Ties go to the safer one."""
        expected = (
            ((1.0 - damage) * self.false_divert, 0, Disposition.DIVERT),
            (self.review, 1, Disposition.REVIEW),
            (damage * self.missed_damage, 2, Disposition.PASS),
        )
        return min(expected)[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoveltyRule:
    """The anomaly scorer's vote. `weight` 0 means that it has none yet; `alpha` is the p-value where it begins."""

    weight: float
    alpha: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """`weights` scales a defect class's probability (1 when absent, 0 ignores it); `lanes` has every disposition."""

    name: str
    costs: Costs
    novelty: NoveltyRule
    lanes: Mapping[Disposition, int]
    weights: Mapping[str, float] = field(default_factory=dict)
    calibrations: Mapping[str, Calibration] = field(default_factory=dict)

    def probability(self, label: str, score: float) -> float:
        """The weighed, calibrated probability that a box of this class and score is real damage."""
        return self.weights.get(label, 1.0) * self.calibrations.get(label, IDENTITY)(score)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipeBook:
    """The most particular recipe wins: SKU, then material, then the default."""

    default: Recipe
    by_material: Mapping[str, Recipe] = field(default_factory=dict)
    by_sku: Mapping[str, Recipe] = field(default_factory=dict)

    def for_item(self, identity: Identity) -> Recipe:
        """The recipe that judges this product."""
        if identity.sku is not None and identity.sku in self.by_sku:
            return self.by_sku[identity.sku]
        if identity.material is not None and identity.material in self.by_material:
            return self.by_material[identity.material]
        return self.default
