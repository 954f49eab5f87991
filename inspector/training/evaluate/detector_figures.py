"""What `evaluate_detector` found: figures of boxes, of pictures, and what they were made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector.domain.detection import ITEM_CLASS, Detections
from inspector.training.evaluate.bootstrap import Interval
from inspector.training.evaluate.boxes import F64, Matched
from inspector.training.evaluate.figures import Ranking, plain


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassFigures:
    """One class: `n` boxes of truth; `recall` at IoU 0.5 by boxes of at least the score asked for."""

    n: int
    recall: float
    recall_ci: Interval
    ap50: float
    ap50_ci: Interval
    ap50_95: float

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        names = ("n", "recall", "recall_ci", "ap50", "ap50_ci", "ap50_95")
        return {name: plain(getattr(self, name)) for name in names}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Looked:
    """A picture: `truth`, model class to boxes (n, 4) xyxy in pixels, and what was found.

    `group` is None where nobody told it; `strongest` the best score of a defect.
    """

    path: Path
    group: str | None
    truth: Mapping[str, F64]
    found: Detections
    strongest: float

    @property
    def defective(self) -> bool:
        """Whether any defect is labelled in it."""
        return any(len(boxes) for name, boxes in self.truth.items() if name != ITEM_CLASS)


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorFigures:
    """What `evaluate_detector` found. `pictures` ranks whole pictures by their strongest defect; undefined where the
    set has no defects or no picture without one. `unlabelled` counts pictures whose label file is empty or absent.
    `leaks` tells what the splits share, where that was allowed; `notes` what could not be checked.
    `looked` and `matched` (class to pictures, in the same order) are what the figures were made of; `files` all that
    were read.
    """

    model: str
    split: str
    n: int
    unlabelled: int
    min_score: float
    map50: float
    map50_ci: Interval
    map50_95: float
    map50_95_ci: Interval
    ms_per_image: float
    classes: dict[str, ClassFigures]
    pictures: Ranking
    leaks: tuple[str, ...]
    notes: tuple[str, ...]
    looked: tuple[Looked, ...]
    matched: Mapping[str, list[Matched]]
    files: tuple[Path, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values."""
        names = ("model", "split", "n", "unlabelled", "min_score", "map50", "map50_ci", "map50_95", "map50_95_ci")
        out: dict[str, Any] = {name: plain(getattr(self, name)) for name in (*names, "ms_per_image")}
        out["classes"] = {name: figures.to_json() for name, figures in self.classes.items()}
        ranked = self.pictures.to_json()
        return ranked | out | {"notes": [*ranked["notes"], *self.notes], "leaks": list(self.leaks)}
