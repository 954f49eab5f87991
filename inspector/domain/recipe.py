"""How to judge a product: costs, the weight of each kind of evidence, and the lane of each outcome."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from inspector.domain.calibration import IDENTITY, Calibration
from inspector.domain.conformal import Limit, LimitTable
from inspector.domain.fusion import Fusion, FusionTable
from inspector.domain.item import Identity
from inspector.domain.particular import most_particular
from inspector.domain.verdict import Disposition

COMPARED = "@golden"  # after a class's name: its table for items that were compared with golden pictures


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

    @property
    def least_stopped(self) -> float:
        """The least probability of damage that does not pass: from there on a look, or the lane, is cheaper.

        >>> Costs(missed_damage=100, false_divert=2, review=1).least_stopped
        0.01
        """
        by_review = self.review / self.missed_damage
        by_divert = self.false_divert / (self.false_divert + self.missed_damage)
        return min(by_review, by_divert)

    def isolation(self, damage: float) -> Disposition:
        """The cheaper of DIVERT and REVIEW. Ties go to the safer one."""
        return Disposition.DIVERT if (1.0 - damage) * self.false_divert <= self.review else Disposition.REVIEW


@dataclass(frozen=True, slots=True, kw_only=True)
class NoveltyRule:
    """The anomaly scorer's vote. `weight` 0 means that it has none yet; `alpha` is the p-value where it begins."""

    weight: float
    alpha: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """`weights` scales a defect class's probability (1 when absent, 0 ignores it); `lanes` has every disposition.

    `fusion`, where there is one, joins detector and scorer instead of `novelty`. `limit`, where there is one, says what
    passes, and the costs only choose between DIVERT and REVIEW; without one the costs say it all. `threshold`, where a
    person set one, says what passes in the limit's place: it promises nothing. `version` is the one of all recipes.
    """

    name: str
    costs: Costs
    novelty: NoveltyRule
    lanes: Mapping[Disposition, int]
    weights: Mapping[str, float] = field(default_factory=dict)
    calibrations: Mapping[str, Calibration] = field(default_factory=dict)
    fusion: Fusion | None = None
    limit: Limit | None = None
    threshold: float | None = None
    version: int = 0

    def probability(self, label: str, score: float, *, compared: bool = False) -> float:
        """The weighed, calibrated probability that a box of this class and score is real damage.

        `compared`: the item was compared with golden pictures; the table `{label}@golden` counts, where there is one.
        """
        alone = self.calibrations.get(label, IDENTITY)
        table = self.calibrations.get(f"{label}{COMPARED}", alone) if compared else alone
        return self.weights.get(label, 1.0) * table(score)

    def scoring(self) -> dict[str, str]:
        """Digests of all that an item's score depends on besides the models; they differ when scores may."""
        tables = [(name, table.scores, table.probabilities) for name, table in sorted(self.calibrations.items())]
        parts = {
            "weights": repr((sorted(self.weights.items()), tables)),
            "novelty": repr((self.novelty.weight, self.novelty.alpha if self.novelty.weight else None)),
        }
        return {name: hashlib.sha256(text.encode()).hexdigest()[:16] for name, text in parts.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """What a calibration file holds: measured on items, not chosen by a person."""

    limits: LimitTable
    fusions: FusionTable = field(default_factory=FusionTable)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipeBook:
    """The most particular recipe wins: SKU, then material, then the default.

    `learnt`, by a recipe's name, adds to that recipe the limit and the fusion of the item's own product.
    """

    default: Recipe
    by_material: Mapping[str, Recipe] = field(default_factory=dict)
    by_sku: Mapping[str, Recipe] = field(default_factory=dict)
    learnt: Mapping[str, Learnt] = field(default_factory=dict)

    def for_item(self, identity: Identity, costs: Costs | None = None) -> Recipe:
        """The recipe that judges this product.

        `costs`: those that the catalogue has for it; a recipe that was written for this very SKU keeps its own.
        """
        recipe = self._written(identity)
        learnt = self.learnt.get(recipe.name)
        if costs is not None and identity.sku not in self.by_sku:
            recipe = replace(recipe, costs=costs)
        if learnt is None:
            return recipe
        return replace(recipe, limit=learnt.limits.for_item(identity), fusion=learnt.fusions.for_item(identity))

    @property
    def recipes(self) -> tuple[Recipe, ...]:
        """Every recipe as written, without what was learnt."""
        return (self.default, *self.by_material.values(), *self.by_sku.values())

    def _written(self, identity: Identity) -> Recipe:
        return most_particular(identity, by_sku=self.by_sku, by_material=self.by_material, default=self.default)
