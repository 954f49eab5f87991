"""The alarm of the holds that the station raised: a person must look for the cause, nobody else will."""

import threading
from collections.abc import Sequence

from inspector.domain.hold import STATION, Hold
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.hold_board import HoldBoard

MAX_DETAIL = 200


class HoldAlarm:
    """Thread-safe. Stands while a hold of the station's stands; each new one is news to whoever acknowledged.

    A hold that a person raised is no alarm: somebody knows of it.
    """

    def __init__(self, board: HoldBoard, alarms: AlarmBoard) -> None:
        self._board = board
        self._alarms = alarms
        self._lock = threading.Lock()
        self._known: frozenset[str] = frozenset()

    def follow(self) -> None:
        """The board has changed."""
        with self._lock:  # what is seen and what is said of it belong together, whoever else changes the board
            standing = [hold for hold in self._board.standing() if hold.raised_by == STATION]
            known = frozenset(hold.hold_id for hold in standing)
            new = bool(known - self._known)
            self._known = known
            self._alarms.set("group-held", active=bool(standing), detail=_named(standing), anew=new)


def _named(holds: Sequence[Hold]) -> str:
    """Which groups, for what; the newest first."""
    return "; ".join(f"{hold.group}: {hold.finding}" for hold in reversed(holds))[:MAX_DETAIL]
