"""The station's cameras: their loops, whether they are there, and whether what they give can be looked at."""

import logging
from collections.abc import Callable, Mapping, Sequence

from inspector.domain.frame import Frame
from inspector.domain.image_fault import ImageFault
from inspector.domain.item import Trigger
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.camera_loop import CameraLoop, ReconnectRule
from inspector.pipeline.health import Health
from inspector.pipeline.share_alarm import AT_SEVERAL, ShareAlarm
from inspector.pipeline.telemetry import Telemetry
from inspector.pipeline.torn_frames import TornFrames
from inspector.ports.camera import Camera
from inspector.ports.clock import Clock

log = logging.getLogger(__name__)


class CameraWatch:
    """Thread-safe: called from the cameras' threads, and from those that judge."""

    def __init__(
        self, *, cameras: Sequence[Camera], health: Health, alarms: AlarmBoard, telemetry: Telemetry, clock: Clock
    ) -> None:
        self._cameras = tuple(cameras)
        self._health = health
        self._alarms = alarms
        self._telemetry = telemetry
        self._clock = clock
        self._bad_pictures = ShareAlarm("image-quality", AT_SEVERAL, alarms)
        self.torn = TornFrames()

    def loops(self, rule: ReconnectRule, on_frame: Callable[[Frame], None]) -> list[CameraLoop]:
        """One for each camera; each tells us how its camera does."""
        return [
            CameraLoop(camera, rule, on_frame=on_frame, on_up=self._up, on_lost=self._lost, on_corrupt=self._corrupt)
            for camera in self._cameras
        ]

    def not_open_yet(self) -> None:
        """Before the first loop runs no camera counts as there."""
        for camera in self._cameras:
            self._health.set(f"camera:{camera.name}", "not opened yet")

    def trigger(self, trigger: Trigger) -> None:
        """An item is there: whoever can be asked takes a picture."""
        for camera in self._cameras:
            camera.trigger(trigger)

    def judged(self, faults: Mapping[str, Sequence[ImageFault]]) -> None:
        """An item was judged; `faults` are those of each camera that gave a picture."""
        bad = [f"{camera}: {', '.join(found)}" for camera, found in faults.items() if found]
        if faults:  # without a picture nothing is known of pictures
            self._bad_pictures.note(hit=bool(bad), detail="; ".join(bad))

    def _up(self, camera: str) -> None:
        self._health.set(f"camera:{camera}", "")
        if not self._health.problems("camera"):
            self._alarms.set("camera-lost", active=False)

    def _lost(self, camera: str, detail: str) -> None:
        self._health.set(f"camera:{camera}", detail)
        self._alarms.set("camera-lost", active=True, detail=f"{camera}: {detail}")

    def _corrupt(self, camera: str, detail: str) -> None:
        log.warning("frame unusable: %s", detail, extra={"camera": camera})
        self._telemetry.frame_lost(camera, "corrupt")
        self.torn.note(camera, detail[:200], self._clock.monotonic_ns())
