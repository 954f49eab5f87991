"""Recipes as they are written in `station.toml`, and their way into the domain."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from inspector.config.calibration import LoadedCalibration, load_calibration
from inspector.config.sections import Section
from inspector.domain.calibration import Calibration
from inspector.domain.errors import ConfigError
from inspector.domain.recipe import Costs, NoveltyRule, Recipe, RecipeBook
from inspector.domain.verdict import Disposition

MOST_COST = 1e9  # only the costs' ratios matter; their sums stay numbers
NONE_READ: Mapping[Path, LoadedCalibration] = MappingProxyType({})


class RecipeSection(Section):
    """Costs in any one currency; only their ratios matter."""

    missed_damage: float = Field(
        default=10, gt=0, le=MOST_COST, title="Missed damage", description="Cost of passing a damaged item."
    )
    false_divert: float = Field(
        default=4, gt=0, le=MOST_COST, title="False divert", description="Cost of isolating a good item."
    )
    review: float = Field(
        default=2, gt=0, le=MOST_COST, title="Review", description="Cost of a person looking at an item."
    )
    threshold: float | None = Field(
        default=None,
        ge=0,
        le=1,
        title="Threshold",
        description="A score above it is stopped, in place of the costs' or the calibration's word; promises nothing.",
    )
    novelty_weight: float = Field(
        default=0, ge=0, le=1, title="Novelty weight", description="The anomaly scorer's vote; 0 until it earned one."
    )
    novelty_alpha: float = Field(
        default=0.05, gt=0, lt=1, title="Novelty alpha", description="Conformal p-value at which novelty speaks."
    )
    weights: dict[str, Annotated[float, Field(ge=0, le=1)]] = Field(
        default_factory=dict, title="Weights", description="Factor per defect class; 1 when absent, 0 ignores it."
    )
    calibration: Path | None = Field(
        default=None,
        title="Calibration",
        description="File of `inspector calibrate`: its limit says what passes, its fusion what the scorer's vote is.",
    )


class RecipesSection(Section):
    """The most particular recipe wins: SKU, then material, then default."""

    default: RecipeSection = Field(default_factory=RecipeSection, title="Default", description="For all items.")
    material: dict[str, RecipeSection] = Field(
        default_factory=dict, title="By material", description="Recipes per material group."
    )
    sku: dict[str, RecipeSection] = Field(default_factory=dict, title="By SKU", description="Recipes per SKU.")

    def named(self) -> Iterator[tuple[str, RecipeSection]]:
        """Each recipe with the name that decisions give it."""
        yield "default", self.default
        for name, recipe in self.material.items():
            yield f"material:{name}", recipe
        for name, recipe in self.sku.items():
            yield f"sku:{name}", recipe


def load_calibrations(
    section: RecipesSection, read: Mapping[Path, LoadedCalibration] = NONE_READ
) -> dict[str, LoadedCalibration]:
    """The calibration of each recipe that names one; what is in `read` is taken from there, whatever its file says now.

    Raises one `ConfigError` for all files.
    """
    loaded, problems = {}, []
    for name, recipe in section.named():
        if recipe.calibration is not None:
            try:
                loaded[name] = read.get(recipe.calibration) or load_calibration(recipe.calibration)
            except ConfigError as error:
                problems += [f"{name}: {error.subject}: {problem}" for problem in error.problems]
    if problems:
        raise ConfigError("calibration", problems)
    return loaded


def recipe_book(
    section: RecipesSection,
    *,
    lanes: Mapping[Disposition, int],
    calibrations: Mapping[str, Calibration],
    loaded: Mapping[str, LoadedCalibration] | None = None,
    version: int = 0,
) -> RecipeBook:
    """The domain's book; `calibrations` come from the detector's bundle, per class; `loaded` is by recipe."""

    def one(name: str, written: RecipeSection) -> Recipe:
        return Recipe(
            name=name,
            costs=Costs(missed_damage=written.missed_damage, false_divert=written.false_divert, review=written.review),
            novelty=NoveltyRule(weight=written.novelty_weight, alpha=written.novelty_alpha),
            lanes=dict(lanes),
            weights=dict(written.weights),
            calibrations=dict(calibrations),
            threshold=written.threshold,
            version=version,
        )

    return RecipeBook(
        default=one("default", section.default),
        by_material={name: one(f"material:{name}", recipe) for name, recipe in section.material.items()},
        by_sku={name: one(f"sku:{name}", recipe) for name, recipe in section.sku.items()},
        learnt={name: found.content.to_domain() for name, found in (loaded or {}).items()},
    )
