"""What is compared: something that gives each asked picture of a set a score, in one or more ways."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from inspector.training.rivals.kept import KeptFeatures
from inspector.training.rivals.networks import standardised
from inspector.training.rivals.scoring import Scores, Scoring
from inspector.training.rivals.sets import RivalSet

Say = Callable[[str], None]


class Rival(Protocol):
    """`name` is the column "features" of the table."""

    @property
    def name(self) -> str: ...

    def scores(self, one: RivalSet) -> Iterator[tuple[str, Scores]]:
        """The name of each scoring, and a score for each asked picture: the higher, the worse."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FeatureRival:
    """A network's patch vectors, scored in each of the `scorings`; `standardise` where its channels differ in scale."""

    name: str
    features: KeptFeatures
    scorings: dict[str, Scoring]
    standardise: bool

    def scores(self, one: RivalSet) -> Iterator[tuple[str, Scores]]:
        """See Rival."""
        found = {name: np.zeros(len(one.asked)) for name in self.scorings}
        for lesson in one.lessons() if found else ():
            taught = self.features.grids([one.taught[row] for row in lesson.taught])
            asked = self.features.grids([one.asked[row] for row in lesson.asked])
            if self.standardise:
                taught, asked = standardised(taught, asked)
            for name, score in self.scorings.items():
                found[name][lesson.asked] = score(taught, asked)
        yield from found.items()


def needed(path: Path) -> list[str]:
    """One line where a file that is needed is not there."""
    return [] if path.is_file() else [f"{path}: no such file"]
