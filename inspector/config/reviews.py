"""How isolated items wait for people, as it is written in `station.toml`."""

from pydantic import Field

from inspector.config.sections import Section
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

    def order(self) -> OrderRule:
        """The pure rule."""
        return OrderRule(hour_is_worth=self.hour_is_worth, most_ahead_h=self.most_ahead_h)
