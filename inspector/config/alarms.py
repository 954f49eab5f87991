"""The alarms' section of `station.toml`."""

from typing import Self

from pydantic import Field, model_validator

from inspector.config.sections import Section
from inspector.domain.share_watch import ShareRule


class AlarmsSection(Section):
    """When alarm `divert-rate` says that far more items than usual are isolated (DIVERT or REVIEW)."""

    isolated_share: float = Field(
        default=0.3,
        gt=0,
        le=1,
        title="Isolated share",
        description="`divert-rate` is raised when more of the last judged items are isolated; 1 never raises it.",
    )
    isolated_clear: float | None = Field(
        default=None,
        ge=0,
        le=1,
        title="Isolated share, over",
        description="It is over at this share or below; default: half of `isolated_share`.",
    )
    isolated_window: int = Field(
        default=100, ge=1, le=100_000, title="Isolated, window", description="So many of the last items count."
    )
    isolated_least: int | None = Field(
        default=None,
        ge=1,
        title="Isolated, fewest items",
        description="Nothing is said of fewer items than this; default: half of `isolated_window`.",
    )

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        problems = []
        if self.isolated_clear is not None and self.isolated_clear > self.isolated_share:
            problems.append("isolated_clear must not be above isolated_share")
        if self.isolated_least is not None and self.isolated_least > self.isolated_window:
            problems.append("isolated_least must not be above isolated_window")
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def isolated(self) -> ShareRule:
        """What `divert-rate` goes by."""
        clear, least = self.isolated_clear, self.isolated_least
        return ShareRule(
            window=self.isolated_window,
            least=(self.isolated_window + 1) // 2 if least is None else least,
            above=self.isolated_share,
            clear=self.isolated_share / 2 if clear is None else clear,
        )
