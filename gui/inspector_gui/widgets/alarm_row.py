"""One alarm in the list: its mark, what is wrong, how it stands and since when. Pressed, it is shown in full."""

from PySide6.QtCore import QDateTime, QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from inspector.domain.alarm import AlarmState
from inspector_gui.i18n.words import ALARM_STATES, say, say_alarm
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.alarms import AlarmView
from inspector_gui.widgets.glyphs import draw_alarm


def clock_time(utc: str) -> str:
    """A UTC ISO time as it is on the wall here; empty for none."""
    if not utc:
        return ""
    return QLocale().toString(QDateTime.fromString(utc, Qt.DateFormat.ISODateWithMs).toLocalTime(), "HH:mm")


class AlarmRow(QAbstractButton):
    """Checked: it is the one that is shown in full."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._alarm: AlarmView | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def alarm(self) -> AlarmView | None:
        """The alarm of this row."""
        return self._alarm

    @property
    def standing(self) -> str:
        """How it stands, in words."""
        alarm = self._alarm
        if alarm is None:
            return ""
        if alarm.state is AlarmState.SHELVED:
            return self.tr("Shelved until {0}").format(clock_time(alarm.until))
        state = say(ALARM_STATES[alarm.state])
        return self.tr("{0}, since {1}").format(state, clock_time(alarm.changed)) if alarm.changed else state

    def show_alarm(self, alarm: AlarmView, *, chosen: bool) -> None:
        """Show this."""
        self._alarm = alarm
        self.setChecked(chosen)
        self.setText(say_alarm(alarm.cause))
        self.setAccessibleName(f"P{int(alarm.priority)} {self.text()} {self.standing}")
        self.update()

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._look = look
        self.setFixedHeight(look.touch_px)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as a finger."""
        return QSize(self._look.px(300), self._look.touch_px)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Mark, two lines, frame."""
        alarm, look = self._alarm, self._look
        if alarm is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("button_pressed" if self.isChecked() else "panel"))
        edge = "focus" if self.hasFocus() else "text" if self.isChecked() else "line"
        painter.setPen(QPen(look.colour(edge), 2 if self.isChecked() or self.hasFocus() else 1))
        painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        side = look.px(34)
        mark = QRectF(look.px(10), (self.height() - side) / 2, side, side)
        surface, ink = look.tokens.alarm(alarm.priority)
        draw_alarm(painter, mark, alarm.priority, surface, ink)
        if alarm.state in {AlarmState.UNACK_ACTIVE, AlarmState.RTN_UNACK}:
            painter.setPen(QPen(surface, look.px(3)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = look.px(4)
            painter.drawRect(mark.adjusted(-ring, -ring, ring, ring))
        left = look.px(58)
        words = QRectF(left, 0, self.width() - left - look.px(8), self.height())
        self._line(painter, words.adjusted(0, 0, 0, -self.height() / 2), self.text(), bold=alarm.state in _LOUD)
        self._line(painter, words.adjusted(0, self.height() / 2, 0, 0), self.standing, bold=False)

    def _line(self, painter: QPainter, place: QRectF, text: str, *, bold: bool) -> None:
        font = QFont(self.font())
        font.setPixelSize(self._look.px(15))
        font.setBold(bold)
        painter.setFont(font)
        painter.setPen(self._look.colour("text"))
        fitting = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, fitting)


_LOUD = {AlarmState.UNACK_ACTIVE}
