"""What happened on the bus, in numbers. Thread-safe."""

import threading
from collections import Counter
from typing import Literal

Name = Literal[
    "links",
    "link_losses",
    "takeovers",
    "received",
    "malformed",
    "handler_errors",
    "arrivals_not_stored",
    "decisions_sent",
    "decisions_refused",
    "records_sent",
    "records_refused",
    "retained_refused",
    "responses_sent",
    "responses_dropped",
    "responses_refused",
]


class Counters:
    """Rising counts since the start."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()

    def add(self, name: Name) -> None:
        """One more."""
        with self._lock:
            self._counts[name] += 1

    def snapshot(self) -> dict[str, int]:
        """All counts that are not 0."""
        with self._lock:
            return dict(self._counts)
