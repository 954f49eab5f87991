"""How things stand that a command changes: the audit log's before and after."""

from collections.abc import Mapping

from inspector.domain.hold import BY_HAND, Hold
from inspector.domain.lot_group import Dimension, Group
from inspector.pipeline.alarm_board import AlarmBoard
from inspector.pipeline.gate import Look
from inspector.pipeline.health import Health
from inspector.pipeline.hold_board import HoldBoard
from inspector.pipeline.orders import Orders
from inspector.ports.ledger import Ledger


class DeedLooks:
    """Each look takes the command's arguments; it may raise `StoreError`, or ValueError where they make no sense."""

    def __init__(self, *, health: Health, orders: Orders, alarms: AlarmBoard, holds: HoldBoard, ledger: Ledger) -> None:
        self._health, self._orders, self._alarms, self._holds, self._ledger = health, orders, alarms, holds, ledger

    def looks(self) -> Mapping[str, Look]:
        """By the command's name."""
        station = ("mode", "hold", "unhold")
        alarm = ("alarm.ack", "alarm.shelve", "alarm.unshelve")
        return {
            **dict.fromkeys(station, self._station),
            **dict.fromkeys(alarm, self._alarm),
            "review": self._review,
            "disposition": self._disposition,
            "hold.raise": self._group,
            "hold.release": self._hold,
        }

    def _station(self, _: Mapping[str, object]) -> Mapping[str, object]:
        return {"mode": self._health.mode.value, "hold": self._orders.held_for}

    def _alarm(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        alarm = self._alarms.find(str(arguments.get("id", "")))
        if alarm is None:
            return {"state": "NORMAL"}
        shelf = {"reason": alarm.reason, "until": alarm.until} if alarm.until else {}
        return {"state": alarm.state.value, **shelf}

    def _review(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        record_id = str(arguments.get("record_id", ""))
        again = arguments.get("again") is True
        review = self._ledger.second_looks.standing(record_id) if again else self._ledger.standing_answer(record_id)
        if review is None:
            return {"answer": None}
        told = {"label": review.label, "reason": review.reason, "boxes": len(review.marks) or None}
        return {
            "answer": review.answer.value,
            "operator": review.operator,
            **{name: str(value) for name, value in told.items() if value is not None},
        }

    def _disposition(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        return {"fate": self._ledger.dispositions.fate(str(arguments.get("record_id", ""))).value}

    def _hold(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        wanted = str(arguments.get("hold_id", ""))
        return _held(next((hold for hold in self._holds.standing() if hold.hold_id == wanted), None))

    def _group(self, arguments: Mapping[str, object]) -> Mapping[str, object]:
        group = Group(dimension=Dimension(str(arguments.get("dimension"))), name=str(arguments.get("name", "")).strip())
        found = (hold for hold in self._holds.standing() if hold.group == group and hold.finding == BY_HAND)
        return _held(next(found, None))


def _held(hold: Hold | None) -> Mapping[str, object]:
    if hold is None:
        return {"held": False}
    return {
        "held": True,
        "group": str(hold.group),
        "finding": hold.finding,
        "action": hold.action.value,
        "by": hold.raised_by,
        "why": hold.why,
    }
