"""Reads the print on an item, each line once for all checks that ask."""

from typing import Protocol

from inspector.domain.frame import RgbImage
from inspector.domain.text_line import Corners, TextLine
from inspector.ports.code_reader import Window


class TextReader(Protocol):
    """Thread-safe. Pictures are (H, W, 3) uint8 RGB and must not change afterwards; places are in their pixels.

    Finding lines costs by the size of the window, reading them by their number. Who asks the same of the same picture
    gets the same answer at no cost. All but `load` raise `InferenceError`.
    """

    def load(self, *, threads: int) -> None:
        """Make ready, with so many processor threads at least. Raises `StartupError` where print can not be read."""
        ...

    def find(self, image: RgbImage, window: Window, *, enlarge: float = 1.0) -> tuple[Corners, ...]:
        """Where lines of print stand in the window, none read, from top to bottom; sought in it enlarged so much."""
        ...

    def recognise(self, image: RgbImage, corners: Corners) -> TextLine | None:
        """What stands at a place; None where it is not legible."""
        ...

    def read(self, image: RgbImage, window: Window) -> tuple[TextLine, ...]:
        """Every legible line in the window, from top to bottom."""
        ...
