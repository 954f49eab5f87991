"""A code printed on an item, as a reader gives it."""

from dataclasses import dataclass

from inspector.domain.detection import Xyxy


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """`text` as people write it; `elements` is the raw GS1 element string, None for a code that is not GS1.

    `xyxy` in pixels of camera `camera`'s picture.
    """

    text: str
    elements: str | None
    symbology: str
    camera: str
    xyxy: Xyxy
