"""What a detector found in one frame."""

from dataclasses import dataclass

ITEM_CLASS = "item"

Xyxy = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """One box: `xyxy` in pixels of the original frame, `score` 0 … 1, `label` a class name of the model.

    `probability` is what the recipe makes of the score of a defect: weighed, calibrated; None where nobody asked it.
    """

    label: str
    score: float
    xyxy: Xyxy
    probability: float | None = None

    @property
    def weight(self) -> float:
        """What a person is told: the probability where there is one. A score by itself promises nothing."""
        return self.score if self.probability is None else self.probability


@dataclass(frozen=True, slots=True, kw_only=True)
class Detections:
    """All boxes of one frame, best score first, with the model that found them.

    `golden` is the digest of the golden pictures that the item was compared with, None where it was judged alone.
    `neighbours` are the other items of the frame where `found` was narrowed to one item: no finding, never stored.
    """

    camera: str
    model: str
    found: tuple[Detection, ...]
    golden: str | None = None
    neighbours: tuple[Detection, ...] = ()

    def of(self, label: str) -> tuple[Detection, ...]:
        """The boxes of one class, best score first."""
        return tuple(d for d in self.found if d.label == label)

    @property
    def items(self) -> tuple[Detection, ...]:
        """The products themselves."""
        return self.of(ITEM_CLASS)

    @property
    def defects(self) -> tuple[Detection, ...]:
        """Everything that is not a product."""
        return tuple(d for d in self.found if d.label != ITEM_CLASS)
