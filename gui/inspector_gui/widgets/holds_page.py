"""The holds' page: all that stand, the chosen one in full, and the questions when one is released or raised."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from inspector_gui.i18n.access import say_denied
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.hold_desk import HoldDeskModel
from inspector_gui.viewmodels.hold_question import Ask
from inspector_gui.viewmodels.queue_view import Knowledge
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.elided import ElidedLabel
from inspector_gui.widgets.hold_details import HoldDetails
from inspector_gui.widgets.hold_questions import HoldQuestions
from inspector_gui.widgets.hold_row import HoldRow
from inspector_gui.widgets.row_list import RowList


class HoldsPage(QWidget):
    """Joins the holds' models with their widgets; keys are the window's. `look_at` gives an isolated item's record."""

    look_at = Signal(str)

    def __init__(self, look: Look, desk: HoldDeskModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.by_hand, self.status = QPushButton(self), ElidedLabel(self)
        self.list = RowList(look, HoldRow, self._pressed, parent=self)
        self._panel = QFrame(self)
        self._stack = QStackedWidget(self._panel)
        self.details, self.questions = HoldDetails(look, self), HoldQuestions(look, self)
        self._head, self._body, self._frame = QHBoxLayout(), QGridLayout(), QVBoxLayout(self)
        self._lay_out()
        self._connect()
        self.set_look(look)

    def _lay_out(self) -> None:
        self.by_hand.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._head.addWidget(self.by_hand)
        self._head.addWidget(self.status, 1)
        self._panel.setProperty("panel", "true")
        inside = QVBoxLayout(self._panel)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._stack)
        self._stack.addWidget(self.details)
        self._stack.addWidget(self.questions)
        self._body.addWidget(self.list, 0, 0)
        self._body.addWidget(self._panel, 0, 1)
        self._body.setColumnStretch(0, 1)
        self._body.setColumnStretch(1, 1)
        self._frame.setContentsMargins(0, 0, 0, 0)
        self._frame.addLayout(self._head)
        self._frame.addLayout(self._body, 1)

    def _connect(self) -> None:
        desk = self._desk
        desk.changed.connect(self.show_holds)
        self.by_hand.clicked.connect(desk.raise_by_hand)
        self.details.release.connect(desk.release)
        self.details.look_at_items.connect(self.look_at_items)
        self.questions.picked.connect(desk.pick)
        self.questions.entered.connect(desk.enter)
        self.questions.back.connect(desk.back)

    def look_at_items(self) -> None:
        """Turn to the first isolated item that waits because of the chosen hold."""
        first = self._desk.view.items.first
        if first:
            self.look_at.emit(first)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        for layout in (self._frame, self._body):
            layout.setSpacing(look.px(6))
        self._head.setSpacing(look.px(12))
        self.by_hand.setMinimumSize(look.px(290), look.touch_px)
        self.list.set_look(look)
        self.details.set_look(look)
        self.questions.set_look(look)
        self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        self.by_hand.setText("H   " + self.tr("Hold a group by hand"))
        self.questions.retranslate()
        self.show_holds()

    def show_holds(self) -> None:
        """Show what the model says."""
        view = self._desk.view
        for row, hold in zip(self.list.shown(len(view.holds)), view.holds, strict=True):
            row.show_hold(hold, chosen=hold == view.chosen)
        self.by_hand.setEnabled(view.may_raise)
        self.details.show_desk(view)
        self.questions.show_question(view.question)  # before it is hidden: it gives the keyboard back
        asking = view.question.ask is not Ask.NOTHING
        self._stack.setCurrentWidget(self.questions if asking else self.details)
        self.status.say(self._say_status(view.knowledge))
        restyle(self.status, "" if view.knowledge is Knowledge.FRESH else "font-weight: 700")

    def step_by(self, by: int) -> None:
        """Choose a neighbour and bring it into sight."""
        self._desk.step_by(by)
        self.list.scroll_to_chosen()

    def _say_status(self, knowledge: Knowledge) -> str:
        if knowledge is Knowledge.FRESH:
            return say_denied(self._desk.view.raise_denied) or self.tr("You act as {0}").format(self._desk.operator)
        if knowledge is Knowledge.UNKNOWN:
            return self.tr("The station has not been heard yet")
        return self.tr("OLD: the station is not heard; other things may be held now")

    def _pressed(self, row: HoldRow) -> None:
        if row.hold is not None:
            self._desk.choose(row.hold.id)
        self.show_holds()
