"""What another system is told of people's decisions and of holds, and what it may answer."""

from dataclasses import dataclass
from enum import StrEnum

from inspector.domain.dispositioning import BookedStep
from inspector.domain.hold import Hold


class NoticeKind(StrEnum):
    """What happened."""

    DISPOSITION = "disposition"
    HOLD_RAISED = "hold.raised"
    HOLD_RELEASED = "hold.released"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing that happened and waits to be told. `number` rises; `queued_utc` is ISO 8601.

    `name` is the id of what it is about, `stream` what its order matters in: the item's record, or the hold.
    """

    number: int
    kind: NoticeKind
    stream: str
    queued_utc: str
    about: BookedStep | Hold

    @property
    def name(self) -> str:
        """Together with the kind it is this notice's own, for good."""
        return self.about.hold_id if isinstance(self.about, Hold) else self.about.step.step_id


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeBacklog:
    """How many wait, since when the oldest (ISO 8601; None: none waits), and what became of the others so far."""

    waiting: int
    oldest_utc: str | None
    sent: int
    given_up: int


class NoticeOutcome(StrEnum):
    """TAKEN: the other side has it. REFUSED: it does not want this one, others may pass. FAILED: none passes now."""

    TAKEN = "TAKEN"
    REFUSED = "REFUSED"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeAnswer:
    """What became of an attempt. `why` is one word of few, for counting; `detail` is for people and holds no secret.

    `retry_after_s` is how long the other side asks to be left alone.
    """

    outcome: NoticeOutcome
    why: str = ""
    detail: str = ""
    retry_after_s: float | None = None
