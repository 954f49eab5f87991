"""What concerns the station itself, above all pages: orders to it."""

import time
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject

from inspector_gui.viewmodels.orders import OrdersModel
from inspector_gui.viewmodels.reading import ReadingModel

CLOSES_AFTER_S = 120.0


class Part(StrEnum):
    """What of it is shown."""

    CLOSED = ""
    ORDERS = "orders"


class StationPanelModel(ReadingModel[Part]):
    """Qt's thread only. It closes by itself when nobody touches the window for long: a page should be seen then."""

    def __init__(
        self, orders: OrdersModel, *, now_s: Callable[[], float] = time.monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(Part.CLOSED, parent)
        self.orders = orders
        self._now_s, self._used_s = now_s, now_s()

    def toggle(self) -> None:
        """Open it, or close it."""
        self.turn_to(Part.ORDERS if self.view is Part.CLOSED else Part.CLOSED)

    def close(self) -> None:
        """Show the page again."""
        self.turn_to(Part.CLOSED)

    def turn_to(self, part: Part) -> None:
        """Show this part; what was begun on another one is given up."""
        self.orders.forget()
        self.touched()
        self._renew(part)

    def pick(self, number: int) -> None:
        """The n-th button of what is asked now, from 1."""
        self.touched()
        if self.view is Part.ORDERS:
            self.orders.pick(number)

    def back(self) -> None:
        """One question back; where none is open the panel closes."""
        if self.view is Part.CLOSED or not self.orders.back():
            self.close()

    def touched(self) -> None:
        """Somebody is there."""
        self._used_s = self._now_s()

    def tick(self) -> None:
        """Time passes."""
        if self.view is not Part.CLOSED and self._now_s() - max(self._used_s, self.orders.used_s) >= CLOSES_AFTER_S:
            self.close()
