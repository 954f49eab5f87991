"""One thread per camera: open, read, hand over; on loss close, wait with back-off and jitter, open again."""

import logging
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass

from inspector.domain.errors import CameraLost, FrameCorrupt
from inspector.domain.frame import Frame
from inspector.ports.camera import Camera, EndOfStream

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconnectRule:
    """Back-off doubles from `first_s` to `longest_s`, each with up to 20 % jitter. `read_s` is one read's patience.

    It begins anew after a frame, or after `steady_reads` reads without one: a device that opens and then fails, again
    and again, is tried ever less often.
    """

    first_s: float = 0.5
    longest_s: float = 5.0
    read_s: float = 0.25
    steady_reads: int = 40


class CameraLoop:
    """The callbacks are called from this camera's thread and must not block."""

    def __init__(
        self,
        camera: Camera,
        rule: ReconnectRule,
        *,
        on_frame: Callable[[Frame], None],
        on_up: Callable[[str], None],
        on_lost: Callable[[str, str], None],
        on_corrupt: Callable[[str, str], None],
    ) -> None:
        self.camera = camera
        self._rule = rule
        self._on_frame = on_frame
        self._on_up = on_up
        self._on_lost = on_lost
        self._on_corrupt = on_corrupt
        self._stop = threading.Event()
        self._pause_s = rule.first_s
        self.rounds = 0
        self.ended = False

    def run(self) -> None:
        """Until `stop`, or the end of a finite source."""
        while not self._stop.is_set():
            try:
                self.camera.open()
                self._read_all()
                if self.ended:
                    self._on_lost(self.camera.name, "its pictures have come to their end")
                    break
            except CameraLost as error:
                log.warning("camera lost: %s", error, extra={"camera": self.camera.name})
                self._on_lost(self.camera.name, str(error))
            finally:
                self.camera.close()
            self.rounds += 1
            self._stop.wait(self._pause_s * (1 + random.uniform(0, 0.2)))  # noqa: S311 - jitter needs no secrecy
            self._pause_s = min(self._pause_s * 2, self._rule.longest_s)

    def stop(self) -> None:
        """End `run` after the present read."""
        self._stop.set()

    def _read_all(self) -> None:
        """A camera is up when a read has succeeded: there are devices that open and then give nothing."""
        reads = 0
        while not self._stop.is_set():
            self.rounds += 1
            try:
                frame = self.camera.read(self._rule.read_s)
            except FrameCorrupt as error:
                self._on_corrupt(self.camera.name, str(error))
                continue
            except EndOfStream:
                self.ended = True
                return
            reads += 1
            if reads == 1:
                self._on_up(self.camera.name)
            if frame is not None or reads == self._rule.steady_reads:
                self._pause_s = self._rule.first_s
            if frame is not None:
                self._on_frame(frame)
