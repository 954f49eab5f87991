"""Finds products and defects in a frame."""

from typing import Protocol

from inspector.domain.detection import Detections
from inspector.domain.frame import Frame
from inspector.domain.golden import Golden


class Detector(Protocol):
    """Thread-safe."""

    @property
    def model(self) -> str:
        """`name@version#hash8` of the bundle."""
        ...

    @property
    def classes(self) -> tuple[str, ...]:
        """Class names in the model's order."""
        ...

    def detect(self, frame: Frame, golden: Golden | None = None) -> Detections:
        """All boxes in original pixels. Raises `InferenceError`.

        `golden`: how this item should look; a detector that can not compare takes no notice of it.
        """
        ...

    def find_items(self, frame: Frame) -> Detections:
        """The items alone, with the boxes that `detect` gives them, for less. Raises `InferenceError`."""
        ...

    def prepare(self, golden: Golden) -> None:
        """Do now what the first item beside these pictures would have to wait for. Raises `InferenceError`."""
        ...
