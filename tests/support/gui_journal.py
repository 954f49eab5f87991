"""A canned journal of alarms."""

from inspector_gui.link.journal import AskJournal, JournalTold

from inspector.domain.alarm import ALARMS, AlarmState, ShelveReason
from inspector.domain.alarm_journal import AlarmEvent
from inspector.wire.journal import JournalLine

PLAYED = (AlarmEvent.RAISED, AlarmEvent.ACKNOWLEDGED, AlarmEvent.SHELVED, AlarmEvent.UNSHELVED, AlarmEvent.RETURNED)


def line(number: int) -> JournalLine:
    """The n-th line of a busy day."""
    kind = list(ALARMS.values())[number // len(PLAYED) % len(ALARMS)]
    event = PLAYED[number % len(PLAYED)]
    shelved = event is AlarmEvent.SHELVED
    return JournalLine(
        number=number,
        time=f"2026-09-21T{6 + number // 60 % 16:02d}:{number % 60:02d}:07.000Z",
        id=kind.id,
        priority=kind.priority,
        event=event,
        state=AlarmState.SHELVED if shelved else AlarmState.NORMAL,
        detail="top: no frame for 2.0 s",
        operator="" if event in {AlarmEvent.RAISED, AlarmEvent.RETURNED} else ("Ana", "Ben")[number % 2],
        reason=ShelveReason.BEING_REPAIRED if shelved else "",
        until="2026-09-21T23:30:00.000Z" if shelved else None,
    )


def told(newest: int, *, before: int | None = None, limit: int = 100) -> JournalTold:
    """A page of it."""
    first = newest if before is None else before - 1
    lines = tuple(line(number) for number in range(first, max(0, first - limit), -1))
    return JournalTold(ask=AskJournal(limit=limit, before=before), lines=lines)
