"""Why a verdict is what it is: numbered codes that a PLC, a person and a report can share."""

from dataclasses import dataclass
from enum import IntEnum

from inspector.domain.check import Finding


class ReasonCode(IntEnum):
    """`why` on the wire. 1xx: could not judge; 2xx: defect; 3xx: novelty; 4xx: check; 5xx: similar items; 9xx: fine.

    CAMERA_LOST, NOVEL_UNCERTAIN and NO_REFERENCE are reserved: no decision has them yet, and their numbers mean nothing
    else. A lost camera is CAMERA_MISS or STATION_NOT_READY with its name; what is novel is NOVEL, whatever the outcome.
    """

    CAMERA_MISS = 101
    CAMERA_LOST = 102
    IMAGE_BLANK = 110
    IMAGE_FROZEN = 111
    IMAGE_BLURRED = 112
    IMAGE_OVEREXPOSED = 113
    IMAGE_UNDEREXPOSED = 114
    IMAGE_WRONG_SIZE = 115
    IMAGE_CORRUPT = 116
    NO_ITEM_IN_IMAGE = 120
    MODEL_ERROR = 130
    OVERLOAD = 140
    OUT_OF_TIME = 141
    RESTARTED = 150
    STOPPING = 151
    COUNTER_SLIP = 160
    STATION_NOT_READY = 170
    CHECK_ERROR = 180

    DEFECT = 200
    DEFECT_PENETRATION = 201
    DEFECT_DEFORMATION = 202
    DEFECT_ACTUATION = 203
    DEFECT_DECONSTRUCTION = 204
    DEFECT_SPILLAGE = 205
    DEFECT_SUPERFICIAL = 206
    DEFECT_MISSING_UNIT = 207
    DEFECT_LABEL = 208
    DEFECT_UNCERTAIN = 250

    NOVEL = 300
    NOVEL_UNCERTAIN = 301
    NO_REFERENCE = 310

    CHECK_FAILED = 400
    CHECK_UNSURE = 401
    WRONG_ITEM = 410
    MISLABELLED = 411
    EXPIRED = 412
    WRONG_COLOUR = 413
    WRONG_SIZE = 414
    INCOMPLETE = 415

    GROUP_HELD = 500

    BYPASS = 800
    INTACT = 900


_DEFECT_CODES = {
    "penetration": ReasonCode.DEFECT_PENETRATION,
    "deformation": ReasonCode.DEFECT_DEFORMATION,
    "actuation": ReasonCode.DEFECT_ACTUATION,
    "deconstruction": ReasonCode.DEFECT_DECONSTRUCTION,
    "spillage": ReasonCode.DEFECT_SPILLAGE,
    "superficial": ReasonCode.DEFECT_SUPERFICIAL,
    "missing_unit": ReasonCode.DEFECT_MISSING_UNIT,
    "label_defect": ReasonCode.DEFECT_LABEL,
}
DEFECT_CLASSES = tuple(_DEFECT_CODES)


_FINDING_CODES = {
    Finding.WRONG_ITEM: ReasonCode.WRONG_ITEM,
    Finding.MISLABELLED: ReasonCode.MISLABELLED,
    Finding.EXPIRED: ReasonCode.EXPIRED,
    Finding.WRONG_COLOUR: ReasonCode.WRONG_COLOUR,
    Finding.WRONG_SIZE: ReasonCode.WRONG_SIZE,
    Finding.INCOMPLETE: ReasonCode.INCOMPLETE,
}


def finding_code(finding: Finding | None) -> ReasonCode:
    """The code of what a failed check found; CHECK_FAILED where it does not say."""
    return ReasonCode.CHECK_FAILED if finding is None else _FINDING_CODES[finding]


def defect_code(label: str) -> ReasonCode:
    """The code of a detector's defect class; classes without one of their own share DEFECT."""
    return _DEFECT_CODES.get(label, ReasonCode.DEFECT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One cause of a verdict. `score` 0 … 1 is how strongly it speaks; `camera` and `detail` are for people."""

    code: ReasonCode
    score: float = 1.0
    camera: str | None = None
    detail: str = ""
