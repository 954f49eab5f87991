"""A question to whoever stands at the window: numbered buttons or a line to type in, and a way back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from inspector_gui.theme.look import Look
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.elided_button import ElidedButton
from inspector_gui.widgets.steady import steady
from inspector_gui.widgets.wrapped_label import WrappedLabel


class QuestionFrame(QFrame):
    """Nothing is decided here: `picked` gives a button's number, `entered` what was typed.

    Its owner puts words and, with `lay_out`, the order into it.
    """

    picked = Signal(int)
    entered = Signal(str)
    back = Signal()

    def __init__(self, *, numbered: int, longest: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self.title, self.question = WrappedLabel(self), WrappedLabel(self)
        self.title.setProperty("type", "medium")
        self.numbered = [ElidedButton(self) for _ in range(numbered)]
        self.field = QLineEdit(self)
        self.field.setMaxLength(longest)
        self.enter, self.go_back = QPushButton(self), QPushButton(self)
        self._column, self._foot, self._numbers = QVBoxLayout(self), QGridLayout(), QGridLayout()
        self._columns = 0

    def lay_out(self, *words: WrappedLabel, below: QWidget | None = None) -> None:
        """The words from above to below, then what can be pressed; `below` takes the room that is left."""
        for widget in (*words, self.field):
            self._column.addWidget(widget)
        self._column.addLayout(self._numbers)
        self.in_columns(1)
        if below is not None:
            self._column.addWidget(below, 5)
        self._column.addStretch(1)
        self._column.addLayout(self._foot)
        self._foot.addWidget(self.enter, 0, 0)
        self._foot.addWidget(self.go_back, 0, 1)
        for column in (0, 1):
            self._foot.setColumnStretch(column, 1)
        for number, numbered in enumerate(self.numbered, start=1):
            numbered.clicked.connect(lambda _checked=False, n=number: self.picked.emit(n))
        for button in (*self.numbered, self.enter, self.go_back):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        steady(self, (*self.numbered, self.enter, self.go_back))
        self.enter.clicked.connect(lambda: self.entered.emit(self.field.text()))
        self.field.returnPressed.connect(lambda: self.entered.emit(self.field.text()))
        self.field.textChanged.connect(lambda text: self.enter.setEnabled(bool(text.strip())))
        self.go_back.clicked.connect(self.back)

    def in_columns(self, columns: int) -> None:
        """The choices in so many columns from now on."""
        if columns == self._columns:
            return
        self._columns = columns
        for button in self.numbered:
            self._numbers.removeWidget(button)
        for place, button in enumerate(self.numbered):
            self._numbers.addWidget(button, place // columns, place % columns)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        margin = look.px(12)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(look.px(5))
        self._numbers.setSpacing(look.px(5))
        self._foot.setSpacing(look.px(6))
        self.field.setFixedHeight(look.touch_px)
        for button in (*self.numbered, self.enter, self.go_back):
            button.setMinimumHeight(look.touch_px)
            restyle(button, "text-align: left")

    def say_choices(self, choices: list[str]) -> None:
        """As many buttons as there are choices."""
        for number, button in enumerate(self.numbered, start=1):
            button.setVisible(number <= len(choices))
            button.say(f"{number}   {choices[number - 1]}" if number <= len(choices) else "")

    def turn(self, *, typed: bool, typed_before: bool, anew: bool) -> None:
        """The next question is shown; `anew`: what was typed for another one is forgotten.."""
        if anew:
            self.field.clear()
        typing = self.field.hasFocus()
        self.retranslate()
        if typed and not typed_before:
            self.field.setFocus()
        elif typing and not typed:
            self.window().setFocus()  # the numbers are keys of the window again

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        raise AssertionError("the owner writes the words")
