"""What is to be done when: a heap of moments and actions for one thread's loop."""

import heapq
from collections.abc import Callable


class Agenda:
    """Not thread-safe; the loop that owns it waits until `due_ns` and then calls `run`."""

    def __init__(self) -> None:
        self._order = 0
        self._entries: list[tuple[int, int, Callable[[int], None]]] = []

    def at(self, due_ns: int, act: Callable[[int], None]) -> None:
        """Do it then; `act` is told when it was due."""
        self._order += 1
        heapq.heappush(self._entries, (due_ns, self._order, act))

    def due_ns(self) -> int | None:
        """When the next thing is due; None if there is nothing."""
        return self._entries[0][0] if self._entries else None

    def run(self, now_ns: int) -> None:
        """Do what is due by now, in order."""
        while self._entries and self._entries[0][0] <= now_ns:
            due, _, act = heapq.heappop(self._entries)
            act(due)
