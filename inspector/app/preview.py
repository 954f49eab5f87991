"""The newest frame of each camera and the last items, for those who watch. Bounded; thread-safe."""

import threading
from collections import deque

from inspector.domain.frame import Frame
from inspector.domain.station import ItemReport
from inspector.pipeline.conclusion import Concluded

KEPT_ITEMS = 50


class Preview:
    """Written by the line, read by the HTTP service."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._frames: dict[str, Frame] = {}
        self._items: deque[Concluded] = deque(maxlen=KEPT_ITEMS)

    def frame(self, frame: Frame) -> None:
        """A camera gave a frame; it replaces the one before."""
        with self._lock:
            self._frames[frame.camera] = frame

    def item(self, concluded: Concluded) -> None:
        """An item has its outcome."""
        with self._lock:
            self._items.append(concluded)

    def latest_frame(self, camera: str) -> Frame | None:
        """The newest frame of a camera."""
        with self._lock:
            return self._frames.get(camera)

    def cameras(self) -> tuple[str, ...]:
        """Cameras that gave a frame so far."""
        with self._lock:
            return tuple(self._frames)

    def reports(self) -> tuple[ItemReport, ...]:
        """The last items, newest first."""
        with self._lock:
            return tuple(concluded.report for concluded in reversed(self._items))
