"""A simulator without a model: sees a product where the picture differs from its border, defects by their colour."""

from dataclasses import replace
from pathlib import Path

import numpy as np
from pydantic import Field

from inspector.config.adapter import AdapterConfig
from inspector.domain.detection import ITEM_CLASS, Detection, Detections, Xyxy
from inspector.domain.errors import InferenceError
from inspector.domain.frame import Frame, RgbImage
from inspector.domain.golden import Golden


class Config(AdapterConfig):
    """Options of the scripted detector."""

    contrast: int = Field(
        default=24,
        ge=1,
        le=255,
        title="Contrast",
        description="Grey levels by which a product differs from the border.",
    )
    defect_rgb: tuple[int, int, int] = Field(
        default=(255, 0, 0), title="Defect colour", description="Pixels of exactly this colour are a defect."
    )
    defect_class: str = Field(default="deformation", title="Defect class", description="Class of what is found.")
    fail: bool = Field(default=False, title="Fail", description="Raise an error at every picture.")


def build(config: Config, *, models_dir: Path) -> "ScriptedDetector":
    """Construct the simulator; it reads no file."""
    del models_dir
    return ScriptedDetector(config)


class ScriptedDetector:
    """Thread-safe."""

    def __init__(self, config: Config) -> None:
        self._config = config

    @property
    def model(self) -> str:
        """See Detector."""
        return "scripted@1.0.0#00000000"

    @property
    def classes(self) -> tuple[str, ...]:
        """See Detector."""
        return (ITEM_CLASS, self._config.defect_class)

    def detect(self, frame: Frame, golden: Golden | None = None) -> Detections:  # noqa: ARG002 - the port's
        """See Detector."""
        if self._config.fail:
            raise InferenceError("scripted: told to fail")
        found = []
        grey = frame.image.astype(np.int16).mean(axis=2)
        border = np.median(np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]]))
        item = _extent(np.abs(grey - border) > self._config.contrast)
        if item is not None:
            found.append(Detection(label=ITEM_CLASS, score=0.99, xyxy=item))
        defect = _extent(_equals(frame.image, self._config.defect_rgb))
        if defect is not None:
            found.append(Detection(label=self._config.defect_class, score=0.9, xyxy=defect))
        return Detections(camera=frame.camera, model=self.model, found=tuple(found))

    def find_items(self, frame: Frame) -> Detections:
        """See Detector."""
        view = self.detect(frame)
        return replace(view, found=view.items)

    def prepare(self, golden: Golden) -> None:
        """See Detector: nothing is compared."""


def _equals(image: RgbImage, rgb: tuple[int, int, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.asarray((image == np.array(rgb, np.uint8)).all(axis=2))


def _extent(mask: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Xyxy | None:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if rows.size == 0:
        return None
    return (float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))
