"""A simulated camera that does not count its pulses right: misses some, sees others twice."""

from collections import deque
from collections.abc import Callable
from dataclasses import replace

from inspector.domain.frame import Frame
from inspector.domain.item import Trigger
from inspector.ports.camera import Camera

Hit = Callable[[int], bool]


class MiscountingCamera:
    """See Camera. `uncounted` and `doubled` are asked with the count that a right camera would give."""

    def __init__(self, camera: Camera, *, uncounted: Hit, doubled: Hit) -> None:
        self._camera = camera
        self._uncounted = uncounted
        self._doubled = doubled
        self._shift = 0
        self._sequence = 0
        self._again: deque[Frame] = deque()

    @property
    def name(self) -> str:
        """See Camera."""
        return self._camera.name

    def open(self) -> None:
        """See Camera. It counts right again from its first frame on."""
        self._camera.open()
        self._shift = 0
        self._again.clear()

    def trigger(self, trigger: Trigger) -> None:
        """See Camera."""
        self._camera.trigger(trigger)

    def read(self, timeout_s: float) -> Frame | None:
        """See Camera."""
        if self._again:
            return self._numbered(self._again.popleft())
        frame = self._camera.read(timeout_s)
        if frame is None or frame.counter is None:
            return frame if frame is None else self._numbered(frame)
        if self._uncounted(frame.counter):
            self._shift -= 1
            return None
        counted = replace(frame, counter=frame.counter + self._shift)
        if self._doubled(frame.counter):
            self._shift += 1
            self._again.append(replace(frame, counter=frame.counter + self._shift))
        return self._numbered(counted)

    def close(self) -> None:
        """See Camera."""
        self._camera.close()

    def _numbered(self, frame: Frame) -> Frame:
        numbered = replace(frame, sequence=self._sequence)
        self._sequence += 1
        return numbered
