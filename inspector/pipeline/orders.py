"""What people order of the station: in force at once, and over a restart until somebody orders otherwise."""

import logging
import threading
from dataclasses import replace

from inspector.domain.packml import PackMode
from inspector.domain.standing_orders import StandingOrders
from inspector.pipeline.arrears import Arrears
from inspector.pipeline.health import Health
from inspector.ports.orders import OrderBook

log = logging.getLogger(__name__)


class Orders:
    """Thread-safe. An order is in force before the disk is asked, and stays so where it can not be kept: it is owed to
    the ledger then. The call, and with it the answer that says `kept`, waits for the disk; so does the next order.

    `configured` is the mode in the station's file. Ordering that very mode takes an earlier order back, so that a
    change of the file counts again.
    """

    def __init__(self, *, book: OrderBook, health: Health, arrears: Arrears, configured: PackMode) -> None:
        self._book = book
        self._health = health
        self._arrears = arrears
        self._configured = configured
        self._lock = threading.Lock()
        self._now = StandingOrders()

    def take_up(self) -> None:
        """What was ordered of an earlier process. Raises `StoreError`."""
        with self._lock:
            self._now = self._book.standing()
            if self._now.mode is not None and self._now.mode is not self._configured:
                log.warning("mode %s was ordered before; the file says %s", self._now.mode, self._configured)
                self._health.set_mode(self._now.mode)
            if self._now.hold:
                log.warning("the station is held since before the start: %s", self._now.hold)
                self._health.set_hold(self._now.hold)

    @property
    def held_for(self) -> str:
        """Why a person holds the station; empty: nobody does."""
        return self._now.hold

    def mode(self, mode: PackMode) -> bool:
        """Change the mode. False: done, but not kept yet, for the ledger can not be written."""
        with self._lock:
            self._health.set_mode(mode)
            return self._keep(replace(self._now, mode=None if mode is self._configured else mode))

    def hold(self, reason: str) -> bool:
        """Hold the station; an empty reason lets it go. False as for `mode`."""
        with self._lock:
            self._health.set_hold(reason)
            return self._keep(replace(self._now, hold=reason))

    def _keep(self, orders: StandingOrders) -> bool:
        self._now = orders
        return self._arrears.write("standing orders", lambda: self._book.keep(orders))
