"""One alarm in the list: its mark, what is wrong, how it stands and since when. Pressed, it is shown in full."""

from PySide6.QtCore import QDateTime, QLocale, QRectF, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QWidget

from inspector.domain.alarm import AlarmState
from inspector_gui.i18n.words import ALARM_STATES, say, say_alarm
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.alarms import AlarmView
from inspector_gui.widgets.glyphs import draw_alarm
from inspector_gui.widgets.two_line_row import TwoLineRow


def clock_time(utc: str) -> str:
    """A UTC ISO time as it is on the wall here; empty for none."""
    if not utc:
        return ""
    return QLocale().toString(QDateTime.fromString(utc, Qt.DateFormat.ISODateWithMs).toLocalTime(), "HH:mm")


class AlarmRow(TwoLineRow):
    """Its mark has a ring while nobody has acknowledged it."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, self._mark, parent)
        self._alarm: AlarmView | None = None

    @property
    def alarm(self) -> AlarmView | None:
        """The alarm of this row."""
        return self._alarm

    def _how(self, alarm: AlarmView) -> str:
        if alarm.state is AlarmState.SHELVED:
            return self.tr("Shelved until {0}").format(clock_time(alarm.until))
        state = say(ALARM_STATES[alarm.state])
        return self.tr("{0}, since {1}").format(state, clock_time(alarm.changed)) if alarm.changed else state

    def show_alarm(self, alarm: AlarmView, *, chosen: bool) -> None:
        """Show this: what is wrong and how it stands; bold while it is active and nobody has acknowledged it."""
        self._alarm = alarm
        loud = alarm.state is AlarmState.UNACK_ACTIVE
        self.say(say_alarm(alarm.cause), self._how(alarm), loud=loud, chosen=chosen)
        self.setAccessibleName(f"P{int(alarm.priority)} {self.accessibleName()}")

    def _mark(self, painter: QPainter, mark: QRectF) -> None:
        """Priority as shape, number and colour."""
        alarm = self._alarm
        if alarm is None:
            return
        surface, ink = self._look.tokens.alarm(alarm.priority)
        draw_alarm(painter, mark, alarm.priority, surface, ink)
        if alarm.state in {AlarmState.UNACK_ACTIVE, AlarmState.RTN_UNACK}:
            painter.setPen(QPen(surface, self._look.px(3)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = self._look.px(4)
            painter.drawRect(mark.adjusted(-ring, -ring, ring, ring))
