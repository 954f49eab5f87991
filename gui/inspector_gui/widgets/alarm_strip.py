"""The most urgent alarm in full: cause, consequence, what to do; the others one press away."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from inspector.domain.alarm import AlarmPriority, AlarmState
from inspector_gui.i18n.words import say_alarm
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.alarms import AlarmView
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.glyphs import draw_alarm

LONGEST_DETAIL = 32  # characters


class AlarmMark(QWidget):
    """Priority as shape, number and colour; a ring around it while nobody acknowledged."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.alarm: AlarmView | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A square."""
        return QSize(self.look.px(48), self.look.px(48))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The shape."""
        if self.alarm is None:
            return
        painter = QPainter(self)
        surface, ink = self.look.tokens.alarm(self.alarm.priority)
        inset = self.look.px(6)
        rect = QRectF(self.rect())
        draw_alarm(painter, rect.adjusted(inset, inset, -inset, -inset), self.alarm.priority, surface, ink)
        if self.alarm.state is not AlarmState.ACK_ACTIVE:
            painter.setPen(QPen(surface, self.look.px(3)))
            painter.drawRect(rect.adjusted(2, 2, -2, -2))


def _short(detail: str) -> str:
    """As much as has room beside the longest cause; the alarms' page has all of it."""
    return detail if len(detail) <= LONGEST_DETAIL else f"{detail[: LONGEST_DETAIL - 1].rstrip()}…"


class AlarmStrip(QFrame):
    """Always there and always of one height: nothing else on the screen moves when an alarm comes."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self._alarms: tuple[AlarmView, ...] = ()
        self._place = 0
        self._look = look
        self.mark = AlarmMark(look, self)
        self.cause, self.consequence, self.action = QLabel(self), QLabel(self), QLabel(self)
        self.more = QPushButton(self)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.clicked.connect(self._turn)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.mark)
        for label in (self.cause, self.consequence, self.action):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            label.setProperty("type", "small")
            self._row.addWidget(label, 1)
        self._row.addWidget(self.more)
        self.set_look(look)
        self.retranslate()

    def show_alarms(self, alarms: tuple[AlarmView, ...]) -> None:
        """Show these, the first one in full; a new first one comes to the front."""
        if not alarms or not self._alarms or alarms[0] != self._alarms[0]:
            self._place = 0
        self._alarms = alarms
        self._place = min(self._place, max(0, len(alarms) - 1))
        self.retranslate()

    @property
    def shown(self) -> AlarmView | None:
        """The alarm in full."""
        return self._alarms[self._place] if self._alarms else None

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._look = look
        self.mark.look = look
        self.mark.updateGeometry()
        self._row.setContentsMargins(look.px(8), 0, 0, 0)
        self._row.setSpacing(look.px(14))
        self.setFixedHeight(max(look.px(66), look.touch_px + 6))
        self.more.setFixedWidth(round(look.touch_px * 1.3))
        self._embolden()

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        alarm = self.shown
        self.mark.alarm = alarm
        self.mark.setVisible(alarm is not None)
        self.more.setVisible(len(self._alarms) > 1)
        self.more.setText(f"{self._place + 1} / {len(self._alarms)}")
        self.more.setAccessibleName(self.tr("Next alarm"))
        for label in (self.consequence, self.action):
            label.setVisible(alarm is not None)
        self._embolden()
        if alarm is None:
            self.cause.setText(self.tr("No active alarms"))
        else:
            cause = say_alarm(alarm.cause)
            if alarm.state is AlarmState.RTN_UNACK:
                cause = self.tr("Over, not acknowledged: {0}").format(cause)
            elif alarm.detail:  # how it is just now; of one that is over the alarms' page and the journal tell
                cause = f"{cause} ({_short(alarm.detail)})"
            self.cause.setText(cause)
            self.consequence.setText(say_alarm(alarm.consequence))
            self.action.setText(f"→ {say_alarm(alarm.action)}")
        self.mark.update()

    def _embolden(self) -> None:
        urgent = self.shown is not None and self.shown.priority <= AlarmPriority.P2
        restyle(self.cause, "font-weight: 700" if urgent else "")

    def _turn(self) -> None:
        self._place = (self._place + 1) % max(1, len(self._alarms))
        self.retranslate()
