"""A video file as a camera. Nothing is ever dropped; a file that was cut off says so."""

from pathlib import Path

import cv2
import numpy as np
from pydantic import Field

from inspector.adapters.cameras._options import TriggerOptions
from inspector.adapters.cameras._photo_eye_camera import watched
from inspector.adapters.cameras._sourced import Pace, Shot, SourcedCamera
from inspector.domain.errors import CameraLost, FrameCorrupt
from inspector.domain.frame import RgbImage, freeze
from inspector.ports.camera import Camera, EndOfStream
from inspector.ports.clock import Clock

MISCOUNTED = 2  # frames by which a container's own count is wrong without anything being lost


class Config(TriggerOptions):
    """Options of a video file."""

    file: Path = Field(title="File", description="The video; relative to where the daemon runs.")
    loop: bool = Field(default=False, title="Loop", description="Start again after the last frame.")
    fps: float | None = Field(
        default=None,
        ge=0,
        title="Frames",
        description="hardware, free_run: per second; 0: as fast as they are read; none: the file's own rate.",
    )


class VideoSource:
    """Frames by number. Going back means reading the file again from its start."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._capture: cv2.VideoCapture | None = None
        self._position = 0
        self._length: int | None = None

    def open(self) -> None:
        """See Source."""
        self.close()
        if not self._config.file.is_file():
            raise CameraLost(f"{self._config.file}: is not a file")
        capture = cv2.VideoCapture(str(self._config.file), cv2.CAP_FFMPEG)
        if not capture.isOpened():
            raise CameraLost(f"{self._config.file}: is not a video, or cut off at its beginning")
        self._capture, self._position = capture, 0

    def take(self, shot: Shot) -> RgbImage | None:
        """See Source. Frames between the last number and this one are passed over, as their items were."""
        number = self._within(shot.number)
        if number < self._position or self._capture is None:
            self.open()
        while self._position < number:
            if self._capture is None or not self._capture.grab():
                return self._ended(shot)
            self._position += 1
        given, image = self._capture.read() if self._capture is not None else (False, None)
        if not given or image is None:
            return self._ended(shot)
        self._position += 1
        return freeze(np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2RGB), np.uint8))

    def close(self) -> None:
        """See Source."""
        if self._capture is not None:
            self._capture.release()
            self._capture = None

    def _within(self, number: int) -> int:
        if self._length is None:
            return number
        if self._config.loop:
            return number % self._length
        if number >= self._length:
            raise EndOfStream(f"{self._config.file}: {self._length} frames, all given")
        return number

    def _ended(self, shot: Shot) -> RgbImage | None:
        """The file gave its last frame: say so once if it was cut off, then end, or go on at its start."""
        declared = round(self._capture.get(cv2.CAP_PROP_FRAME_COUNT)) if self._capture is not None else 0
        first_time, self._length = self._length is None, self._position
        if self._length == 0:
            raise CameraLost(f"{self._config.file}: gives no frame; not a video, or cut off at its beginning")
        if first_time and declared - self._length > MISCOUNTED:
            raise FrameCorrupt(f"{self._config.file}: cut off: gives {self._length} of its {declared} frames")
        return self.take(shot)


def rate_of(file: Path) -> float:
    """Frames per second that the file claims; 25 if it claims none, or can not be read yet."""
    capture = cv2.VideoCapture(str(file), cv2.CAP_FFMPEG)
    try:
        claimed = capture.get(cv2.CAP_PROP_FPS)
    finally:
        capture.release()
    return claimed if 1 <= claimed <= 1000 else 25.0


def build(config: Config, *, name: str, clock: Clock) -> Camera:
    """Construct the camera."""
    paced = config.fps is None and config.trigger != "software"
    fps = rate_of(config.file) if paced else config.fps or 0.0
    pace = Pace(fps=fps, live=False)
    return watched(SourcedCamera(name, clock, config, pace, VideoSource(config)), config)
