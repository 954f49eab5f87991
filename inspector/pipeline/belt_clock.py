"""Where the belt was at a moment, in the controller's counts, as its heartbeats and arrivals tell."""

import threading
from dataclasses import dataclass

from inspector.domain.encoder import wrap

NS_PER_S = 1_000_000_000


@dataclass(frozen=True, slots=True)
class _Sample:
    encoder: int
    counts_per_s: float
    at_ns: int


class BeltClock:
    """Thread-safe. Between two heartbeats the belt is taken to run on at the speed that it had."""

    def __init__(self) -> None:
        self._beat: _Sample | None = None
        self._arrival: _Sample | None = None
        self._lock = threading.Lock()

    def beat(self, encoder: int, counts_per_s: float, at_ns: int) -> None:
        """A heartbeat told the count and the speed."""
        with self._lock:
            self._beat = _Sample(encoder, counts_per_s, at_ns)

    def arrival(self, encoder: int, counts_per_s: float, at_ns: int) -> None:
        """An arrival did; it counts only as long as there was no heartbeat, for it may have been long under way."""
        with self._lock:
            self._arrival = _Sample(encoder, counts_per_s, at_ns)

    def forget(self) -> None:
        """The controller restarted: its counts begin anew."""
        with self._lock:
            self._beat = self._arrival = None

    def position(self, at_ns: int) -> int | None:
        """Counts at a monotonic moment, which may lie before the newest sample; None while nothing was told."""
        with self._lock:
            sample = self._beat or self._arrival
        if sample is None:
            return None
        return wrap(sample.encoder + round(sample.counts_per_s * (at_ns - sample.at_ns) / NS_PER_S))
