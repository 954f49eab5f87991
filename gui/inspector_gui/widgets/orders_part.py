"""How the station says that it stands, and what can be ordered of it, each order with what it does to the items."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from inspector.domain.access import Role
from inspector.domain.packml import PackMode
from inspector_gui.i18n.access import say_denied
from inspector_gui.i18n.orders import say_hold, say_meaning, say_mode, say_mode_meaning, say_outcome
from inspector_gui.i18n.words import CONDITIONS, PACK, say
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.line import Condition, LineView
from inspector_gui.viewmodels.orders import Ask, Order, OrdersModel
from inspector_gui.widgets.order_choices import OrderChoices
from inspector_gui.widgets.order_questions import OrderQuestions
from inspector_gui.widgets.wrapped_label import WrappedLabel


class OrdersPart(QWidget):
    """Joins the model with its widgets; keys are the window's."""

    def __init__(self, look: Look, model: OrdersModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.title, self.state, self.mode, self.hold, self.why = (WrappedLabel(self) for _ in range(5))
        self.notice = WrappedLabel(self)
        self.choices, self.questions = OrderChoices(look, self), OrderQuestions(look, self)
        self._stack = QStackedWidget(self)
        self._left = QFrame(self)
        self._column, self._row = QVBoxLayout(self._left), QHBoxLayout(self)
        self._lay_out()
        model.changed.connect(self.show_orders)
        self.choices.chosen.connect(model.choose)
        self.questions.picked.connect(model.pick)
        self.questions.entered.connect(model.enter)
        self.questions.back.connect(model.back)
        self.set_look(look)

    def _lay_out(self) -> None:
        self._left.setProperty("panel", "true")
        self.title.setProperty("muted", "true")
        self.state.setProperty("type", "large")
        for label in (self.mode, self.notice):
            label.setStyleSheet("font-weight: 700")
        for label in (self.title, self.state, self.mode, self.hold, self.why):
            self._column.addWidget(label)
        self._column.addStretch(1)
        self._column.addWidget(self.notice)
        self._stack.addWidget(self.choices)
        self._stack.addWidget(self.questions)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self._left, 2)
        self._row.addWidget(self._stack, 3)
        self.title.setAlignment(Qt.AlignmentFlag.AlignTop)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        margin = look.px(12)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(look.px(6))
        self._row.setSpacing(look.px(6))
        self.choices.set_look(look)
        self.questions.set_look(look)
        self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        self.title.say(self.tr("How the station stands"))
        self.questions.retranslate()
        self.show_orders()

    def show_orders(self) -> None:
        """Show what the model says."""
        view = self._model.view
        line = view.line
        word, pack = say(CONDITIONS[line.condition]), say(PACK.get(line.pack, line.pack))
        self.state.say(f"{word} · {pack}" if pack else word)
        self.mode.say(self.tr("Mode: {0}").format(say_mode(line.mode)) if line.mode else self.tr("Mode: not known"))
        self.hold.say(say_hold(line.held_for) if line.held_for else "")
        self.hold.setVisible(bool(line.held_for))
        self.why.say(self._say_why(line))
        self.notice.say(say_outcome(view.outcome) or self._say_denied())
        self.choices.show_choices(view)
        self.questions.show_question(view)  # before it is hidden: it gives the keyboard back
        self._stack.setCurrentWidget(self.choices if view.ask is Ask.ORDER else self.questions)

    def _say_why(self, line: LineView) -> str:
        if not line.condition.trustworthy:
            return self._say_old()
        if line.condition is not Condition.NOT_RUNNING or line.mode == PackMode.MANUAL:
            return say_mode_meaning(line.mode)
        return say_meaning(Order.HOLD) if line.held_for else "; ".join(line.reasons)

    def _say_old(self) -> str:
        return self.tr("OLD: the station is not heard; it may stand otherwise by now. Nothing can be ordered.")

    def _say_denied(self) -> str:
        """The strictest reason among what may not be done."""
        denied = [choice.denied for choice in self._model.view.choices if choice.denied is not None]
        return say_denied(max(denied, key=lambda one: list(Role).index(one.least))) if denied else ""
