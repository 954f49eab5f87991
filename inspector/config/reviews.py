"""How isolated items wait for people, as it is written in `station.toml`."""

from typing import Self

from pydantic import Field, model_validator

from inspector.config.sections import Section
from inspector.domain.second_look import SecondLookRule
from inspector.domain.waiting import OrderRule


class ReviewsSection(Section):
    """Oldest and most valuable first: an item that is worth more counts as if it had waited longer."""

    hour_is_worth: float = Field(
        default=10.0,
        ge=0,
        title="Hour is worth",
        description="An item that is worth so much (its `missed_damage`, by catalogue or recipe) goes before those "
        "that came an hour earlier and are worth nothing. 0: oldest first.",
    )
    most_ahead_h: float = Field(
        default=8.0, ge=0, le=168, title="Most ahead", description="Hours of such a head start, at most."
    )

    second_look_share: float = Field(
        default=0.02,
        ge=0,
        le=1,
        title="Second look",
        description="Share of answered items that come back to be answered once more, without the first answer.",
    )
    second_look_after_h: float = Field(
        default=1.0, ge=0, le=168, title="After", description="Hours after the answer when they come back."
    )
    second_look_until_h: float = Field(
        default=72.0, gt=0, le=720, title="Until", description="Hours after the answer when they are left alone again."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.second_look_until_h <= self.second_look_after_h:
            raise ValueError("second_look_until_h must be more than second_look_after_h")
        return self

    def second_look(self) -> SecondLookRule:
        """The pure rule."""
        return SecondLookRule(
            share=self.second_look_share, after_h=self.second_look_after_h, until_h=self.second_look_until_h
        )

    def order(self) -> OrderRule:
        """The pure rule."""
        return OrderRule(hour_is_worth=self.hour_is_worth, most_ahead_h=self.most_ahead_h)
