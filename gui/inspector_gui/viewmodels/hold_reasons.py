"""The reasons that can be pressed instead of typed. They travel as these sentences; the window translates them."""

from enum import StrEnum


class ReleaseReason(StrEnum):
    """Why similar items are let go."""

    GOOD = "Looked at: the items are good"
    MENDED = "The cause is mended"
    TAKEN_OUT = "The bad items were taken out"
    MISTAKE = "Held by mistake"


class RaiseReason(StrEnum):
    """Why a person holds them."""

    DAMAGED = "Several of them are damaged"
    LABELS = "Their labels are wrong or missing"
    RECALL = "Recall or complaint"
    DOUBT = "To be looked at first"
