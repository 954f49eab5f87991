"""What happened to alarms and who did it, kept for people."""

from collections.abc import Sequence
from typing import Protocol

from inspector.domain.alarm_journal import AlarmEntry, NumberedEntry


class AlarmJournal(Protocol):
    """Thread-safe. Survives a restart; the oldest entries go when there are too many. Raises `StoreError`."""

    def append(self, entry: AlarmEntry) -> None:
        """Keep an entry."""
        ...

    def recent(self, limit: int, before: int | None = None) -> Sequence[NumberedEntry]:
        """The newest entries first; `before` is the number that a page starts after."""
        ...

    def close(self) -> None:
        """Let the file go; may be called twice."""
        ...
