"""The alarms' section of `station.toml`."""

from typing import Self

from pydantic import Field, model_validator

from inspector.config.sections import Section
from inspector.domain.share_watch import ShareRule


class AlarmsSection(Section):
    """When `divert-rate` says that far more items than usual are isolated (DIVERT or REVIEW), and `items-undecided`
    that many items get no decision.
    """

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
    undecided_share: float = Field(
        default=0.2,
        gt=0,
        le=1,
        title="Undecided share",
        description="`items-undecided` is raised when more of the last items got no decision; 1 never raises it.",
    )
    undecided_clear: float | None = Field(
        default=None,
        ge=0,
        le=1,
        title="Undecided share, over",
        description="It is over at this share or below; default: half of `undecided_share`.",
    )
    undecided_window: int = Field(
        default=20, ge=1, le=100_000, title="Undecided, window", description="So many of the last items count."
    )
    undecided_least: int | None = Field(
        default=None,
        ge=1,
        title="Undecided, fewest items",
        description="Nothing is said of fewer items than this; default: half of `undecided_window`.",
    )

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        problems = [
            *_contradictions(
                "isolated", self.isolated_share, self.isolated_clear, self.isolated_window, self.isolated_least
            ),
            *_contradictions(
                "undecided", self.undecided_share, self.undecided_clear, self.undecided_window, self.undecided_least
            ),
        ]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def isolated(self) -> ShareRule:
        """What `divert-rate` goes by."""
        return _rule(self.isolated_share, self.isolated_clear, self.isolated_window, self.isolated_least)

    def undecided(self) -> ShareRule:
        """What `items-undecided` goes by."""
        return _rule(self.undecided_share, self.undecided_clear, self.undecided_window, self.undecided_least)


def _contradictions(kind: str, share: float, clear: float | None, window: int, least: int | None) -> list[str]:
    problems = []
    if clear is not None and clear > share:
        problems.append(f"{kind}_clear must not be above {kind}_share")
    if least is not None and least > window:
        problems.append(f"{kind}_least must not be above {kind}_window")
    return problems


def _rule(share: float, clear: float | None, window: int, least: int | None) -> ShareRule:
    return ShareRule(
        window=window,
        least=(window + 1) // 2 if least is None else least,
        above=share,
        clear=share / 2 if clear is None else clear,
    )
