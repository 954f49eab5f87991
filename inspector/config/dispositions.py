"""What becomes of isolated items, as it is written in `station.toml`: the rules that propose, and the money."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from inspector.config.sections import Section
from inspector.domain.dispositioning import Fate
from inspector.domain.proposing import FateRule
from inspector.domain.review import Answer

Share = Annotated[float, Field(ge=0, le=1)]
Amount = Annotated[float, Field(ge=0)]


class FateRuleSection(Section):
    """One rule: proposes `fate` for items that have everything that is named."""

    fate: Fate = Field(title="Fate", description="What is proposed; the operator has the last word.")
    sku: str | None = Field(default=None, title="SKU", description="Only for this SKU.")
    material: str | None = Field(default=None, title="Material", description="Only for this material group.")
    finding: str | None = Field(
        default=None, title="Finding", description="Only for this finding: `deformation`, `expired`, `check:barcode`, …"
    )
    answer: Answer | None = Field(
        default=None,
        title="Answer",
        description="Only after this answer. Rules without one do not speak about items that were OVERRULED: those "
        "are fine, and released unless a rule with `OVERRULED` says otherwise.",
    )
    grade: str | None = Field(
        default=None, title="Grade", description="A to D, with SECOND_CHANCE; without one the operator is asked for it."
    )

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        self.to_domain()
        return self

    def to_domain(self) -> FateRule:
        """The pure value. Raises ValueError for a grade that makes no sense."""
        return FateRule(
            fate=self.fate,
            sku=self.sku,
            material=self.material,
            finding=self.finding,
            answer=self.answer,
            grade=self.grade,
        )


class DispositionsSection(Section):
    """Amounts are in the site's currency."""

    asked: bool = Field(
        default=True,
        title="Asked",
        description="The window asks what becomes of an item as soon as it was answered. `false`: others decide that.",
    )

    rules: tuple[FateRuleSection, ...] = Field(
        default=(
            FateRuleSection(finding="expired", fate=Fate.DISPOSED),
            FateRuleSection(finding="mislabelled", fate=Fate.RELABELLED),
            FateRuleSection(finding="label", fate=Fate.RELABELLED),
            FateRuleSection(finding="spillage", fate=Fate.DISPOSED),
            FateRuleSection(finding="superficial", fate=Fate.SECOND_CHANCE, grade="B"),
        ),
        title="Rules",
        description="The first that fits proposes; none proposes nothing.",
    )
    item_value: Amount = Field(default=0, title="Item value", description="Of an item whose step does not tell it.")
    recovered: dict[Fate, Share] = Field(
        default_factory=lambda: {
            Fate.RELEASED: 1.0,
            Fate.RELABELLED: 1.0,
            Fate.RETURNED: 1.0,
            Fate.SECOND_CHANCE: 0.6,
        },
        title="Recovered",
        description="Share of an item's value that a fate brings back; 0 where it is not named.",
    )
    handling: dict[Fate, Amount] = Field(
        default_factory=dict, title="Handling", description="What one item costs on the way to a fate."
    )

    def to_domain(self) -> tuple[FateRule, ...]:
        """The rules, in their order."""
        return tuple(rule.to_domain() for rule in self.rules)
