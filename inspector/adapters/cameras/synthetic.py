"""The rendered line as a camera: the n-th trigger shows the n-th product, with faults on demand."""

from typing import Annotated

import cv2
import numpy as np
from pydantic import Field, field_validator

from inspector.adapters.cameras._miscounting import MiscountingCamera
from inspector.adapters.cameras._options import TriggerOptions
from inspector.adapters.cameras._photo_eye_camera import watched
from inspector.adapters.cameras._sourced import Pace, Shot, SourcedCamera
from inspector.domain.errors import CameraLost
from inspector.domain.frame import RgbImage, freeze
from inspector.ports.camera import Camera
from inspector.ports.clock import Clock
from inspector.scene.line import LineSpec, ProductCode, catalogue
from inspector.scene.render import Renderer, View

EXAMPLE = {"width": 320, "height": 256}
BLUR_SHARE = 0.015  # of the width: plainly out of focus

Which = tuple[Annotated[int, Field(ge=0)], ...] | Annotated[float, Field(ge=0, le=1)]


def _fault(title: str, description: str) -> Which:
    """A field that says which items have a fault: their numbers, or a share of all."""
    told = f"Items {description}: a list of numbers, or a share from 0 to 1."
    default: Which = Field(default=(), title=title, description=told)
    return default


class Config(TriggerOptions):
    """Options of the rendered camera. Faults go by the item's number; in free run by the frame's."""

    view: View = Field(default="top", title="View", description="From above or from the side.")
    width: int = Field(default=640, ge=64, le=4096, title="Width", description="Pixels.")
    height: int = Field(default=512, ge=64, le=4096, title="Height", description="Pixels.")
    seed: int = Field(default=7, ge=0, title="Seed", description="Which line of products; all its cameras share it.")
    damage_rate: float = Field(default=0.12, ge=0, le=1, title="Damage", description="Share of damaged products.")
    expired_rate: float = Field(default=0, ge=0, le=1, title="Expired", description="Share of expired dated products.")
    mixup_rate: float = Field(
        default=0, ge=0, le=1, title="Mix-ups", description="Share of items that are not what was booked."
    )
    misprint_rate: float = Field(
        default=0, ge=0, le=1, title="Misprints", description="Share of GS1 labels whose print contradicts their code."
    )
    kits: bool = Field(default=False, title="Kits", description="Cartons carry a tray of loose parts on their lids.")
    missing_part_rate: float = Field(
        default=0, ge=0, le=1, title="Missing parts", description="Share of kits that lack a part."
    )
    skus: tuple[str, ...] = Field(
        default=(), title="Products", description="SKUs of the rendered catalogue that come; none: all of them."
    )
    product_code: ProductCode = Field(
        default="ean13", title="Code", description="On retail labels; `gs1_datamatrix` tells lot and expiry too."
    )
    belt_mm_s: float = Field(default=500, ge=0, title="Belt speed", description="Millimetres per second.")
    pitch_mm: float = Field(default=600, ge=100, title="Pitch", description="Distance between products.")
    fps: float = Field(default=10, gt=0, le=120, title="Frames", description="free_run: frames per second.")
    miss: Which = _fault("Missed", "that give no frame")
    blank: Which = _fault("Blank", "whose frame is black")
    frozen: Which = _fault("Frozen", "that show the frame before")
    blurred: Which = _fault("Blurred", "that are out of focus")
    overexposed: Which = _fault("Over-exposed", "that are shown far too bright")
    uncounted: Which = _fault("Uncounted", "whose pulse the camera does not see: no frame, and its count falls behind")
    doubled: Which = _fault("Doubled", "that give two frames, each with a count of its own")
    stall_after: int | None = Field(
        default=None, ge=0, title="Stall", description="Lost for good after so many frames."
    )

    @field_validator("skus")
    @classmethod
    def _known(cls, skus: tuple[str, ...]) -> tuple[str, ...]:
        known = {product.sku for product in catalogue()}
        unknown = [sku for sku in skus if sku not in known]
        if unknown:
            raise ValueError(f"not in the rendered catalogue: {', '.join(unknown)}")
        return skus


class RenderedSource:
    """Renders in the thread that reads; the renderer is made when the camera is first opened."""

    def __init__(self, config: Config, name: str) -> None:
        self._config = config
        self._name = name
        self._renderer: Renderer | None = None
        self._given = 0
        self._last: RgbImage | None = None

    def open(self) -> None:
        """See Source."""
        self._refuse_when_stalled()
        if self._renderer is None:
            config = self._config
            spec = LineSpec(
                seed=config.seed,
                damage_rate=config.damage_rate,
                expired_rate=config.expired_rate,
                mixup_rate=config.mixup_rate,
                misprint_rate=config.misprint_rate,
                kits=config.kits,
                missing_part_rate=config.missing_part_rate,
                product_code=config.product_code,
                skus=config.skus,
                pitch_mm=config.pitch_mm,
                belt_mm_s=config.belt_mm_s,
            )
            self._renderer = Renderer(spec, view=config.view, size=(config.width, config.height))
            self._renderer.item(0)  # draws what all pictures share, so that the first item is not late

    def take(self, shot: Shot) -> RgbImage | None:
        """See Source."""
        self._refuse_when_stalled()
        if self._hit("miss", shot.number):
            return None
        image = self._picture(shot)
        self._given += 1
        self._last = image
        return image

    def close(self) -> None:
        """See Source."""

    def _refuse_when_stalled(self) -> None:
        limit = self._config.stall_after
        if limit is not None and self._given >= limit:
            raise CameraLost(f"{self._name}: stalled, as configured")

    def _picture(self, shot: Shot) -> RgbImage:
        if self._renderer is None:
            raise CameraLost(f"{self._name}: is not open")
        if self._last is not None and self._hit("frozen", shot.number):
            return self._last
        if self._hit("blank", shot.number):
            return freeze(np.zeros((self._config.height, self._config.width, 3), np.uint8))
        if self._config.trigger == "free_run":
            # The belt starts a pitch before the first item, so that its items count from 0 for a photo-eye too.
            travel_mm = shot.at_ns / 1e9 * self._config.belt_mm_s
            image = self._renderer.belt(travel_mm - self._config.pitch_mm).image
        else:
            image = self._renderer.item(shot.number).image
        if self._hit("overexposed", shot.number):
            image = freeze(np.asarray(cv2.convertScaleAbs(image, alpha=5, beta=80), np.uint8))
        if self._hit("blurred", shot.number):
            image = freeze(np.asarray(cv2.GaussianBlur(image, (0, 0), BLUR_SHARE * image.shape[1]), np.uint8))
        return image

    def _hit(self, fault: str, number: int) -> bool:
        return _is_hit(self._config, fault, number)


def _is_hit(config: Config, fault: str, number: int) -> bool:
    which: Which = getattr(config, fault)
    if isinstance(which, tuple):
        return number in which
    if which <= 0:
        return False
    # A draw of its own for each item and fault: the same in every run and in any order.
    draw = np.random.default_rng([config.seed, number, *fault.encode()])
    return bool(draw.random() < which)


def build(config: Config, *, name: str, clock: Clock) -> Camera:
    """Construct the camera."""
    pace = Pace(fps=config.fps, live=True, asked_by=frozenset({"software", "hardware"}))
    camera = watched(SourcedCamera(name, clock, config, pace, RenderedSource(config, name)), config)
    if config.uncounted == () and config.doubled == ():
        return camera
    return MiscountingCamera(
        camera,
        uncounted=lambda count: _is_hit(config, "uncounted", count - config.first_counter),
        doubled=lambda count: _is_hit(config, "doubled", count - config.first_counter),
    )
