"""Codes that zxing-cpp reads on an item. The vendor's types end here."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import zxingcpp

from inspector.adapters.checks._item_views import ItemView
from inspector.domain.detection import Xyxy


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """`text` as people write it; `elements` is the raw GS1 element string, None for a code that is not GS1."""

    text: str
    elements: str | None
    symbology: str
    camera: str
    xyxy: Xyxy


def codes_in(view: ItemView, *, margin_px: int) -> Iterator[Code]:
    """Every code that reads on the item and `margin_px` around it."""
    left, top, _, _ = view.window(margin_px)
    pixels = view.crop(margin_px)
    if not pixels.size:
        return
    for code in zxingcpp.read_barcodes(np.ascontiguousarray(pixels)):
        place = code.position
        corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
        across, down = [corner.x for corner in corners], [corner.y for corner in corners]
        gs1 = code.content_type == zxingcpp.ContentType.GS1
        yield Code(
            text=code.text,
            elements=code.bytes.decode("ascii", "replace") if gs1 else None,
            symbology=str(code.format),
            camera=view.camera,
            xyxy=(left + min(across), top + min(down), left + max(across), top + max(down)),
        )
