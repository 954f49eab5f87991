"""The newest frame of each camera, for those who watch (LATEST): it stands until the next one, however many look.

One frame a camera at most, so nothing piles up; how many came is counted where they come (`inspector_camera_frames`).
"""

import threading

from inspector.domain.frame import Frame


class Preview:
    """Thread-safe. Written by the line, read by the HTTP service."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._frames: dict[str, Frame] = {}

    def frame(self, frame: Frame) -> None:
        """A camera gave a frame; it replaces the one before."""
        with self._lock:
            self._frames[frame.camera] = frame

    def latest_frame(self, camera: str) -> Frame | None:
        """The newest frame of a camera."""
        with self._lock:
            return self._frames.get(camera)
