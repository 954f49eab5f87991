"""The shipped defect network as a rival: taught nothing of the set, or shown a few of its taught pictures beside."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from inspector.adapters.detectors._defect_maps import DefectNetwork, Remembered
from inspector.config.bundle import load_bundle
from inspector.training.evaluate.pictures import read_picture
from inspector.training.rivals.kept import Arrays, fact, kept
from inspector.training.rivals.scoring import Scores
from inspector.training.rivals.sets import Picture, RivalSet, even

F32 = npt.NDArray[np.float32]

GOLDEN = 8  # pictures to compare with, as the station has it


class DefectRival:
    """An item's score is that of its strongest defect, as the station takes it. Raises `ModelMismatch`."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self._bundle = load_bundle(folder)
        self._network = DefectNetwork(self._bundle, provider="cpu", threads=1)
        self._cache = cache / "defects"

    @property
    def name(self) -> str:
        """The bundle's name and version."""
        return f"{self._bundle.manifest.name}@{self._bundle.manifest.version}"

    def scores(self, one: RivalSet) -> Iterator[tuple[str, Scores]]:
        """See Rival."""
        yield "alone", self._all(one, 0)
        if self._network.compares:
            yield f"beside {GOLDEN} golden", self._all(one, GOLDEN)

    def _all(self, one: RivalSet, golden: int) -> Scores:
        found = np.zeros(len(one.asked))
        for lesson in one.lessons():
            shown = even([one.taught[row] for row in lesson.taught], golden) if golden else ()
            asked = [one.asked[row] for row in lesson.asked]
            found[lesson.asked] = self._kept(shown, asked)["scores"]
        return found

    def _kept(self, shown: tuple[Picture, ...], asked: list[Picture]) -> Arrays:
        facts = [self._bundle.manifest.sha256, *map(fact, shown), "asked", *map(fact, asked)]
        return kept(self._cache, facts, lambda: {"scores": self._judged(shown, asked)})

    def _judged(self, shown: tuple[Picture, ...], asked: list[Picture]) -> F32:
        beside = self._network.remember([read_picture(one.path) for one in shown]) if shown else None
        return np.array([self._score(one, beside) for one in asked], np.float32)

    def _score(self, one: Picture, beside: Remembered | None) -> float:
        image = read_picture(one.path)
        height, width = image.shape[:2]
        found = self._network.defects(image, (0.0, 0.0, float(width), float(height)), 0.0, beside)
        return max((defect.score for defect in found), default=0.0)
