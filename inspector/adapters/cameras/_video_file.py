"""The frames of a video file by number. A file that was cut off says so, and gives no torn frame."""

from pathlib import Path

import cv2
import numpy as np

from inspector.adapters.cameras._sourced import Shot
from inspector.domain.errors import CameraLost, FrameCorrupt
from inspector.domain.frame import RgbImage, freeze
from inspector.ports.camera import EndOfStream

SUFFIXES = frozenset({".mp4", ".avi", ".mov", ".mkv", ".webm", ".m4v"})
MISCOUNTED = 2  # frames by which a container's own count is wrong without anything being lost
USUAL_FPS = 25.0


class VideoSource:
    """Frames by number. Going back means reading the file again from its start, where it may have become another.

    A frame is given away only when the next one has been found, or the file is at its proper end: what comes last in
    a file that was cut off is torn, and a decoder gives it away like any other.
    """

    def __init__(self, file: Path, *, loop: bool) -> None:
        self._file = file
        self._loop = loop
        self._capture: cv2.VideoCapture | None = None
        self._position = 0  # number of the frame that is found, if one is
        self._found = False
        self._length: int | None = None

    def open(self) -> None:
        """See Source."""
        self._length = None
        self._rewind()

    def _rewind(self) -> None:
        self.close()
        if not self._file.is_file():
            raise CameraLost(f"{self._file}: is not a file")
        capture = cv2.VideoCapture(str(self._file), cv2.CAP_FFMPEG)
        if not capture.isOpened():
            raise CameraLost(f"{self._file}: is not a video, or cut off at its beginning")
        self._capture, self._position, self._found = capture, 0, capture.grab()
        if not self._found:
            raise CameraLost(f"{self._file}: gives no frame; not a video, or cut off at its beginning")

    def take(self, shot: Shot) -> RgbImage | None:
        """See Source. Frames between the last number and this one are passed over, as their items were."""
        capture = self._at(self._wanted(shot.number))
        if capture is None:  # the file is shorter than asked for, which is known now
            capture = self._at(self._wanted(shot.number))
        if capture is None:
            raise CameraLost(f"{self._file}: becomes shorter while it is read")
        given, image = capture.retrieve()
        if not given:
            raise FrameCorrupt(f"{self._file}: frame {self._position} can not be decoded")
        picture = freeze(np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8))
        self._find_next()
        return picture

    def close(self) -> None:
        """See Source."""
        if self._capture is not None:
            self._capture.release()
            self._capture = None

    def _at(self, number: int) -> cv2.VideoCapture | None:
        """The file at this frame, None if it ends before it."""
        if number < self._position or self._capture is None:
            self._rewind()
        while self._found and self._position < number:
            self._find_next()
        return self._capture if self._found else None

    def _wanted(self, number: int) -> int:
        if self._length is None:
            return number
        if self._loop:
            return number % self._length
        if number >= self._length:
            raise EndOfStream(f"{self._file}: {self._length} frames, all given")
        return number

    def _find_next(self) -> None:
        """Go to the next frame; at the end learn the length, and raise `FrameCorrupt` once if the file was cut off."""
        self._position += 1
        self._found = self._capture is not None and self._capture.grab()
        if self._found or self._capture is None:
            return
        declared = round(self._capture.get(cv2.CAP_PROP_FRAME_COUNT))
        torn = declared - self._position > MISCOUNTED
        known, self._length = self._length, max(1, self._position - 1) if torn else self._position
        if torn and self._length != known:
            raise FrameCorrupt(f"{self._file}: cut off: frame {self._position - 1} of {declared} is torn")


def rate_of(file: Path) -> float:
    """Frames per second that the file claims; `USUAL_FPS` if it claims none, or can not be read yet."""
    capture = cv2.VideoCapture(str(file), cv2.CAP_FFMPEG)
    try:
        claimed = capture.get(cv2.CAP_PROP_FPS)
    finally:
        capture.release()
    return claimed if 1 <= claimed <= 1000 else USUAL_FPS
