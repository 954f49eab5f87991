"""A video file as a camera. Nothing is ever dropped; a file that was cut off says so."""

from pathlib import Path

from pydantic import Field

from inspector.adapters.cameras._options import TriggerOptions
from inspector.adapters.cameras._photo_eye_camera import watched
from inspector.adapters.cameras._sourced import Pace, SourcedCamera
from inspector.adapters.cameras._video_file import VideoSource, rate_of
from inspector.ports.camera import Camera
from inspector.ports.clock import Clock


class Config(TriggerOptions):
    """Options of a video file."""

    file: Path = Field(title="File", description="The video.")
    loop: bool = Field(default=False, title="Loop", description="Start again after the last frame.")
    fps: float | None = Field(
        default=None,
        ge=0,
        title="Frames",
        description="hardware, free_run: per second; 0: as fast as they are read; none: the file's own rate.",
    )


def build(config: Config, *, name: str, clock: Clock) -> Camera:
    """Construct the camera."""
    paced = config.fps is None and config.trigger != "software"
    fps = rate_of(config.file) if paced else config.fps or 0.0
    pace = Pace(fps=fps, live=False)
    return watched(SourcedCamera(name, clock, config, pace, VideoSource(config.file, loop=config.loop)), config)
