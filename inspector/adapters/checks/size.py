"""Measures a box-shaped item in millimetres with calibrated cameras and compares it with the catalogue."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import Field

from inspector.adapters.checks._item_views import item_views
from inspector.adapters.checks._measured_box import BOX_RESIDUAL, FLAT_RESIDUAL, LEAST_HEIGHT_MM, BoxMeasure
from inspector.adapters.checks._tolerance import Doubt, judged
from inspector.config.adapter import AdapterConfig
from inspector.config.camera_file import load_cameras
from inspector.domain.camera_model import CameraModel
from inspector.domain.check import CheckOutcome, CheckResult, Finding
from inspector.domain.detection import Detections
from inspector.domain.frame import Item
from inspector.domain.golden import Golden
from inspector.domain.units import two_beside
from inspector.ports.catalogue import Catalogue


class Config(AdapterConfig):
    """Options of the size check. Sizes and a product's own tolerance are the catalogue's."""

    tolerance_mm: float = Field(default=6, gt=0, title="Tolerance", description="Millimetres that a size may be off,")
    tolerance_share: float = Field(
        default=0.03, ge=0, lt=1, title="Share", description="and the share of the size that is added to that."
    )
    doubt: Doubt = 1.5
    box_residual: float = Field(
        default=BOX_RESIDUAL,
        gt=0,
        le=1,
        title="Residual of a box",
        description="Share of the picture's width by which outlines may miss a box; with more it was none.",
    )
    flat_residual: float = Field(
        default=FLAT_RESIDUAL,
        gt=0,
        le=1,
        title="Residual of a flat thing",
        description="The same for soft flat things, of which only length and width are compared.",
    )
    least_height_mm: float = Field(
        default=LEAST_HEIGHT_MM,
        ge=0,
        title="Least height",
        description="What seems flatter is a lid without its walls: not measured.",
    )
    cameras: tuple[str, ...] = Field(default=(), title="Cameras", description="Views to measure in; none means all.")


class SizeCheck:
    """Thread-safe: it keeps nothing between items."""

    def __init__(self, config: Config, name: str, catalogue: Catalogue, cameras: dict[str, CameraModel]) -> None:
        self._config, self._name = config, name
        self._catalogue = catalogue
        self._measure = BoxMeasure(
            cameras=cameras,
            box_residual=config.box_residual,
            flat_residual=config.flat_residual,
            least_height_mm=config.least_height_mm,
        )

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
        measured = self._measure.measured(tuple(item_views(item, detections)), self._config.cameras)
        if measured is None:
            return self._nothing("no box that could be measured, or no camera is calibrated")
        worst = self._off(measured.sizes_mm, entry.size_mm, entry.size_tolerance_mm)
        outcome, confidence = judged(worst, self._config.doubt)
        wanted = " x ".join(f"{size:g}" for size in sorted(entry.size_mm, reverse=True))
        detail = f"{measured.words} mm, the catalogue says {wanted}; {worst:.1f} times the tolerance"
        pairs = (self._off(measured.sizes_mm, pair, entry.size_tolerance_mm) for pair in two_beside(entry.size_mm))
        if outcome is not CheckOutcome.OK and min(pairs) <= self._config.doubt:
            outcome, detail = CheckOutcome.UNSURE, f"{measured.words} mm, as large as two of {wanted} side by side"
        return CheckResult(
            check=self._name,
            outcome=outcome,
            confidence=confidence,
            value=measured.words,
            camera=measured.view.camera,
            xyxy=measured.view.inside(),
            detail=detail,
            finding=Finding.WRONG_SIZE if outcome is CheckOutcome.FAILED else None,
        )

    def _off(self, sizes_mm: Sequence[float], known_mm: Sequence[float], own_mm: float | None) -> float:
        """By how many times its tolerance the worst of the sides is off, the largest against the largest."""
        worst = 0.0
        for seen, known in zip(sizes_mm, sorted(known_mm, reverse=True), strict=False):
            allowed = own_mm if own_mm is not None else self._config.tolerance_mm + known * self._config.tolerance_share
            worst = max(worst, abs(seen - known) / allowed)
        return worst

    def _nothing(self, detail: str) -> CheckResult:
        return CheckResult(check=self._name, outcome=CheckOutcome.NOT_APPLICABLE, confidence=0.0, detail=detail)


def build(config: Config, *, name: str, catalogue: Catalogue, data_dir: Path) -> SizeCheck:
    """Construct the check. Raises `ConfigError` for a calibration that can not be read."""
    return SizeCheck(config, name, catalogue, load_cameras(data_dir))
