"""Faults of a picture that forbid judging it."""

from enum import StrEnum

from inspector.domain.reason import ReasonCode


class ImageFault(StrEnum):
    """Found by `vision/quality` before any model sees the frame."""

    BLANK = "BLANK"
    FROZEN = "FROZEN"
    BLURRED = "BLURRED"
    OVEREXPOSED = "OVEREXPOSED"
    UNDEREXPOSED = "UNDEREXPOSED"
    WRONG_SIZE = "WRONG_SIZE"

    @property
    def reason(self) -> ReasonCode:
        """The code under which a verdict names this fault."""
        return ReasonCode[f"IMAGE_{self.value}"]
