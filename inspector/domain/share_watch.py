"""Whether too large a share of the last items is of one kind: with a window, a least number and two limits."""

from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRule:
    """Too high above `above`, over again at `clear` or below; of the last `window` items, `least` at the fewest, and
    never by fewer than `hits` of the kind.

    Between the two limits nothing changes: a share that wavers about one limit is said once. Raises ValueError for what
    makes no sense.
    """

    window: int
    least: int
    above: float
    clear: float
    hits: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.least <= self.window:
            raise ValueError(f"the fewest items, {self.least}, must be 1 to the window's {self.window}")
        if not 1 <= self.hits <= self.window:
            raise ValueError(f"the fewest hits, {self.hits}, must be 1 to the window's {self.window}")
        if not 0 <= self.clear <= self.above <= 1:
            raise ValueError(f"the limits must be 0 <= {self.clear} <= {self.above} <= 1")


class ShareWatch:
    """Remembers the last items. For one thread at a time."""

    def __init__(self, rule: ShareRule) -> None:
        self._rule = rule
        self._last: deque[bool] = deque(maxlen=rule.window)
        self._hits = 0
        self._high = False

    @property
    def high(self) -> bool:
        """The share is too high, or has been and is not over yet."""
        return self._high

    @property
    def hits(self) -> int:
        """How many of the remembered items are of the kind."""
        return self._hits

    @property
    def items(self) -> int:
        """How many items are remembered."""
        return len(self._last)

    def note(self, hit: bool) -> bool:
        """One more item, of the kind or not. Whether the share is too high now."""
        if len(self._last) == self._rule.window:
            self._hits -= self._last[0]
        self._last.append(hit)
        self._hits += hit
        if len(self._last) >= self._rule.least:
            # Divided, not multiplied: 29 of 100 is exactly 0.29, and 0.29 of 100 is a little less than 29.
            share = self._hits / len(self._last)
            if self._high:
                self._high = share > self._rule.clear
            else:
                self._high = share > self._rule.above and self._hits >= self._rule.hits
        return self._high
