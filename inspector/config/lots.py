"""The lot watch's section of `station.toml`. See docs/explanation/lot-watch.md."""

from typing import Annotated

from pydantic import Field

from inspector.config.sections import Section
from inspector.domain.hold import HoldAction
from inspector.domain.lot_baseline import BaselineRule
from inspector.domain.lot_group import Dimension

Rate = Annotated[float, Field(gt=0, le=0.2)]


class LotsSection(Section):
    """Which groups of similar items are watched, how many false holds are bearable, and what a held item gets."""

    enabled: bool = Field(default=True, title="Enabled", description="Watch groups of similar items and raise holds.")
    dimensions: tuple[Dimension, ...] = Field(
        default=tuple(Dimension), min_length=1, title="Dimensions", description="What the items of a group share."
    )
    actions: dict[Dimension, HoldAction] = Field(
        default_factory=lambda: {
            Dimension.SKU: HoldAction.REVIEW,
            Dimension.LOT: HoldAction.REVIEW,
            Dimension.VENDOR: HoldAction.REVIEW,
        },
        title="Actions",
        description="What an item of a held group gets that would have passed: REVIEW, DIVERT, or SHOWN (it passes). "
        "A dimension that is not named is only shown.",
    )
    false_holds_per_week: float = Field(
        default=1.0, gt=0, le=1000, title="False holds", description="At most so many per week on average."
    )
    items_per_week: int = Field(
        default=200_000, ge=100, title="Items per week", description="What the station sees at most; for the above."
    )
    min_calls: int = Field(
        default=3, ge=1, title="Fewest calls", description="A group is not held for fewer findings than this."
    )
    tolerance: float = Field(
        default=1.5, ge=1, le=10, title="Tolerance", description="Rates up to so many times the baseline are usual."
    )
    expected_rate: Rate = Field(
        default=0.005, title="Expected rate", description="Rate of each finding until items have taught a better one."
    )
    prior_items: float = Field(
        default=2000, gt=0, title="Prior items", description="How many items the expected rate counts as much as."
    )
    sku_prior_items: float = Field(
        default=1000, gt=0, title="Prior items per SKU", description="As much past makes a product's own rate count."
    )
    least_rate: Rate = Field(default=0.001, title="Least rate", description="No baseline is taken to be below.")
    most_groups: int = Field(
        default=20_000, ge=10, title="Most groups", description="Groups with findings remembered; the oldest go first."
    )
    most_skus: int = Field(
        default=100_000, ge=10, title="Most SKUs", description="Products whose own rate is remembered; oldest go first."
    )

    def baseline(self) -> BaselineRule:
        """The part that says what is usual."""
        return BaselineRule(
            expected_rate=self.expected_rate,
            prior_items=self.prior_items,
            sku_prior_items=self.sku_prior_items,
            least_rate=self.least_rate,
            tolerance=self.tolerance,
            most_skus=self.most_skus,
        )
