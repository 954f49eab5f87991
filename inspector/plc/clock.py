"""The simulator's own source of time, in one place so that a test can bring another.

A controller is another machine than the edge: it shares no clock port with it.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime


def _utc() -> datetime:
    return datetime.fromtimestamp(time.time_ns() / 1e9, tz=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlcClock:
    """Monotonic nanoseconds for everything that matters, UTC for people."""

    monotonic_ns: Callable[[], int] = time.monotonic_ns
    utc: Callable[[], datetime] = _utc
