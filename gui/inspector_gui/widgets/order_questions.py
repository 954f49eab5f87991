"""What is asked before an order leaves: why, and, where items will go on unjudged, whether that is meant."""

from PySide6.QtWidgets import QWidget

from inspector.domain.hold import MAX_REASON
from inspector_gui.i18n.orders import say_meaning, say_order, say_order_reason
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.order_reasons import HoldReason, ModeReason
from inspector_gui.viewmodels.orders import Ask, OrdersView
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.question_frame import QuestionFrame
from inspector_gui.widgets.wrapped_label import WrappedLabel

NUMBERED = max(len(HoldReason), len(ModeReason)) + 1


class OrderQuestions(QuestionFrame):
    """Nothing is decided here."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(numbered=NUMBERED, longest=MAX_REASON, parent=parent)
        self._view: OrdersView | None = None
        self.meaning = WrappedLabel(self)
        self.lay_out(self.title, self.meaning, self.question)
        self.set_look(look)

    def show_question(self, view: OrdersView) -> None:
        """Ask this; what was typed for another question is forgotten."""
        before = self._view.ask if self._view is not None else Ask.ORDER
        self._view = view
        self.turn(
            typed=view.ask is Ask.TYPE_REASON,
            typed_before=before is Ask.TYPE_REASON,
            anew=view.ask is not before,
        )

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        view = self._view
        if view is None or view.order is None:
            return
        order, sure, typed = view.order, view.ask is Ask.SURE, view.ask is Ask.TYPE_REASON
        self.title.say(say_order(order))
        self.meaning.say(say_meaning(order))
        restyle(self.meaning, "font-weight: 700" if sure else "")
        self.question.say(self._say_question(view))
        choices = [] if typed else [self.tr("Yes: {0}").format(say_order(order))] if sure else self._reasons(view)
        self.say_choices(choices)
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
