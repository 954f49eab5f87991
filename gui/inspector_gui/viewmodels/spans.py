"""The spans of time that the shift's page offers, from the wall clock of this computer."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from PySide6.QtCore import QDateTime

from inspector.domain.shift import Span

SHIFT_STARTS = (time(6), time(14), time(22))


class SpanChoice(StrEnum):
    """In the order of their keys. SHIFT began at the last of the shifts' starts, TODAY at midnight."""

    SHIFT = "SHIFT"
    TODAY = "TODAY"
    LAST_8 = "LAST_8"
    LAST_24 = "LAST_24"


HOURS = {SpanChoice.LAST_8: 8, SpanChoice.LAST_24: 24}


def span_until(now: datetime, choice: SpanChoice, starts: Sequence[time]) -> Span:
    """From the choice's beginning, here, to the end of the second `now`, which is aware."""
    end = now.astimezone(UTC) + timedelta(seconds=1)
    hours = HOURS.get(choice)
    if hours is not None:
        return Span(since=end - timedelta(hours=hours), until=end)
    day = now.astimezone().date()
    begins = (time(0),) if choice is SpanChoice.TODAY else starts
    # Without a zone `astimezone` takes this computer's, with that day's summer time.
    moments = [datetime.combine(one, at).astimezone() for one in (day - timedelta(days=1), day) for at in begins]
    return Span(since=max(moment for moment in moments if moment <= now), until=end)


def begun_at(now: datetime, choice: SpanChoice, starts: Sequence[time]) -> datetime | None:
    """When the choice's span of `now` began; None for the last hours, which begin anew each second."""
    return None if choice in HOURS else span_until(now, choice, starts).since


def wall_clock() -> datetime:
    """Now, for people; aware."""
    return datetime.fromtimestamp(QDateTime.currentMSecsSinceEpoch() / 1000, UTC)
