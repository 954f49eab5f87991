"""Measures a box-shaped item in millimetres with calibrated cameras and compares it with the catalogue."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from pydantic import Field

from inspector.adapters.checks._item_views import ItemView, item_views
from inspector.adapters.checks._tolerance import Doubt, judged
from inspector.config.adapter import AdapterConfig
from inspector.config.camera_file import load_cameras
from inspector.domain.camera_model import CameraModel
from inspector.domain.check import CheckOutcome, CheckResult, Finding
from inspector.domain.detection import Detections
from inspector.domain.frame import Item
from inspector.domain.golden import Golden
from inspector.ports.catalogue import Catalogue
from inspector.vision.cuboid_fit import SeenOutline, fit_cuboid
from inspector.vision.item_mask import outline


class Config(AdapterConfig):
    """Options of the size check. Sizes and a product's own tolerance are the catalogue's."""

    tolerance_mm: float = Field(default=6, gt=0, title="Tolerance", description="Millimetres that a size may be off,")
    tolerance_share: float = Field(
        default=0.03, ge=0, lt=1, title="Share", description="and the share of the size that is added to that."
    )
    doubt: Doubt = 1.5
    box_residual: float = Field(
        default=0.0008,
        gt=0,
        le=1,
        title="Residual of a box",
        description="Share of the picture's width by which outlines may miss a box; with more it was none.",
    )
    flat_residual: float = Field(
        default=0.003,
        gt=0,
        le=1,
        title="Residual of a flat thing",
        description="The same for soft flat things, of which only length and width are compared.",
    )
    least_height_mm: float = Field(
        default=12,
        ge=0,
        title="Least height",
        description="What seems flatter is a lid without its walls: not measured.",
    )
    cameras: tuple[str, ...] = Field(default=(), title="Cameras", description="Views to measure in; none means all.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measured:
    """`sizes_mm` from the largest; two of a flat thing. `miss` is the residual as a share of the picture's width."""

    sizes_mm: tuple[float, ...]
    miss: float
    view: ItemView


class SizeCheck:
    """Thread-safe: it keeps nothing between items."""

    def __init__(self, config: Config, name: str, catalogue: Catalogue, cameras: dict[str, CameraModel]) -> None:
        self._config, self._name = config, name
        self._catalogue, self._cameras = catalogue, cameras

    @property
    def name(self) -> str:
        """See Check."""
        return self._name

    def prepare(self, taught: Golden | None = None) -> None:
        """See Check: nothing is kept between items."""

    def check(self, item: Item, detections: tuple[Detections, ...]) -> CheckResult:
        """Compare the sizes, the largest with the largest; `value` is what was measured, in millimetres."""
        sku = item.trigger.identity.sku
        entry = self._catalogue.find(sku)
        if entry is None or entry.size_mm is None:
            return self._nothing(f"{sku or 'an unknown SKU'}: no size in the catalogue")
        measured = self._measured(tuple(item_views(item, detections)))
        if measured is None:
            return self._nothing("no box that could be measured, or no camera is calibrated")
        own = entry.size_tolerance_mm
        worst = 0.0
        for seen, known in zip(measured.sizes_mm, sorted(entry.size_mm, reverse=True), strict=False):
            allowed = own if own is not None else self._config.tolerance_mm + known * self._config.tolerance_share
            worst = max(worst, abs(seen - known) / allowed)
        outcome, confidence = judged(worst, self._config.doubt)
        shown = " x ".join(f"{size:.0f}" for size in measured.sizes_mm)
        wanted = " x ".join(f"{size:g}" for size in sorted(entry.size_mm, reverse=True))
        return CheckResult(
            check=self._name,
            outcome=outcome,
            confidence=confidence,
            value=shown,
            camera=measured.view.camera,
            xyxy=measured.view.inside(),
            detail=f"{shown} mm, the catalogue says {wanted}; {worst:.1f} times the tolerance",
            finding=Finding.WRONG_SIZE if outcome is CheckOutcome.FAILED else None,
        )

    def _measured(self, views: Sequence[ItemView]) -> _Measured | None:
        """By one view where its outline is a box's, else by all together, else as a flat thing by one."""
        seen = list(self._outlines(views))
        flat: _Measured | None = None
        for number in (*range(len(seen)), None):
            chosen = seen if number is None else [seen[number]]
            if number is None and len(seen) < 2:
                break
            fit = fit_cuboid([one for _, one in chosen])
            if fit is None or fit.size_mm[2] < self._config.least_height_mm:
                continue
            view, first = chosen[0]
            miss = fit.residual_px / first.camera.width
            sizes = sorted(fit.size_mm, reverse=True)
            if miss <= self._config.box_residual:
                return _Measured(sizes_mm=tuple(sizes), miss=miss, view=view)
            lies_flat = fit.size_mm[2] == sizes[2]
            if number is not None and lies_flat and miss <= self._config.flat_residual and flat is None:
                flat = _Measured(sizes_mm=tuple(sizes[:2]), miss=miss, view=view)
        return flat

    def _outlines(self, views: Sequence[ItemView]) -> Iterator[tuple[ItemView, SeenOutline]]:
        """Of the views of calibrated cameras in which the item stands out from the belt and is whole."""
        wanted = self._config.cameras or tuple(view.camera for view in views)
        for view in sorted((v for v in views if v.camera in wanted), key=lambda v: wanted.index(v.camera)):
            model = self._cameras.get(view.camera)
            height, width = view.image.shape[:2]
            left, top, right, bottom = view.xyxy
            if model is None or left < 2 or top < 2 or right > width - 2 or bottom > height - 2:
                continue
            found = outline(view.image, view.xyxy)
            if found is None:
                continue
            contours, _ = cv2.findContours(found.mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
            hull = cv2.convexHull(np.concatenate([np.asarray(one, np.int32) for one in contours])).reshape(-1, 2)
            if len(hull) >= 4:
                yield view, SeenOutline(camera=model.scaled(width, height), points=hull + np.array(found.origin, float))

    def _nothing(self, detail: str) -> CheckResult:
        return CheckResult(check=self._name, outcome=CheckOutcome.NOT_APPLICABLE, confidence=0.0, detail=detail)


def build(config: Config, *, name: str, catalogue: Catalogue, data_dir: Path) -> SizeCheck:
    """Construct the check. Raises `ConfigError` for a calibration that can not be read."""
    return SizeCheck(config, name, catalogue, load_cameras(data_dir))
