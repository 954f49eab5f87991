"""One reading of each line of print for all checks: a line costs as much as a bar code, and a label has dozens."""

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Final, TypeVar

from inspector.adapters.checks._printed_text import RapidReader, load_reader
from inspector.domain.errors import StartupError
from inspector.domain.frame import RgbImage
from inspector.domain.text_line import Corners, TextLine
from inspector.ports.code_reader import Window

KEPT: Final = 1024  # places and lines: the views of as many items as are judged at once

T = TypeVar("T")


class TextReadOnce:
    """See TextReader. Keeps the newest answers, never a picture: what nobody else holds is forgotten."""

    def __init__(
        self,
        load: Callable[[int], RapidReader] = lambda threads: load_reader(threads=threads),
        *,
        most_threads: int | None = None,
    ) -> None:
        """Checks that ask for more than `most_threads` share so many."""
        self._load = load
        self._most = most_threads
        self._threads = 0
        self._reader: RapidReader | None = None
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, Hashable], tuple[weakref.ref[RgbImage], Any]] = OrderedDict()

    def load(self, *, threads: int) -> None:
        """See TextReader."""
        threads = threads if self._most is None else min(threads, self._most)
        if threads > self._threads:
            self._reader, self._threads = self._load(threads), threads

    def find(self, image: RgbImage, window: Window, *, enlarge: float = 1.0) -> tuple[Corners, ...]:
        """See TextReader."""
        return self._once(image, (window, enlarge), lambda reader: reader.find(image, window, enlarge=enlarge))

    def recognise(self, image: RgbImage, corners: Corners) -> TextLine | None:
        """See TextReader."""
        return self._once(image, corners, lambda reader: reader.recognise(image, corners))

    def read(self, image: RgbImage, window: Window) -> tuple[TextLine, ...]:
        """See TextReader."""
        lines = (self.recognise(image, corners) for corners in self.find(image, window))
        return tuple(line for line in lines if line is not None)

    def _once(self, image: RgbImage, asked: Hashable, answer: Callable[[RapidReader], T]) -> T:
        if self._reader is None:
            raise StartupError("printed text", ["the reader was not loaded"])
        key = (id(image), asked)
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None and kept[0]() is image:  # a number is given again once its picture is gone
            found: T = kept[1]
            return found
        found = answer(self._reader)
        with self._lock:
            self._kept[key] = (weakref.ref(image), found)
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found
