"""What concerns the station itself, above all pages: orders to it, and who may sign in."""

import time
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject

from inspector_gui.viewmodels.orders import OrdersModel
from inspector_gui.viewmodels.people import PeopleModel
from inspector_gui.viewmodels.people_question import Ask
from inspector_gui.viewmodels.reading import ReadingModel

CLOSES_AFTER_S = 120.0


class Part(StrEnum):
    """What of it is shown."""

    CLOSED = ""
    ORDERS = "orders"
    PEOPLE = "people"


class StationPanelModel(ReadingModel[Part]):
    """Qt's thread only. It closes by itself when nobody touches the window for long: a page should be seen then."""

    def __init__(
        self,
        orders: OrdersModel,
        people: PeopleModel,
        *,
        now_s: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(Part.CLOSED, parent)
        self.orders, self.people = orders, people
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
        self.people.watch(watched=part is Part.PEOPLE)
        self.touched()
        self._renew(part)

    def pick(self, number: int) -> None:
        """A digit's key: the n-th button of what is asked now, or one more of a PIN."""
        self.touched()
        if self.view is Part.ORDERS:
            self.orders.pick(number)
        elif self.view is Part.PEOPLE:
            self.people.pick(number)

    def enter(self) -> None:
        """The key that ends a PIN."""
        self.touched()
        if self.view is Part.PEOPLE:
            self.people.enter()

    def erase(self) -> None:
        """The key that takes a PIN's last digit back."""
        self.touched()
        if self.view is Part.PEOPLE and self.people.view.question.ask is not Ask.NOTHING:
            self.people.erase()

    def back(self) -> None:
        """One question back; where none is open the panel closes."""
        asked = self.orders.back() if self.view is Part.ORDERS else self.people.back()
        self.touched()
        if not asked:
            self.close()

    def touched(self) -> None:
        """Somebody is there."""
        self._used_s = self._now_s()

    def tick(self) -> None:
        """Time passes."""
        used_s = max(self._used_s, self.orders.used_s, self.people.used_s)
        if self.view is not Part.CLOSED and self._now_s() - used_s >= CLOSES_AFTER_S:
            self.close()
