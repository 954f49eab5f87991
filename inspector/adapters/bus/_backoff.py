"""How long to wait before the next attempt to connect."""

import random


class Backoff:
    """Doubles from `least_s` to `most_s`, each time between half of that and all of it, so that clients spread."""

    def __init__(self, *, least_s: float, most_s: float) -> None:
        self._least_s = least_s
        self._most_s = most_s
        self._next_s = least_s
        self._dice = random.SystemRandom()

    def reset(self) -> None:
        """It worked."""
        self._next_s = self._least_s

    def next_s(self) -> float:
        """Seconds to wait now."""
        now_s, self._next_s = self._next_s, min(self._next_s * 2, self._most_s)
        return now_s * self._dice.uniform(0.5, 1.0)
