"""The hand-over between threads for triggered items (EXACTLY_ONCE), with counters that add up.

Nothing is ever dropped: a full queue refuses, and the caller answers for the item. Previews go another way (LATEST,
`app/preview.py`): the newest frame stands until the next one comes, whoever looks.
"""

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverCounts:
    """`offered == taken + refused + held`, at every moment."""

    offered: int
    taken: int
    refused: int
    held: int


class Fifo(Generic[T]):
    """Bounded queue, first in first out, never reorders, never drops. Thread-safe."""

    def __init__(self, capacity: int) -> None:
        if capacity < 1:
            raise ValueError("a queue needs room for one")
        self._capacity = capacity
        self._waiting: deque[T] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._offered = self._taken = self._refused = 0

    def put(self, value: T) -> bool:
        """Hand over without waiting; False when full or closed: the caller still owns the value."""
        with self._changed:
            self._offered += 1
            if self._closed or len(self._waiting) >= self._capacity:
                self._refused += 1
                return False
            self._waiting.append(value)
            self._changed.notify()
            return True

    def get(self, timeout_s: float | None) -> T | None:
        """The oldest value; None after `timeout_s`, or at once when closed and empty."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closed, timeout_s)
            if not self._waiting:
                return None
            self._taken += 1
            return self._waiting.popleft()

    def each(self, pause_s: float) -> Iterator[T | None]:
        """The values until it is closed and empty; None after each `pause_s` without any."""
        while True:
            value = self.get(pause_s)
            if value is None and self._drained():
                return
            yield value

    def close(self) -> None:
        """Refuse new values and wake all who wait; what is held can still be taken."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _drained(self) -> bool:
        """Asked as one question: a value may have come, and the end after it, since nothing was found."""
        with self._changed:
            return self._closed and not self._waiting

    @property
    def closed(self) -> bool:
        """No more values will come; some may be held still."""
        return self._closed

    def counts(self) -> HandoverCounts:
        """The counters at one moment."""
        with self._changed:
            return HandoverCounts(
                offered=self._offered, taken=self._taken, refused=self._refused, held=len(self._waiting)
            )
