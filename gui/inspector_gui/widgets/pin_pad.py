"""Twelve keys and the digits that were typed, as dots."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from inspector_gui.theme.look import Look
from inspector_gui.widgets.dressed import restyle

KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "", "0", "")
DOT = "●"


class PinPad(QWidget):
    """`digit` gives the one that was pressed; nothing is kept here."""

    digit = Signal(str)
    erase = Signal()
    enter = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.typed = QLabel(self)
        self.typed.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.typed.setProperty("type", "large")
        self.keys = [QPushButton(key, self) for key in KEYS]
        self.back, self.go = self.keys[9], self.keys[11]
        self._grid = QGridLayout(self)
        self._grid.addWidget(self.typed, 0, 0, 1, 3)
        for place, button in enumerate(self.keys):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
            self._grid.addWidget(button, 1 + place // 3, place % 3)
            if KEYS[place]:
                button.clicked.connect(lambda _checked=False, key=KEYS[place]: self.digit.emit(key))
        for column in range(3):
            self._grid.setColumnStretch(column, 1)
        self.back.clicked.connect(self.erase)
        self.go.clicked.connect(self.enter)
        self.set_look(look)

    def show_typed(self, digits: int, *, ready: bool, hint: str) -> None:
        """So many digits; `ready`: something can be typed now. `hint` stands where nothing is typed yet."""
        self.typed.setText(" ".join(DOT * digits) or hint)
        for button in self.keys:
            button.setEnabled(ready)
        self.back.setEnabled(ready and digits > 0)
        self.go.setEnabled(ready and digits > 0)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(look.px(6))
        self.typed.setMinimumHeight(look.px(34))
        for button in self.keys:
            button.setMinimumHeight(look.touch_px)
            restyle(button, f"font-size: {look.px(15 if button is self.go else 20)}px; padding: 0")

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        self.back.setText("⌫")
        self.back.setAccessibleName(self.tr("Take the last digit back"))
        self.go.setText(self.tr("Sign in"))
