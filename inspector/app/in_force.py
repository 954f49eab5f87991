"""What judges at this moment: the settings with their recipes, replaced as a whole where a person activates others."""

from dataclasses import dataclass

from inspector.config.station import StationConfig
from inspector.domain.recipe import RecipeBook


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`book` are the recipes of `config`; their version is the book's."""

    config: StationConfig
    book: RecipeBook

    @property
    def version(self) -> int:
        """Of the recipes."""
        return self.book.default.version


class InForce:
    """Any thread. Whoever needs what counts asks for `now` each time, and once for all that belongs together."""

    def __init__(self, now: Settings) -> None:
        self._now = now

    @property
    def now(self) -> Settings:
        """What counts."""
        return self._now

    def use(self, settings: Settings) -> None:
        """These count from now on."""
        self._now = settings
