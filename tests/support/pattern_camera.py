"""A camera driver that needs no camera, for the process that `_process` starts. It can go wrong in many ways."""

import threading
from pathlib import Path
from time import monotonic_ns
from typing import Any

import numpy as np
import numpy.typing as npt

from inspector.adapters.cameras._capture import Picture
from inspector.domain.errors import CameraLost, FrameCorrupt
from inspector.ports.camera import EndOfStream

OPENER = "tests.support.pattern_camera:open_pattern"
HEIGHT, WIDTH = 48, 64


def pattern(number: int) -> npt.NDArray[np.uint8]:
    """The number-th picture, (48, 64, 3) uint8 RGB: noise, with the number in its first bytes."""
    image = np.random.default_rng(number).integers(0, 256, (HEIGHT, WIDTH, 3)).astype(np.uint8)
    image[0, 0] = number % 256, number // 256, 7
    return image


class PatternCapture:
    """Fifty pictures a second, or one for each trigger."""

    live = True

    def __init__(self, plan: dict[str, Any]) -> None:
        self._plan = plan
        self._count = 0
        self._asked = 0
        self._pulses = threading.Semaphore(0)
        self._never = threading.Event()

    def next(self) -> Picture | None:
        """See Capture."""
        if self._plan.get("by") == "device":
            if not self._pulses.acquire(timeout=0.05):
                return None
        else:
            self._never.wait(0.02)
        self._count += self._count == self._plan.get("lose")  # the producer lost one: its number is missing
        number, self._count = self._count, self._count + 1
        if number == self._plan.get("announce_at"):
            Path(self._plan["announce"]).write_text("here")  # a named pipe: waits for somebody to listen
        if number == self._plan.get("hang_at"):
            self._never.wait()
        if number == self._plan.get("die_at"):
            raise SystemExit(9)
        if number == self._plan.get("lost_at"):
            raise CameraLost("the plug was pulled")
        if number == self._plan.get("corrupt_at"):
            raise FrameCorrupt("half a picture")
        if number == self._plan.get("end_at"):
            raise EndOfStream("the last one was given")
        image = pattern(number)
        if number == self._plan.get("resize_at"):
            image = image[::2]
        bgr = np.ascontiguousarray(image[:, :, ::-1])
        return Picture(pixels=bgr, order="bgr", taken_ns=monotonic_ns(), counter=number)

    def trigger(self) -> None:
        """See Capture."""
        self._asked += 1
        if not self._plan.get("deaf") and self._asked != self._plan.get("ignore"):
            self._pulses.release()

    def close(self) -> None:
        """See Capture."""
        if self._plan.get("hang_close"):
            self._never.wait()


def open_pattern(**plan: Any) -> PatternCapture:
    """Takes any options; those named in `PatternCapture` change what happens."""
    if plan.get("hang_open"):
        threading.Event().wait()
    if plan.get("refuse"):
        raise CameraLost("in use by somebody else")
    return PatternCapture(plan)
