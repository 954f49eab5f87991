"""USB and other V4L2 cameras through OpenCV, in a process that is killed when the driver hangs."""

from pathlib import Path

import cv2
from pydantic import Field, field_validator

from inspector.adapters.cameras._options import TriggerOptions
from inspector.adapters.cameras._photo_eye_camera import watched
from inspector.adapters.cameras._process import ProcessCamera, Rules
from inspector.adapters.cameras._worker import Driver
from inspector.ports.camera import Camera
from inspector.ports.clock import Clock

OPENER = "inspector.adapters.cameras._opencv:open_v4l2"


class Config(TriggerOptions):
    """Options of a V4L2 camera. `hardware` is for cameras whose every frame is one pulse of the photo-eye."""

    device: Path = Field(
        default=Path("/dev/video0"), title="Device", description="Best a stable name below /dev/v4l/by-id."
    )
    width: int = Field(default=1280, ge=16, le=16384, title="Width", description="Pixels.")
    height: int = Field(default=960, ge=16, le=16384, title="Height", description="Pixels.")
    fps: float = Field(default=30, gt=0, le=1000, title="Frames", description="Per second.")
    fourcc: str | None = Field(
        default=None, pattern=r"^[A-Z0-9 ]{4}$", title="Format", description="Four letters, as YUYV; MJPG is lossy."
    )
    settings: dict[str, float] = Field(
        default_factory=dict,
        title="Settings",
        description="Fixed values, as auto_exposure, exposure, gain, auto_wb, wb_temperature, autofocus, focus.",
    )
    latency_ms: float = Field(
        default=0, ge=0, title="Latency", description="From exposure to arrival; an item gets a frame exposed after it."
    )
    open_s: float = Field(default=15, gt=0, title="Open time-out", description="Seconds until the camera is open.")
    read_s: float = Field(default=3, gt=0, title="Read time-out", description="Seconds without a frame: it is lost.")

    @field_validator("settings")
    @classmethod
    def _known(cls, settings: dict[str, float]) -> dict[str, float]:
        unknown = [name for name in settings if not hasattr(cv2, f"CAP_PROP_{name.upper()}")]
        if unknown:
            raise ValueError(f"OpenCV knows no setting {', '.join(unknown)}")
        return settings


def build(config: Config, *, name: str, clock: Clock) -> Camera:
    """Construct the camera."""
    size = {"FRAME_WIDTH": config.width, "FRAME_HEIGHT": config.height, "FPS": config.fps}
    fixed = {setting.upper(): value for setting, value in config.settings.items()}
    driver = Driver(
        opener=OPENER,
        options={
            "device": str(config.device),
            "settings": list({**size, **fixed}.items()),
            "fourcc": config.fourcc,
            "latency_ms": config.latency_ms,
        },
    )
    rules = Rules(
        by="next_frame" if config.trigger == "software" else config.trigger,
        first_counter=config.first_counter,
        open_s=config.open_s,
        silence_s=config.read_s,
    )
    return watched(ProcessCamera(name, clock, driver, rules), config)
