"""What a measure is that may be off by so much: right, doubtful, or wrong."""

from typing import Annotated

from pydantic import Field

from inspector.domain.check import CheckOutcome

Doubt = Annotated[
    float, Field(ge=1, le=10, title="Doubt", description="Times the tolerance up to which a person looks.")
]


def judged(off: float, doubt: float) -> tuple[CheckOutcome, float]:
    """Outcome and confidence (0 to 1) of what is `off` times its tolerance from what it should be.

    At the tolerance nothing is surer than 0.5; below it the item is right, above `doubt` times of it wrong.
    """
    if off <= 1:
        return CheckOutcome.OK, 1 - off / 2
    return CheckOutcome.FAILED if off > doubt else CheckOutcome.UNSURE, 1 - 1 / (2 * off)
