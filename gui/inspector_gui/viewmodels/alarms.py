"""The alarms that are active, the most urgent first: the station's own, and what only this window can know."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from inspector.domain.alarm import AlarmPriority, AlarmState
from inspector.wire.line import AlarmMessage
from inspector_gui.link.news import Cleared, Connected, Heard, News
from inspector_gui.viewmodels.line import Condition

_SHOWN = (AlarmState.UNACK_ACTIVE, AlarmState.RTN_UNACK, AlarmState.ACK_ACTIVE)  # of one priority, in this order


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmView:
    """One alarm in English, as the station says it; widgets translate the sentences they know. Times are UTC ISO."""

    id: str
    priority: AlarmPriority
    state: AlarmState
    cause: str
    consequence: str
    action: str
    detail: str = ""
    changed: str = ""
    operator: str = ""
    reason: str = ""
    until: str = ""
    of_station: bool = False


def _of_window(name: str, cause: str, consequence: str, action: str) -> AlarmView:
    return AlarmView(
        id=name,
        priority=AlarmPriority.P1,
        state=AlarmState.UNACK_ACTIVE,
        cause=cause,
        consequence=consequence,
        action=action,
    )


_STALE = "What is on this screen is old. The line may do anything."
WINDOW_ALARMS: dict[Condition, AlarmView] = {
    Condition.NO_BROKER: _of_window(
        "window-no-broker",
        "This window has no connection to the message broker.",
        _STALE,
        "Check this computer's network and the broker; the window reconnects by itself.",
    ),
    Condition.STATION_GONE: _of_window(
        "window-station-gone",
        "The inspection program has stopped or lost its connection.",
        "Items are not judged; every item takes the default lane.",
        "Start the inspection program, or call the engineer.",
    ),
    Condition.NO_NEWS: _of_window(
        "window-no-news",
        "Nothing is heard from the inspection program.",
        _STALE,
        "Check the inspection program and the network; call the engineer if it lasts.",
    ),
}


class AlarmsModel(QObject):
    """Rebuilt from the retained messages at each connection: what ended meanwhile is not told again."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._station: dict[str, AlarmView] = {}
        self._window: AlarmView | None = None

    @property
    def alarms(self) -> tuple[AlarmView, ...]:
        """Active or not yet acknowledged ones, unacknowledged and urgent first.

        While nothing is heard that comes before everything: what the station said is of before.
        """
        shown = [alarm for alarm in self._station.values() if alarm.state in _SHOWN]
        ordered = sorted(shown, key=lambda a: (a.priority, _SHOWN.index(a.state), a.id))
        return tuple(ordered) if self._window is None else (self._window, *ordered)

    @property
    def all(self) -> tuple[AlarmView, ...]:
        """Those, and behind them what is shelved or out of service."""
        aside = (a for a in self._station.values() if a.state not in _SHOWN and a.state is not AlarmState.NORMAL)
        return self.alarms + tuple(sorted(aside, key=lambda a: (a.priority, a.id)))

    def take(self, news: News) -> None:
        """One piece of news."""
        before = self.all
        if isinstance(news, Connected):
            self._station.clear()
        elif isinstance(news, Cleared) and news.suffix.startswith("alarm/"):
            self._station.pop(news.suffix.removeprefix("alarm/"), None)
        elif isinstance(news, Heard) and isinstance(news.message, AlarmMessage):
            self._station[news.message.id] = _view(news.message)
        if self.all != before:
            self.changed.emit()

    def judge(self, condition: Condition) -> None:
        """The line's condition as this window sees it."""
        alarm = WINDOW_ALARMS.get(condition)
        if alarm != self._window:
            self._window = alarm
            self.changed.emit()


def _view(message: AlarmMessage) -> AlarmView:
    return AlarmView(
        id=message.id,
        priority=message.priority,
        state=message.state,
        cause=message.cause,
        consequence=message.consequence,
        action=message.action,
        detail=message.detail,
        changed=message.changed,
        operator=message.operator,
        reason=message.reason,
        until=message.until or "",
        of_station=True,
    )
