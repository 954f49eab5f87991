"""The answer of one named check (barcode, expiry, colour …) about an item."""

from dataclasses import dataclass
from enum import StrEnum

from inspector.domain.detection import Xyxy


class CheckOutcome(StrEnum):
    """OK: nothing wrong. FAILED: the item is wrong. UNSURE: a person should look. NOT_APPLICABLE: nothing to check."""

    OK = "OK"
    FAILED = "FAILED"
    UNSURE = "UNSURE"
    NOT_APPLICABLE = "NOT_APPLICABLE"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """`value` is what was read, `xyxy` (original pixels) where on camera `camera`; `detail` is for people."""

    check: str
    outcome: CheckOutcome
    confidence: float
    value: str | None = None
    camera: str | None = None
    xyxy: Xyxy | None = None
    detail: str = ""
