"""Time is a port: monotonic nanoseconds for latency and deadlines, UTC for people."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Thread-safe."""

    def monotonic_ns(self) -> int:
        """Nanoseconds that never step; comparable between processes of one boot of the machine."""
        ...

    def utc(self) -> datetime:
        """Aware UTC time, for records and people only."""
        ...

    def boot_id(self) -> str:
        """Names the boot of the machine in which `monotonic_ns` counts."""
        ...
