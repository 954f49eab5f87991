"""The options of kinds that can follow slow drift."""

from pathlib import Path

from pydantic import Field

from inspector.adapters.scorers._fading import Fading
from inspector.config.adapter import AdapterConfig
from inspector.domain.fading import FadingRule

_BY_ITSELF = FadingRule()


class FadingConfig(AdapterConfig):
    """Off by default; see docs/explanation/anomaly.md for what it is worth."""

    fading: bool = Field(
        default=False,
        title="Fading memory",
        description="Follow slow drift of light and print by recent good items, measured against the taught ones.",
    )
    fading_items: float = Field(
        default=_BY_ITSELF.half_life_items,
        ge=1,
        le=500,
        title="Half-life, items",
        description="After so many further good items of its product one weighs half; three times as many are kept.",
    )
    fading_hours: float = Field(
        default=_BY_ITSELF.half_life_h,
        gt=0,
        le=10_000,
        title="Half-life, hours",
        description="After so many hours an item weighs half.",
    )
    fading_guard: float = Field(
        default=_BY_ITSELF.guard,
        gt=0,
        le=1,
        title="Guard",
        description="Of the references' median score; no item's score can be lowered by more.",
    )
    fading_reach: float = Field(
        default=_BY_ITSELF.reach,
        gt=0,
        le=3,
        title="Reach",
        description="Of the references' largest score; with a patch farther from the taught ones no item enters.",
    )
    fading_least_p: float = Field(
        default=_BY_ITSELF.least_p,
        gt=0,
        lt=1,
        title="Least p-value",
        description="An item that passed enters from this p-value on; one that a person found good needs none.",
    )

    def fading_memory(self, data_dir: Path) -> Fading | None:
        """None where it is off; nothing is written before something enters."""
        if not self.fading:
            return None
        rule = FadingRule(
            half_life_items=self.fading_items,
            half_life_h=self.fading_hours,
            guard=self.fading_guard,
            reach=self.fading_reach,
            least_p=self.fading_least_p,
        )
        return Fading(data_dir / "fading", rule)
