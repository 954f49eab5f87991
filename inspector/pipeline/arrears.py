"""What the ledger still has to be told: writes that failed are tried again, in order, until they succeed.

A decision is durable before it is sent, so nothing that waits here can make a decision wrong: these are items that
came, outcomes that could not be booked (and were not sent), copies sent, deadlines passed, answers and confirms of the
controller. Losing one would leave an item that nobody knows of, or a row that never ends.
"""

import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from inspector.domain.errors import StoreError

log = logging.getLogger(__name__)

MOST = 10_000  # some hours of a failing disk; beyond it the oldest is given up, which is logged and counted
MOST_LESSER = 1_000  # of them what is no item's: who signed in, who did what


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Owed:
    what: str
    action: Callable[[], object]
    lesser: bool


class Arrears:
    """Thread-safe. `on_failed` and `on_works` are told of every change; they must not write to the ledger."""

    def __init__(self, *, on_failed: Callable[[StoreError], None], on_works: Callable[[], None]) -> None:
        self._on_failed = on_failed
        self._on_works = on_works
        self._lock = threading.RLock()
        self._owed: deque[_Owed] = deque()
        self.given_up = 0

    def __len__(self) -> int:
        """Writes that wait."""
        with self._lock:
            return len(self._owed)

    def write(self, what: str, action: Callable[[], object], *, lesser: bool = False) -> bool:
        """Do it now, after everything that is owed; or owe it. False when it had to be owed.

        `lesser`: it is about no item, and never takes the place of what is.
        """
        owed = _Owed(what=what, action=action, lesser=lesser)
        with self._lock:
            if not self.settle():
                self._owe(owed)
                return False
            try:
                action()
            except StoreError as error:
                self._owe(owed)
                self._on_failed(error)
                return False
            return True

    def owe(self, what: str, action: Callable[[], object]) -> None:
        """It failed just now: try it again later."""
        with self._lock:
            self._owe(_Owed(what=what, action=action, lesser=False))

    def failed(self, what: str, error: StoreError, again: Callable[[], object]) -> None:
        """Reading failed. It is tried until it succeeds: otherwise nobody would hear that the ledger works again."""
        with self._lock:
            if not self._owed:
                self._owe(_Owed(what=what, action=again, lesser=True))
        self._on_failed(error)

    def settle(self) -> bool:
        """Try what is owed, oldest first, until one fails. True when nothing is owed any more."""
        with self._lock:
            if not self._owed:
                return True
            while self._owed:
                first = self._owed[0]
                try:
                    first.action()
                except StoreError as error:
                    self._on_failed(error)
                    return False
                self._owed.popleft()
                log.info("the ledger was told at last: %s", first.what)
            self._on_works()
            return True

    def _owe(self, owed: _Owed) -> None:
        lesser = [one for one in self._owed if one.lesser] if owed.lesser or len(self._owed) >= MOST else []
        if len(self._owed) >= MOST or len(lesser) >= MOST_LESSER:
            lost = lesser[0] if lesser else owed if owed.lesser else self._owed[0]
            self.given_up += 1
            log.error("given up, too much is owed to the ledger: %s", lost.what)
            if lost is owed:
                return
            self._owed.remove(lost)
        self._owed.append(owed)
