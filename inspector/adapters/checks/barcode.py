"""Reads the codes printed on an item (EAN/UPC, Code 128, ITF, QR, Data Matrix, PDF417) with zxing-cpp."""

from pydantic import Field

from inspector.adapters.checks._codes import codes_in
from inspector.adapters.checks._item_views import item_views
from inspector.config.adapter import AdapterConfig
from inspector.domain.check import CheckOutcome, CheckResult
from inspector.domain.detection import Detections
from inspector.domain.frame import Item


class Config(AdapterConfig):
    """Options of the barcode check."""

    required: bool = Field(
        default=False, title="Required", description="An item on which no code can be read gets a person's look."
    )
    margin_px: int = Field(default=12, ge=0, title="Margin", description="Pixels kept around the item's box.")


class BarcodeCheck:
    """Looks at the item's box in every view and takes the first code that reads."""

    def __init__(self, config: Config, name: str) -> None:
        self._config = config
        self._name = name

    @property
    def name(self) -> str:
        """See Check."""
        return self._name

    def check(self, item: Item, detections: tuple[Detections, ...]) -> CheckResult:
        """OK with the text that was read; UNSURE or NOT_APPLICABLE when there is none."""
        for view in item_views(item, detections):
            for code in codes_in(view, margin_px=self._config.margin_px):
                return CheckResult(
                    check=self._name,
                    outcome=CheckOutcome.OK,
                    confidence=1.0,
                    value=code.text,
                    camera=code.camera,
                    xyxy=code.xyxy,
                    detail=code.symbology,
                )
        outcome = CheckOutcome.UNSURE if self._config.required else CheckOutcome.NOT_APPLICABLE
        return CheckResult(check=self._name, outcome=outcome, confidence=0.0, detail="no code read")


def build(config: Config, *, name: str) -> BarcodeCheck:
    """Construct the check."""
    return BarcodeCheck(config, name)
