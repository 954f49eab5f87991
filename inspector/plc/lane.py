"""How full a lane is: items come in, people take them out, and an eye covered for long enough says full."""

from inspector.plc.belt_config import LaneConfig
from inspector.plc.motion import NS_PER_S


class LaneFill:
    """One lane. Not thread-safe; times never go backwards."""

    def __init__(self, config: LaneConfig, *, item_mm: float, full_after_ms: float) -> None:
        self.config = config
        self.occupancy = 0
        self.full = False
        self._capacity = int(config.length_mm // item_mm)
        self._full_after_ns = round(full_after_ms * 1e6)
        self._drain_every_ns = round(NS_PER_S / config.drain_per_s) if config.drain_per_s else None
        self._next_drain_ns: int | None = None
        self._covered_since_ns: int | None = None
        self._covered_until_ns: int | None = None

    def enter(self, now_ns: int) -> None:
        """An item came in."""
        if self.config.drain_per_s is None:
            return
        self.occupancy += 1
        if self._drain_every_ns is not None and self._next_drain_ns is None:
            self._next_drain_ns = now_ns + self._drain_every_ns
        self._look(now_ns)

    def cover(self, now_ns: int, until_ns: int) -> None:
        """Something stands before the lane's eye until then, whatever the lane holds."""
        self._covered_until_ns = until_ns
        self._look(now_ns)

    def due_ns(self) -> int | None:
        """When `step` has something to do next."""
        sustained = None
        if self._covered_since_ns is not None and not self.full:
            sustained = self._covered_since_ns + self._full_after_ns
        return min((t for t in (sustained, self._next_drain_ns, self._covered_until_ns) if t is not None), default=None)

    def step(self, now_ns: int) -> bool | None:
        """Do what is due by `now_ns`; the new state if the lane became full or free, else None."""
        before = self.full
        if self._covered_until_ns is not None and now_ns >= self._covered_until_ns:
            self._covered_until_ns = None
        while self._next_drain_ns is not None and now_ns >= self._next_drain_ns:
            self.occupancy -= 1
            more = self.occupancy > 0 and self._drain_every_ns is not None
            self._next_drain_ns = self._next_drain_ns + (self._drain_every_ns or 0) if more else None
        self._look(now_ns)
        since = self._covered_since_ns
        self.full = since is not None and now_ns >= since + self._full_after_ns
        return self.full if self.full != before else None

    def _look(self, now_ns: int) -> None:
        covered = self.occupancy >= self._capacity or self._covered_until_ns is not None
        if not covered:
            self._covered_since_ns = None
        elif self._covered_since_ns is None:
            self._covered_since_ns = now_ns
