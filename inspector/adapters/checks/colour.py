"""Compares an item's colours with the catalogue's, under the light that the belt around the item tells."""

from pathlib import Path
from typing import Final

from pydantic import Field

from inspector.adapters.checks._item_views import ItemView, item_views
from inspector.adapters.checks._tolerance import Doubt, judged
from inspector.config.adapter import AdapterConfig
from inspector.config.camera_file import load_cameras
from inspector.domain.camera_model import CameraModel
from inspector.domain.catalogue import CatalogueEntry
from inspector.domain.check import CheckOutcome, CheckResult, Finding
from inspector.domain.detection import Detections
from inspector.domain.frame import Item
from inspector.domain.golden import Golden
from inspector.ports.catalogue import Catalogue
from inspector.vision.colour import Lab, delta_e_2000, dominant, lab_of_rgb, relit
from inspector.vision.item_mask import outline

_MOST_PIXELS: Final = 4000  # of an item are looked at
_ENOUGH_PX: Final = 640  # a picture that is wider is looked at in part: a colour needs no detail


class Config(AdapterConfig):
    """Options of the colour check. Colours and a product's own tolerance are the catalogue's."""

    tolerance: float = Field(
        default=6.5, gt=0, le=100, title="Tolerance", description="CIEDE2000 up to which a colour is right."
    )
    doubt: Doubt = 1.25
    lightness: float = Field(
        default=2, ge=1, le=10, title="Lightness", description="CIEDE2000's kL; 2 halves what shading counts."
    )
    least_share: float = Field(
        default=0.15, gt=0, le=1, title="Least share", description="Of the item's pixels that a colour must have."
    )
    light: bool = Field(
        default=True,
        title="Light taken out",
        description="By the belt's colour around the item; needs a calibrated camera.",
    )


class ColourCheck:
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
        """Every colour of the catalogue must be found in a view; `value` is by how much the worst is missed."""
        sku = item.trigger.identity.sku
        entry = self._catalogue.find(sku)
        if entry is None or not entry.colours:
            return self._nothing(f"{sku or 'an unknown SKU'}: no colours in the catalogue")
        wanted = [lab_of_rgb(colour) for colour in entry.colours]
        measured = [(self._worst(view, wanted), view) for view in item_views(item, detections)]
        seen = [(worst, view) for worst, view in measured if worst is not None]
        if not seen:
            return self._nothing("the item can not be told from the belt, or no camera is calibrated")
        (off, which), view = min(seen, key=lambda one: one[0][0])
        return self._result(off, entry, which, view)

    def _worst(self, view: ItemView, wanted: list[Lab]) -> tuple[float, int] | None:
        """(CIEDE2000, number) of the catalogue's colour that is missed most in this view; None: not measured."""
        config = self._config
        model = self._cameras.get(view.camera)
        known = None if model is None else model.belt_rgb
        if config.light and known is None:
            return None
        step = max(1, view.image.shape[1] // _ENOUGH_PX)
        image = view.image[::step, ::step]
        left, top, right, bottom = (edge / step for edge in view.xyxy)
        found = outline(image, (left, top, right, bottom))
        if found is None:
            return None
        (x, y), (height, width) = found.origin, found.mask.shape
        pixels = image[y : y + height, x : x + width][found.mask]
        pixels = pixels[:: max(1, len(pixels) // _MOST_PIXELS)]
        if config.light and known is not None:
            pixels = relit(pixels, seen=found.belt, known=known)
        clusters = [one for one in dominant(pixels) if one.share >= config.least_share]
        if not clusters:
            return None
        missed = [
            (min(delta_e_2000(one.lab, lab, lightness=config.lightness) for one in clusters), number)
            for number, lab in enumerate(wanted)
        ]
        return max(missed)

    def _result(self, off: float, entry: CatalogueEntry, which: int, view: ItemView) -> CheckResult:
        tolerance = entry.colour_tolerance or self._config.tolerance
        outcome, confidence = judged(off / tolerance, self._config.doubt)
        red, green, blue = entry.colours[which]
        return CheckResult(
            check=self._name,
            outcome=outcome,
            confidence=confidence,
            value=f"{off:.1f}",
            camera=view.camera,
            xyxy=view.inside(),
            detail=f"#{red:02x}{green:02x}{blue:02x} is off by {off:.1f}, {tolerance:g} allowed (CIEDE2000)",
            finding=Finding.WRONG_COLOUR if outcome is CheckOutcome.FAILED else None,
        )

    def _nothing(self, detail: str) -> CheckResult:
        return CheckResult(check=self._name, outcome=CheckOutcome.NOT_APPLICABLE, confidence=0.0, detail=detail)


def build(config: Config, *, name: str, catalogue: Catalogue, data_dir: Path) -> ColourCheck:
    """Construct the check. Raises `ConfigError` for a calibration that can not be read."""
    return ColourCheck(config, name, catalogue, load_cameras(data_dir))
