"""The alarms' journal, as `GET /alarms/journal` gives it: newest first."""

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from inspector.domain.alarm import AlarmState
from inspector.domain.alarm_journal import AlarmEvent, NumberedEntry
from inspector.domain.errors import BadMessage
from inspector.wire.header import Label, Name, Priority, Timestamp
from inspector.wire.problems import problems_in


class JournalLine(BaseModel):
    """One thing that happened to an alarm."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    number: int = Field(ge=1, description="Rises with every line; the next page ends before it.")
    time: Timestamp = Field(description="When, UTC.")
    id: Name = Field(description="The alarm's name.")
    priority: Priority = Field(description="1 is the most urgent.")
    event: AlarmEvent = Field(strict=False, description="What happened.")
    state: AlarmState = Field(strict=False, description="ISA-18.2 state afterwards.")
    detail: str = Field(default="", description="The particulars.")
    operator: Label = Field(default="", description="Who did it.")
    reason: Label = Field(default="", description="Why it was shelved.")
    until: Timestamp | None = Field(default=None, description="Until when it was shelved.")


class JournalPage(BaseModel):
    """Some lines, newest first."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    lines: list[JournalLine] = Field(description="At most as many as were asked for.")


def journal_line(numbered: NumberedEntry) -> JournalLine:
    """An entry as it goes out."""
    entry = numbered.entry
    return JournalLine(
        number=numbered.number,
        time=entry.time,
        id=entry.id,
        priority=entry.priority,
        event=entry.event,
        state=entry.state,
        detail=entry.detail,
        operator=entry.operator,
        reason=entry.reason,
        until=entry.until or None,
    )


def journal_page(payload: bytes) -> JournalPage:
    """The page out of an HTTP answer. Raises `BadMessage`."""
    try:
        return JournalPage.model_validate_json(payload)
    except ValidationError as error:
        raise BadMessage(f"alarms/journal: {problems_in(error)}") from None
