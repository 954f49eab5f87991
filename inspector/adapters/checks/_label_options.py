"""Options of the label check that are tables of their own."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from inspector.config.adapter import AdapterConfig
from inspector.domain.label_question import Question


def _inside(region: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    left, top, right, bottom = region
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise ValueError(
            "left, top, right, bottom are shares of the item's box: 0 … 1, left before right, top before bottom"
        )
    return region


Region = Annotated[tuple[float, float, float, float], AfterValidator(_inside)]


class OwnQuestion(AdapterConfig):
    """A question of the station's own."""

    alias: str = Field(title="Name", description="By which answers are told.", pattern=r"^[a-z][a-z0-9_]{0,31}$")
    keywords: tuple[str, ...] = Field(
        default=(), title="Keywords", description="What the label prints before the answer, or above it."
    )
    pattern: str = Field(
        default=r"\S+",
        title="Pattern",
        description="Regular expression that the answer matches, any case.",
        max_length=200,
    )
    unmarked: str = Field(
        default="",
        title="Unmarked",
        description="Regular expression of an answer that counts without a keyword, where no other text matches.",
        max_length=200,
    )

    @model_validator(mode="after")
    def _can_be_answered(self) -> Self:
        self.to_domain()
        return self

    def to_domain(self) -> Question:
        """The pure value. Raises ValueError for a pattern that is none, and where nothing could ever answer."""
        return Question(alias=self.alias, keywords=self.keywords, pattern=self.pattern, unmarked=self.unmarked)


class SkuQuestions(AdapterConfig):
    """What differs for one SKU."""

    ask: tuple[str, ...] | None = Field(default=None, title="Questions", description="Overrides `ask`.")
    required: tuple[str, ...] | None = Field(default=None, title="Required", description="Overrides `required`.")
