"""The newest frame of each camera as JPEG: encoded a few times a second at most, however many look at it."""

import threading
from collections.abc import Callable

import cv2

from inspector.domain.frame import Frame
from inspector.ports.clock import Clock

LEAST_S = 0.1
MOST_PX = 1280
QUALITY = 80


class LivePictures:
    """Thread-safe. `newest` gives a camera's newest frame, or None."""

    def __init__(self, newest: Callable[[str], Frame | None], clock: Clock) -> None:
        self._newest = newest
        self._clock = clock
        self._lock = threading.Lock()
        self._made: dict[str, tuple[Frame, int, bytes]] = {}

    def jpeg(self, camera: str) -> bytes | None:
        """At most 0.1 s old while frames come; the same object while it shows the same frame. None: no frame yet."""
        frame = self._newest(camera)
        if frame is None:
            return None
        now = self._clock.monotonic_ns()
        with self._lock:
            made = self._made.get(camera)
            if made is not None and (made[0] is frame or now - made[1] < LEAST_S * 1e9):
                return made[2]
            picture = _encode(frame)
            self._made[camera] = frame, now, picture
            return picture


def _encode(frame: Frame) -> bytes:
    picture = cv2.cvtColor(frame.image, cv2.COLOR_RGB2BGR)
    height, width = picture.shape[:2]
    if max(height, width) > MOST_PX:
        scale = MOST_PX / max(height, width)
        picture = cv2.resize(picture, (round(width * scale), round(height * scale)), interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    return data.tobytes()
