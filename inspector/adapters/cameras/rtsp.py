"""Network streams (RTSP, HTTP) through OpenCV, in a process that is killed when the network hangs.

For cameras made for surveillance: the compression is lossy and the delay varies, so an item's picture is the next one,
never an exact one.
"""

from pathlib import Path
from typing import Literal, Self
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import Field, model_validator

from inspector.adapters.cameras._options import TriggerOptions
from inspector.adapters.cameras._photo_eye_camera import watched
from inspector.adapters.cameras._process import ProcessCamera, Rules
from inspector.adapters.cameras._worker import Driver
from inspector.domain.errors import StartupError
from inspector.ports.camera import Camera
from inspector.ports.clock import Clock

OPENER = "inspector.adapters.cameras._opencv:open_stream"
GRACE_S = 3.0  # until OpenCV's own time-outs count as not working


class Config(TriggerOptions):
    """Options of a network stream."""

    url: str = Field(
        pattern=r"^(rtsp|rtsps|http|https)://[^\s@]+$",
        title="Address",
        description="Of the stream, without user and password.",
    )
    credentials_file: Path | None = Field(
        default=None, title="Credentials", description="File that holds `user:password`."
    )
    transport: Literal["tcp", "udp"] = Field(
        default="tcp", title="Transport", description="RTSP: udp loses packets where tcp waits."
    )
    latency_ms: float = Field(
        default=0, ge=0, title="Latency", description="From exposure to arrival; an item gets a frame exposed after it."
    )
    open_s: float = Field(default=5, gt=0, title="Open time-out", description="Seconds until the stream runs.")
    read_s: float = Field(default=3, gt=0, title="Read time-out", description="Seconds without a frame: it is lost.")

    @model_validator(mode="after")
    def _not_counted(self) -> Self:
        if self.trigger == "hardware":
            raise ValueError("a network stream has no trigger input: use 'software' or 'free_run'")
        return self


def build(config: Config, *, name: str, clock: Clock) -> Camera:
    """Construct the camera. Raises `StartupError` when the credentials can not be read."""
    driver = Driver(
        opener=OPENER,
        options={
            "url": with_credentials(config),
            "shown": config.url,
            "open_ms": round(config.open_s * 1000),
            "read_ms": round(config.read_s * 1000),
            "latency_ms": config.latency_ms,
        },
        environment={"OPENCV_FFMPEG_CAPTURE_OPTIONS": f"rtsp_transport;{config.transport}"},
    )
    rules = Rules(
        by="next_frame" if config.trigger == "software" else "free_run",
        open_s=config.open_s + GRACE_S,
        silence_s=config.read_s + GRACE_S,
    )
    return watched(ProcessCamera(name, clock, driver, rules), config)


def with_credentials(config: Config) -> str:
    """The address as the library wants it."""
    if config.credentials_file is None:
        return config.url
    try:
        user, colon, password = config.credentials_file.read_text(encoding="utf-8").strip().partition(":")
    except (OSError, UnicodeDecodeError) as error:
        raise StartupError("credentials_file", [f"{config.credentials_file}: can not be read"]) from error
    if not colon:
        raise StartupError("credentials_file", [f"{config.credentials_file}: does not hold user:password"])
    parts = urlsplit(config.url)
    return urlunsplit(parts._replace(netloc=f"{quote(user, safe='')}:{quote(password, safe='')}@{parts.netloc}"))
