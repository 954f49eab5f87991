"""Reads the codes printed on an item (EAN/UPC, Code 128, ITF, QR, Data Matrix, PDF417) with zxing-cpp."""

import zxingcpp
from pydantic import Field

from inspector.config.adapter import AdapterConfig
from inspector.domain.check import CheckOutcome, CheckResult
from inspector.domain.detection import Detections, Xyxy
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
        boxes = {view.camera: view.items[0].xyxy for view in detections if view.items}
        for frame in item.frames:
            if frame.camera not in boxes:
                continue
            left, top, right, bottom = self._window(boxes[frame.camera], frame.image.shape)
            for code in zxingcpp.read_barcodes(frame.image[top:bottom, left:right]):
                corner, opposite = code.position.top_left, code.position.bottom_right
                return CheckResult(
                    check=self._name,
                    outcome=CheckOutcome.OK,
                    confidence=1.0,
                    value=code.text,
                    camera=frame.camera,
                    xyxy=(left + corner.x, top + corner.y, left + opposite.x, top + opposite.y),
                    detail=str(code.format),
                )
        outcome = CheckOutcome.UNSURE if self._config.required else CheckOutcome.NOT_APPLICABLE
        return CheckResult(check=self._name, outcome=outcome, confidence=0.0, detail="no code read")

    def _window(self, box: Xyxy, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
        height, width = shape[:2]
        margin = self._config.margin_px
        left, top = max(0, int(box[0]) - margin), max(0, int(box[1]) - margin)
        return left, top, min(width, int(box[2]) + margin), min(height, int(box[3]) + margin)


def build(config: Config, *, name: str) -> BarcodeCheck:
    """Construct the check."""
    return BarcodeCheck(config, name)
