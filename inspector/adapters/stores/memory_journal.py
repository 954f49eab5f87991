"""A journal that forgets with the process: for tests and a station without a disk."""

import itertools
import threading
from collections import deque
from collections.abc import Sequence
from pathlib import Path

from pydantic import Field

from inspector.config.adapter import AdapterConfig
from inspector.domain.alarm_journal import AlarmEntry, NumberedEntry
from inspector.ports.clock import Clock


class Config(AdapterConfig):
    """Options of the journal in memory."""

    keep: int = Field(default=20_000, ge=1, title="Kept", description="Entries that are kept; the oldest go first.")


def build(config: Config, *, data_dir: Path, clock: Clock) -> "MemoryJournal":  # noqa: ARG001 - the family's signature
    """Construct it."""
    return MemoryJournal(keep=config.keep)


class MemoryJournal:
    """See AlarmJournal."""

    def __init__(self, *, keep: int) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._kept: deque[NumberedEntry] = deque(maxlen=keep)

    def append(self, entry: AlarmEntry) -> None:
        """See AlarmJournal."""
        with self._lock:
            self._kept.append(NumberedEntry(number=next(self._numbers), entry=entry))

    def recent(self, limit: int, before: int | None = None) -> Sequence[NumberedEntry]:
        """See AlarmJournal."""
        with self._lock:
            newest = [one for one in reversed(self._kept) if before is None or one.number < before]
        return newest[:limit]

    def close(self) -> None:
        """See AlarmJournal."""
