"""PASS, DIVERT, REVIEW or NO_DECISION, with every reason that made it."""

from dataclasses import dataclass
from enum import StrEnum

from inspector.domain.reason import Reason, ReasonCode


class Disposition(StrEnum):
    """What the station says about an item. Doubt is a verdict: NO_DECISION is said, never implied by silence."""

    PASS = "PASS"  # noqa: S105 - a disposition, not a password
    DIVERT = "DIVERT"
    REVIEW = "REVIEW"
    NO_DECISION = "NO_DECISION"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`score` is the calibrated probability of damage, 0 … 1; `reasons`, never empty, begins with what carries it.

    `recipe_version` is the version of the recipes that judged it; None: no recipe was asked.
    """

    disposition: Disposition
    score: float
    reasons: tuple[Reason, ...]
    recipe: str
    recipe_version: int | None = None

    def __post_init__(self) -> None:
        if not self.reasons:
            raise ValueError("a verdict needs at least one reason")
        if not 0.0 <= self.score <= 1.0:
            raise ValueError(f"score {self.score} is not within 0 … 1")

    @property
    def why(self) -> ReasonCode:
        """The first reason's code, the one that goes to the PLC."""
        return self.reasons[0].code


def no_decision(code: ReasonCode, *, recipe: str, detail: str = "", camera: str | None = None) -> Verdict:
    """A verdict that says: this item was not judged, and why."""
    reason = Reason(code=code, detail=detail, camera=camera)
    return Verdict(disposition=Disposition.NO_DECISION, score=0.0, reasons=(reason,), recipe=recipe)
