"""Reads the codes printed on an item, once for all checks that ask."""

from typing import Protocol

from inspector.domain.code import Code
from inspector.domain.frame import RgbImage

Window = tuple[int, int, int, int]  # left, top, right, bottom: whole pixels inside the picture


class CodeReader(Protocol):
    """Thread-safe. Pictures are (H, W, 3) uint8 RGB."""

    def read(self, camera: str, image: RgbImage, window: Window, *, tries: int) -> tuple[Code, ...]:
        """Every code that reads in `window` of `camera`'s picture, which must not change afterwards.

        Where none does, the window is sharpened or enlarged and read again, up to `tries` times. Who asks the same of
        the same picture gets the same answer at no cost.
        """
        ...
