"""A clock that stands still until it is moved: for tests and replay."""

import threading
from datetime import UTC, datetime, timedelta

from pydantic import AwareDatetime, Field

from inspector.config.adapter import AdapterConfig


class Config(AdapterConfig):
    """Where the clock stands at the start."""

    start_ns: int = Field(default=0, ge=0, title="Start", description="First monotonic time in nanoseconds.")
    utc: AwareDatetime = Field(
        default=datetime(2030, 1, 1, tzinfo=UTC), title="UTC", description="Wall time that belongs to the start."
    )
    boot_id: str = Field(default="manual", min_length=1, title="Boot id", description="Name of the pretended boot.")


class ManualClock:
    """Monotonic and wall time move together, and only forward, unless the wall clock is set. Thread-safe."""

    def __init__(self, *, start_ns: int, utc: datetime, boot_id: str) -> None:
        self._start_ns = self._now_ns = start_ns
        self._utc = utc.astimezone(UTC)
        self._boot_id = boot_id
        self._lock = threading.Lock()

    def monotonic_ns(self) -> int:
        """See Clock."""
        with self._lock:
            return self._now_ns

    def utc(self) -> datetime:
        """See Clock."""
        return self._utc + timedelta(microseconds=(self.monotonic_ns() - self._start_ns) / 1000)

    def boot_id(self) -> str:
        """See Clock."""
        return self._boot_id

    def advance(self, nanoseconds: int) -> None:
        """Let this much time pass. Raises `ValueError` for a negative span."""
        if nanoseconds < 0:
            raise ValueError(f"monotonic time never steps back, not even by {-nanoseconds} ns")
        with self._lock:
            self._now_ns += nanoseconds

    def step_utc(self, span: timedelta) -> None:
        """Set the wall clock, ahead or back, as a person or a time server does."""
        with self._lock:
            self._utc += span

    def advance_ms(self, milliseconds: float) -> None:
        """Let this much time pass."""
        self.advance(round(milliseconds * 1e6))


def build(config: Config) -> ManualClock:
    """Construct the clock."""
    return ManualClock(start_ns=config.start_ns, utc=config.utc, boot_id=config.boot_id)
