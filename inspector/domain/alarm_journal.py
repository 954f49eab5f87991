"""What happened to an alarm and who did it: one line of the journal."""

from dataclasses import dataclass
from enum import StrEnum

from inspector.domain.alarm import AlarmPriority, AlarmState


class AlarmEvent(StrEnum):
    """RETURNED: the condition ended. UNSHELVED: by a person. SHELF_ENDED: its time was up."""

    RAISED = "RAISED"
    RETURNED = "RETURNED"
    ACKNOWLEDGED = "ACKNOWLEDGED"
    SHELVED = "SHELVED"
    UNSHELVED = "UNSHELVED"
    SHELF_ENDED = "SHELF_ENDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmEntry:
    """`state` is the one after the event; `time` and `until` (SHELVED only) are UTC ISO time for people."""

    time: str
    id: str
    priority: AlarmPriority
    event: AlarmEvent
    state: AlarmState
    detail: str = ""
    operator: str = ""
    reason: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedEntry:
    """An entry as the journal keeps it; `number` rises."""

    number: int
    entry: AlarmEntry
