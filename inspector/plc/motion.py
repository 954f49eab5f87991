"""How far a belt has travelled: a function of time, of nothing else."""

import math

NS_PER_S = 1_000_000_000
SLOWEST_COUNTS_PER_S = 1e-3  # a belt that needs a quarter of an hour for one count stands


class BeltMotion:
    """Travel in counts since the start; the speed may change at any moment.

    Travel is kept as start point plus speed times time, never added up step by step, so it does not drift however
    often it is asked. Not thread-safe; `now_ns` never goes backwards.
    """

    def __init__(self, *, start_ns: int, counts_per_s: float) -> None:
        self._since_ns = start_ns
        self._travel_then = 0.0
        self._counts_per_s = _checked(counts_per_s)

    @property
    def counts_per_s(self) -> float:
        """The speed now; 0 on a standing belt."""
        return self._counts_per_s

    def travelled(self, now_ns: int) -> float:
        """Counts from the start until `now_ns`."""
        return self._travel_then + self._counts_per_s * max(0, now_ns - self._since_ns) / NS_PER_S

    def set_speed(self, counts_per_s: float, now_ns: int) -> None:
        """Run at this speed from `now_ns` on; 0 stops the belt where it is."""
        self._travel_then = self.travelled(now_ns)
        self._since_ns = max(self._since_ns, now_ns)
        self._counts_per_s = _checked(counts_per_s)

    def reaches_at_ns(self, travel: float) -> int | None:
        """When this travel is reached at today's speed; None if the belt stands. A moment of the past if it was."""
        if travel <= self._travel_then:
            return self._since_ns
        if self._counts_per_s == 0.0:
            return None
        return self._since_ns + math.ceil((travel - self._travel_then) / self._counts_per_s * NS_PER_S)


def _checked(counts_per_s: float) -> float:
    if not (math.isfinite(counts_per_s) and counts_per_s >= 0.0):
        raise ValueError(f"a belt runs at 0 or more counts per second, not {counts_per_s}")
    return counts_per_s if counts_per_s >= SLOWEST_COUNTS_PER_S else 0.0
