"""One reading of a picture's codes for all checks: the slowest part of two of them, and the same in both."""

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from inspector.adapters.checks._codes import read_codes
from inspector.domain.code import Code
from inspector.domain.frame import RgbImage
from inspector.ports.code_reader import Window

KEPT: Final = 64  # readings: the views of as many items as are judged at once, read in more than one way

Read = Callable[[str, RgbImage, Window, int], tuple[Code, ...]]


class CodesReadOnce:
    """See CodeReader. Keeps the newest readings, never a picture: what nobody else holds is forgotten.

    Two threads that ask the same at the same moment both read; the checks of one item ask one after the other.
    """

    def __init__(self, read: Read = read_codes) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, str, Window, int], tuple[weakref.ref[RgbImage], tuple[Code, ...]]] = (
            OrderedDict()
        )

    def read(self, camera: str, image: RgbImage, window: Window, *, tries: int) -> tuple[Code, ...]:
        """See CodeReader."""
        key = (id(image), camera, window, tries)
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None and kept[0]() is image:  # a number is given again once its picture is gone
            return kept[1]
        codes = self._read(camera, image, window, tries)
        with self._lock:
            self._kept[key] = (weakref.ref(image), codes)
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return codes
