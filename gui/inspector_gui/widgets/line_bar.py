"""The top bar: the line's condition in one word, the PLC, and how old the last message is."""

from PySide6.QtCore import QLocale, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inspector_gui.i18n.access import say_role
from inspector_gui.i18n.language import LANGUAGES
from inspector_gui.i18n.orders import say_reasons
from inspector_gui.i18n.words import BEATING, CONDITIONS, MODES, PACK, say
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.access import AccessView, Entry
from inspector_gui.viewmodels.line import Beating, Condition, LineView
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.elided import ElidedLabel
from inspector_gui.widgets.elided_button import ElidedButton


class ConditionPlate(QWidget):
    """A word on a surface: grey runs, white stands, red with a crossed square knows nothing."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self._condition = Condition.NO_BROKER
        self.word = QLabel(self)
        self.word.setProperty("type", "large")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.word)
        self.set_look(look)

    def show_condition(self, condition: Condition) -> None:
        """Show this."""
        self._condition = condition
        self.word.setText(say(CONDITIONS[condition]))
        self.setAccessibleName(self.word.text())
        self._colour()

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self.look = look
        self._row.setContentsMargins(look.px(44), 0, look.px(14), 0)
        self._colour()

    def _surface(self) -> tuple[QColor, QColor]:
        look = self.look
        if self._condition is Condition.RUNNING:
            return look.colour("running"), look.colour("on_running")
        if self._condition.trustworthy:
            return look.colour("stopped"), look.colour("on_stopped")
        return look.colour("p1"), look.colour("on_p1")

    def _colour(self) -> None:
        restyle(self.word, f"color: {self._surface()[1].name()}")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Surface and shape: a triangle runs, a square stands, a crossed square knows nothing."""
        look = self.look
        surface, ink = self._surface()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("line"), look.thin_px))
        painter.setBrush(surface)
        painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        side = look.px(20)
        box = QRectF(look.px(14), (self.height() - side) / 2, side, side)
        painter.setPen(QPen(ink, look.px(3)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._condition is Condition.RUNNING:
            painter.setBrush(ink)
            painter.drawPolygon([box.topLeft(), box.bottomLeft(), _middle_right(box)])
        else:
            painter.drawRect(box)
            if not self._condition.trustworthy:
                painter.drawLine(box.topLeft(), box.bottomRight())
                painter.drawLine(box.topRight(), box.bottomLeft())


def _middle_right(box: QRectF) -> QPointF:
    return QPointF(box.right(), box.center().y())


class LineBar(QWidget):
    """Everything in it is always visible."""

    def __init__(self, look: Look, station: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = LineView(condition=Condition.NO_BROKER)
        self._station = station
        self.plate = ConditionPlate(look, self)
        self.state, self.reasons = ElidedLabel(self), ElidedLabel(self)
        self.plc, self.age = QLabel(self), QLabel(self)
        self.station, self.language, self.theme = (QPushButton(self) for _ in range(3))
        self.person, self._access = ElidedButton(self), AccessView()
        self.reasons.setProperty("muted", "true")
        self.reasons.setProperty("type", "small")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.plate)
        self._row.addLayout(_column(self.state, self.reasons), 1)
        self._row.addLayout(_column(self.plc, self.age))
        self._row.addWidget(self.station)
        self._row.addWidget(self.person)
        self._row.addWidget(self.language)
        self._row.addWidget(self.theme)
        for button in (self.station, self.person, self.language, self.theme):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.set_look(look)
        self.show_line(self._view)

    def show_line(self, view: LineView) -> None:
        """Show this reading."""
        self._view = view
        self.plate.show_condition(view.condition)
        parts = [say(PACK.get(view.pack, view.pack)), say(MODES.get(view.mode, view.mode)), self._station]
        self.state.say("  ·  ".join(part for part in parts if part))
        self.reasons.say(say_reasons(view) if view.condition.trustworthy else view.detail)
        self.reasons.setVisible(bool(self.reasons.text()))
        self.plc.setText(say(BEATING[view.plc]))
        restyle(self.plc, "font-weight: 700" if view.plc is Beating.SILENT else "")
        self.age.setText(self._say_age(view))
        restyle(self.age, "" if view.condition.trustworthy else "font-weight: 700")

    def show_access(self, view: AccessView) -> None:
        """Who acts; no button where nobody has to sign in."""
        self._access = view
        self.person.setVisible(view.entry in {Entry.LOCKED, Entry.SIGNED_IN})
        if view.person is None:
            self.person.say(self.tr("Sign in"))
            return
        self.person.say(self.tr("Lock: {0}").format(view.person.name))
        words = self.tr("Signed in as {0}, {1}. Lock this window.")
        self.person.setAccessibleName(words.format(view.person.name, say_role(view.person.role)))

    def _say_age(self, view: LineView) -> str:
        if view.age_s is None:
            return self.tr("No message yet")
        if view.age_s < 60:
            seconds = QLocale().toString(view.age_s, "f", 1)
            return self.tr("Last message: {0} s ago").format(seconds)
        return self.tr("Last message: {0} min ago").format(QLocale().toString(int(view.age_s // 60)))

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(look.px(12))
        self.plate.set_look(look)
        self.setFixedHeight(look.touch_px)
        # As wide as the longest text that may stand here: the bar must not twitch with every tenth of a second.
        self.age.setMinimumWidth(look.px(190))
        self.person.setFixedWidth(look.px(140))

    def retranslate(self, language: str, theme: str) -> None:
        """Write everything in the language of now."""
        codes = list(LANGUAGES)
        other = codes[(codes.index(language) + 1) % len(codes)]
        self.language.setText(LANGUAGES[other])
        self.station.setText(self.tr("Station"))
        self.theme.setText(self.tr("Dark") if theme == "light" else self.tr("Light"))
        self.show_line(self._view)
        self.show_access(self._access)


def _column(*labels: QLabel) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(0)
    column.addStretch(1)
    for label in labels:
        column.addWidget(label)
    column.addStretch(1)
    return column
