"""What is asked before an order leaves: why, and, where items will go on unjudged, whether that is meant."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from inspector.domain.hold import MAX_REASON
from inspector_gui.i18n.orders import say_meaning, say_order, say_order_reason
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.order_reasons import HoldReason, ModeReason
from inspector_gui.viewmodels.orders import Ask, OrdersView
from inspector_gui.widgets.elided_button import ElidedButton
from inspector_gui.widgets.wrapped_label import WrappedLabel

NUMBERED = max(len(HoldReason), len(ModeReason)) + 1


class OrderQuestions(QFrame):
    """Nothing is decided here: `picked` gives a button's number, `entered` what was typed."""

    picked = Signal(int)
    entered = Signal(str)
    back = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self._view: OrdersView | None = None
        self.title, self.question, self.meaning = (WrappedLabel(self) for _ in range(3))
        self.numbered = [ElidedButton(self) for _ in range(NUMBERED)]
        self.field = QLineEdit(self)
        self.enter, self.go_back = QPushButton(self), QPushButton(self)
        self._column, self._foot = QVBoxLayout(self), QGridLayout()
        self._lay_out()
        self.set_look(look)

    def _lay_out(self) -> None:
        self.title.setProperty("type", "medium")
        self.field.setMaxLength(MAX_REASON)
        for widget in (self.title, self.meaning, self.question, self.field, *self.numbered):
            self._column.addWidget(widget)
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
        self.enter.clicked.connect(lambda: self.entered.emit(self.field.text()))
        self.field.returnPressed.connect(lambda: self.entered.emit(self.field.text()))
        self.field.textChanged.connect(lambda text: self.enter.setEnabled(bool(text.strip())))
        self.go_back.clicked.connect(self.back)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        margin = look.px(12)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(look.px(5))
        self._foot.setSpacing(look.px(6))
        self.field.setFixedHeight(look.touch_px)
        for button in (*self.numbered, self.enter, self.go_back):
            button.setMinimumHeight(look.touch_px)
            button.setStyleSheet("text-align: left")

    def show_question(self, view: OrdersView) -> None:
        """Ask this; what was typed for another question is forgotten."""
        before = self._view.ask if self._view is not None else Ask.ORDER
        self._view = view
        if view.ask is not before:
            self.field.clear()
        typing = self.field.hasFocus()
        self.retranslate()
        if view.ask is Ask.TYPE_REASON and before is not Ask.TYPE_REASON:
            self.field.setFocus()
        elif typing and view.ask is not Ask.TYPE_REASON:
            self.window().setFocus()  # the numbers are keys of the window again

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        view = self._view
        if view is None or view.order is None:
            return
        order, sure, typed = view.order, view.ask is Ask.SURE, view.ask is Ask.TYPE_REASON
        self.title.say(say_order(order))
        self.meaning.say(say_meaning(order))
        self.meaning.setStyleSheet("font-weight: 700" if sure else "")
        self.question.say(self._say_question(view))
        choices = [] if typed else [self.tr("Yes: {0}").format(say_order(order))] if sure else self._reasons(view)
        for number, button in enumerate(self.numbered, start=1):
            button.setVisible(number <= len(choices))
            button.say(f"{number}   {choices[number - 1]}" if number <= len(choices) else "")
        for widget in (self.field, self.enter):
            widget.setVisible(typed)
        self.enter.setText("↵   " + self.tr("Go on"))
        self.enter.setEnabled(bool(self.field.text().strip()))
        self.field.setAccessibleName(self.question.accessibleName())
        self.go_back.setText("Esc   " + (self.tr("No, leave it") if sure else self.tr("Back")))

    def _say_question(self, view: OrdersView) -> str:
        if view.ask is not Ask.SURE:
            return self.tr("Why?")
        return self.tr("Because: {0}. Is that meant?").format(say_order_reason(view.reason))

    def _reasons(self, view: OrdersView) -> list[str]:
        known = [say_order_reason(reason) for reason in view.order.reasons] if view.order is not None else []
        return [*known, self.tr("Another: type it")]
