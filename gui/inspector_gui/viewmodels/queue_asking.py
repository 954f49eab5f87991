"""When the queue asks the station for its list, and how good the last answer is."""

import math
from collections.abc import Callable

from inspector_gui.link.open_list import Ask, Told

PAGE = 50
LARGEST_PAGE = 200
ASK_EVERY_S = 3.0
ASK_SOON_S = 0.25
OLD_AFTER_S = 8.0


class QueueAsking:
    """Qt's thread only. `number` rises with every question."""

    def __init__(self, ask: Callable[[Ask], None], now_s: Callable[[], float]) -> None:
        self._ask, self._now_s = ask, now_s
        self.number = 0
        self.problem = ""
        self._asked_s, self._told_s = -math.inf, -math.inf
        self._soon, self._heard = True, False

    @property
    def fresh(self) -> bool:
        """Whether the list is of now."""
        return self._heard and not self.problem and self._now_s() - self._told_s <= OLD_AFTER_S

    def soon(self) -> None:
        """Something changed."""
        self._soon = True

    def take(self, told: Told) -> bool:
        """An answer; whether there is a list in it."""
        self.problem = told.problem if told.page is None else ""
        if told.page is not None:
            self._told_s = self._now_s()
        return told.page is not None

    def tick(self, *, heard: bool, hidden: int, far: str = "") -> None:
        """Time passes. `hidden` items of the station's list are not shown here: so many more are asked for.

        `far`: an item is looked at that stands far behind, found by this barcode. It is asked about, too.
        """
        now = self._now_s()
        self._heard = heard
        if now - self._asked_s >= (ASK_SOON_S if self._soon else ASK_EVERY_S):
            self._soon, self._asked_s = False, now
            self._put(min(LARGEST_PAGE, PAGE + hidden))
            if far:
                self._put(PAGE, far)

    def look_for(self, code: str) -> None:
        """Ask for the items of this barcode."""
        self._put(PAGE, code)

    def _put(self, limit: int, code: str = "") -> None:
        self.number += 1
        self._ask(Ask(number=self.number, limit=limit, code=code))
