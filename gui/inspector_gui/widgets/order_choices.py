"""The orders, one button each, and beside it what it does to the items."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QWidget

from inspector_gui.i18n.orders import say_meaning, say_order
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.orders import Choice, OrdersView
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.wrapped_label import WrappedLabel

MOST = 4


class OrderChoices(QFrame):
    """`chosen` gives the order. What is so already is marked, and can not be pressed."""

    chosen = Signal(object)  # Order

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self._choices: tuple[Choice, ...] = ()
        self.buttons = [QPushButton(self) for _ in range(MOST)]
        self.meanings = [WrappedLabel(self) for _ in range(MOST)]
        self._grid = QGridLayout(self)
        for row, (button, meaning) in enumerate(zip(self.buttons, self.meanings, strict=True)):
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, n=row: self._pressed(n))
            self._grid.addWidget(button, row, 0)
            self._grid.addWidget(meaning, row, 1)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        self._grid.setRowStretch(MOST, 1)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        margin = look.px(12)
        self._grid.setContentsMargins(margin, margin, margin, margin)
        self._grid.setHorizontalSpacing(look.px(12))
        self._grid.setVerticalSpacing(look.px(10))
        for button in self.buttons:
            button.setMinimumHeight(look.touch_px)
            restyle(button, "text-align: left")

    def show_choices(self, view: OrdersView) -> None:
        """Show these."""
        self._choices = view.choices
        for row, (button, meaning) in enumerate(zip(self.buttons, self.meanings, strict=True)):
            there = row < len(view.choices)
            button.setVisible(there)
            meaning.setVisible(there)
            if there:
                choice = view.choices[row]
                button.setText(f"{row + 1}   {say_order(choice.order)}")
                button.setChecked(choice.now)
                button.setEnabled(not choice.now and choice.denied is None and not view.waiting)
                meaning.say(say_meaning(choice.order))

    def _pressed(self, row: int) -> None:
        choice = self._choices[row]
        self.buttons[row].setChecked(choice.now)  # the station says what is so, not the finger
        self.chosen.emit(choice.order)
