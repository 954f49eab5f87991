"""A number that is typed, or stepped with a finger: its name, less, the value, more."""

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QHBoxLayout, QPushButton, QWidget

from inspector_gui.theme.look import Look
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.wrapped_label import WrappedLabel


class NumberField(QWidget):
    """`number` is Qt's field, without the arrows that no finger hits."""

    def __init__(self, least: float, most: float, digits: int, step: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name, self.number = WrappedLabel(self), QDoubleSpinBox(self)
        self.less, self.more = QPushButton("−", self), QPushButton("+", self)
        self.number.setDecimals(digits)
        self.number.setRange(least, most)
        self.number.setSingleStep(step)
        self.number.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.number.setKeyboardTracking(False)
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.name.setProperty("type", "small")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.name, 1)
        for button, by in ((self.less, -1), (self.more, 1)):
            button.setAutoRepeat(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, n=by: self.number.stepBy(n))
        for widget in (self.less, self.number, self.more):
            self._row.addWidget(widget)

    def say_name(self, name: str) -> None:
        """In the language of now, as is the number; it is the name of all three for whoever does not see them."""
        self.number.setLocale(QLocale())
        self.name.say(name)
        self.number.setAccessibleName(name)
        for button in (self.less, self.more):
            button.setAccessibleName(f"{name} {button.text()}")

    def show_value(self, value: float) -> None:
        """What the model says; nobody changed it."""
        if round(self.number.value(), self.number.decimals()) != round(value, self.number.decimals()):
            self.number.blockSignals(True)  # noqa: FBT003 - Qt's signature
            self.number.setValue(value)
            self.number.blockSignals(False)  # noqa: FBT003 - Qt's signature

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._row.setSpacing(look.px(3))
        for button in (self.less, self.more):
            button.setFixedSize(look.touch_px, look.touch_px)
        self.number.setFixedSize(look.px(100), look.touch_px)
        palette = self.number.palette()
        palette.setColor(QPalette.ColorRole.Base, look.colour("button"))
        self.number.setPalette(palette)  # a style sheet for Qt's field leaves no room for the number
        sheet = f"background: {look.colour('button').name()}; border: none; padding: 0;"
        restyle(self.number.lineEdit(), sheet)  # its own: the palette of the field ends where it was polished before
