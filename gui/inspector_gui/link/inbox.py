"""The hand-over from worker threads to Qt: bounded, at most one queued signal, newest of a kind wins."""

import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxCounts:
    """One inbox: what waits now, what newer values replaced, what was dropped because nobody came for it."""

    name: str
    waiting: int
    replaced: int
    lost: int


PAINT_INTERVAL_MS = 33


class Inbox(Generic[T]):
    """Values under keys, in order of arrival. A second value under a key replaces the first, counted in `replaced`.

    `put` may be called from any thread, never blocks for long and never grows beyond `capacity`: the oldest is dropped
    and counted in `lost`. `wake` is called outside the lock when the box was empty.
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._lock = threading.Lock()
        self._values: OrderedDict[Hashable, T] = OrderedDict()
        self._count = 0
        self._lost = 0
        self._replaced = 0
        self.wake: Callable[[], None] = _nobody

    def put(self, value: T, key: Hashable = None) -> None:
        """Leave a value; without a key it replaces nothing."""
        with self._lock:
            self._count += 1
            was_empty = not self._values
            own = key if key is not None else self._count
            if own in self._values:
                del self._values[own]  # the newest goes to the end
                self._replaced += 1
            self._values[own] = value
            if len(self._values) > self._capacity:
                self._values.popitem(last=False)
                self._lost += 1
        if was_empty:
            self.wake()

    def take(self) -> list[T]:
        """Everything that waits, oldest first; the box is empty afterwards."""
        with self._lock:
            values = list(self._values.values())
            self._values.clear()
        return values

    def counts(self, name: str) -> InboxCounts:
        """All counters at one moment, under this name."""
        with self._lock:
            return InboxCounts(name=name, waiting=len(self._values), replaced=self._replaced, lost=self._lost)

    @property
    def lost(self) -> int:
        """How many values were dropped because nobody came for them."""
        with self._lock:
            return self._lost

    @property
    def replaced(self) -> int:
        """How many values were never taken because a newer one came under the same key."""
        with self._lock:
            return self._replaced


def _nobody() -> None:
    """Until a pump is connected."""


class Pump(QObject, Generic[T]):
    """Empties an inbox in the thread it lives in, at most 30 times a second, and all pumps at the same moments.

    What comes through several of them is painted together, at most 30 times a second, too.
    """

    _woken = Signal()

    def __init__(
        self,
        inbox: Inbox[T],
        take: Callable[[T], None],
        parent: QObject | None = None,
        *,
        around: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        """`around` encloses everything that is taken at one moment."""
        super().__init__(parent)
        self._around = around
        self._inbox = inbox
        self._take = take
        self._stopped = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._empty)
        self._woken.connect(self._start, Qt.ConnectionType.QueuedConnection)
        inbox.wake = self._woken.emit

    @Slot()
    def _start(self) -> None:
        # A call that was queued before `stop` still comes; who takes may be gone by then.
        if not self._stopped and not self._timer.isActive():
            self._timer.start(PAINT_INTERVAL_MS - time.monotonic_ns() // 1_000_000 % PAINT_INTERVAL_MS)

    @Slot()
    def _empty(self) -> None:
        with self._around():
            for value in self._inbox.take():
                try:
                    self._take(value)
                except Exception:  # noqa: BLE001 - told as any fault of ours; what came with it is shown all the same
                    sys.excepthook(*sys.exc_info())

    def stop(self) -> None:
        """Hear no more."""
        self._stopped = True
        self._inbox.wake = _nobody
        self._timer.stop()
