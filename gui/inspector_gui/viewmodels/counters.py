"""Counts since the window was opened, from what was heard."""

from collections import Counter
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from inspector.domain.decision import ConfirmResult
from inspector.domain.verdict import Disposition
from inspector.wire.item import ItemArrived, ItemConfirm
from inspector.wire.result import Result

# Where an item went without, or against, a decision of the station.
MISSED = frozenset({ConfirmResult.MISSED, ConfirmResult.LOST, ConfirmResult.DEFAULTED, ConfirmResult.JAM})


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsView:
    """`triggers` are items that came, `missed` those that the controller routed by itself; `unheard` are results that
    never reached this window.
    """

    triggers: int
    inspected: int
    passed: int
    diverted: int
    review: int
    undecided: int
    missed: int
    unheard: int


class CountersModel(QObject):
    """Counts every item once."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._outcomes: Counter[Disposition] = Counter()
        self._missed = self._triggers = 0
        self._unheard = 0
        self._last: tuple[int, int] | None = None
        self._last_arrival: tuple[int, int] | None = None
        self._last_confirm: tuple[int, int] | None = None

    @property
    def view(self) -> CountsView:
        """The counts now."""
        return CountsView(
            triggers=max(self._triggers, self._outcomes.total()),
            inspected=self._outcomes.total(),
            passed=self._outcomes[Disposition.PASS],
            diverted=self._outcomes[Disposition.DIVERT],
            review=self._outcomes[Disposition.REVIEW],
            undecided=self._outcomes[Disposition.NO_DECISION],
            missed=self._missed,
            unheard=self._unheard,
        )

    def result(self, result: Result) -> bool:
        """One item was inspected; False if it was counted already. A gap in `seq` of one boot is a result not heard."""
        now = (result.boot, result.seq)
        if self._last is not None and now[0] == self._last[0]:
            ahead = (now[1] - self._last[1]) % 2**32
            if ahead == 0 or ahead >= 2**31:
                return False
            self._unheard += ahead - 1
        self._last = now
        self._outcomes[result.disp] += 1
        self.changed.emit()
        return True

    def arrived(self, arrived: ItemArrived) -> None:
        """An item came; the controller may say so twice. A station with triggers of its own tells its results only."""
        now = (arrived.epoch, arrived.track)
        if now != self._last_arrival:
            self._last_arrival = now
            self._triggers += 1
            self.changed.emit()

    def confirm(self, confirm: ItemConfirm) -> None:
        """The controller told where an item went."""
        now = (confirm.epoch, confirm.track)
        if now != self._last_confirm and confirm.result in MISSED:
            self._missed += 1
            self.changed.emit()
        self._last_confirm = now
