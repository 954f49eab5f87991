"""The header that every message starts with: a counter per topic, the process's boot number, time, station."""

import threading
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from typing import TypedDict

from inspector.domain.utc import iso_ms


def boot_number(now: datetime) -> int:
    """`boot` of a sender that starts now: in milliseconds, so that two that are powered up together differ."""
    return int(now.timestamp() * 1000) % 2**32


class Header(TypedDict):
    """Keyword arguments that every message type takes."""

    seq: int
    boot: int
    ts: str
    station: str


class Stamp:
    """Makes headers for one sender. Thread-safe; `utc` gives aware UTC time."""

    def __init__(self, *, station: str, boot: int, utc: Callable[[], datetime]) -> None:
        self._station = station
        self._boot = boot % 2**32
        self._utc = utc
        self._lock = threading.Lock()
        self._next: defaultdict[str, int] = defaultdict(int)

    def header(self, suffix: str) -> Header:
        """The next header on a topic suffix; `seq` starts at 0 and wraps at 2^32."""
        with self._lock:
            seq = self._next[suffix]
            self._next[suffix] = (seq + 1) % 2**32
        return self._header(seq)

    def ahead(self, suffix: str) -> Header:
        """The header after the next one, without counting: for a last will, which is made before it is needed."""
        with self._lock:
            seq = (self._next[suffix] + 1) % 2**32
        return self._header(seq)

    def _header(self, seq: int) -> Header:
        return Header(seq=seq, boot=self._boot, ts=iso_ms(self._utc()), station=self._station)
