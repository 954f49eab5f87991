"""The answer of one named check (barcode, expiry, colour …) about an item."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from inspector.domain.detection import Xyxy

PRINT: Final = "print"  # the source of what was read as people read it


class CheckOutcome(StrEnum):
    """OK: nothing wrong. FAILED: the item is wrong. UNSURE: a person should look. NOT_APPLICABLE: nothing to check."""

    OK = "OK"
    FAILED = "FAILED"
    UNSURE = "UNSURE"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class Finding(StrEnum):
    """What is wrong with an item that failed a check."""

    WRONG_ITEM = "wrong_item"
    MISLABELLED = "mislabelled"
    EXPIRED = "expired"
    WRONG_COLOUR = "wrong_colour"
    WRONG_SIZE = "wrong_size"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One thing that was read on an item: `name` says what it is (gtin, lpn, lot, serial, expiry, …; `code`: no more
    is known), `text` what it says, `source` how it was read. `xyxy` in original pixels of camera `camera`.

    `polygon` is the exact place of print, the corners in the order of reading; `meaning` what it comes to where the
    text is not that itself: a date as 2027-11-23, a weight in g or ml.
    """

    name: str
    text: str
    confidence: float
    camera: str
    xyxy: Xyxy
    source: str = ""
    polygon: tuple[tuple[float, float], ...] = ()
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """`value` is what was read, `xyxy` (original pixels) where on camera `camera`; `detail` is for people.

    `finding` says what is wrong where the outcome is FAILED and the check knows; `readings` is all that was read.
    """

    check: str
    outcome: CheckOutcome
    confidence: float
    value: str | None = None
    camera: str | None = None
    xyxy: Xyxy | None = None
    detail: str = ""
    finding: Finding | None = None
    readings: tuple[Reading, ...] = ()
