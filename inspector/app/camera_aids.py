"""The newest picture of each camera, measured for whoever sets it up; the best sharpness is remembered."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from inspector.app.quality_gate import QualityGate
from inspector.domain.frame import Frame
from inspector.ports.clock import Clock
from inspector.vision.camera_aid import aid


class CameraAids:
    """One thread asks."""

    def __init__(
        self, cameras: Sequence[str], newest: Callable[[str], Frame | None], gate: QualityGate, clock: Clock
    ) -> None:
        self._cameras, self._newest, self._gate, self._clock = tuple(cameras), newest, gate, clock
        self._best: dict[str, float] = {}

    def look(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        """All cameras, as `wire.setup.CamerasData`; `forget` names one whose best is forgotten first."""
        forget = arguments.get("forget")
        if forget is not None and forget not in self._cameras:
            raise ValueError(f"no camera {forget!r}; known: {', '.join(self._cameras)}")
        self._best.pop(str(forget), None)
        return {"cameras": [self._one(camera) for camera in self._cameras]}

    def _one(self, camera: str) -> dict[str, Any]:
        frame = self._newest(camera)
        if frame is None:
            return {"camera": camera, "seen": False}
        faults = tuple(self._gate.look_once(frame))
        best = self._best.get(camera, 0.0)
        found = aid(frame.image, self._gate.limits, faults=faults, best=best)
        self._best[camera] = best = max(best, found.sharpness)
        return {
            "camera": camera,
            "seen": True,
            "age_s": (self._clock.monotonic_ns() - frame.captured_at_ns) / 1e9,
            "sharpness": found.sharpness,
            "best": best,
            "bright_share": found.bright_share,
            "dark_share": found.dark_share,
            "hints": [hint.value for hint in found.hints],
            "refused": bool(faults),
        }
