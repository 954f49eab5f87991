"""One account in full, and what can be done about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from inspector_gui.i18n.access import say_role
from inspector_gui.i18n.people import say_may, say_notice, say_status, say_task, say_ways
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.people import PeopleView
from inspector_gui.viewmodels.people_question import Task
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.wrapped_label import WrappedLabel

MOST = 6


class PersonDetails(QFrame):
    """`picked` gives the number of the button that was pressed. Nothing is decided here."""

    picked = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self.name, self.role, self.ways, self.notice = (WrappedLabel(self) for _ in range(4))
        self.buttons = [QPushButton(self) for _ in range(MOST)]
        self._column, self._grid = QVBoxLayout(self), QGridLayout()
        self.name.setProperty("type", "medium")
        self.notice.setStyleSheet("font-weight: 700")
        for label in (self.name, self.role, self.ways):
            self._column.addWidget(label)
        self._column.addStretch(1)
        self._column.addWidget(self.notice)
        self._column.addLayout(self._grid)
        for place, button in enumerate(self.buttons):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _checked=False, n=place + 1: self.picked.emit(n))
            self._grid.addWidget(button, place // 2, place % 2)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        margin = look.px(12)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(look.px(6))
        self._grid.setSpacing(look.px(6))
        for button in self.buttons:
            button.setMinimumHeight(look.touch_px)
            restyle(button, "text-align: left")

    def show_people(self, view: PeopleView, tasks: tuple[Task, ...]) -> None:
        """Show this."""
        chosen, status = view.chosen, say_status(view)
        self.name.say(chosen.name if chosen is not None else status)
        self.role.say(f"{say_role(chosen.role)}: {say_may(chosen.role)}" if chosen is not None else "")
        self.ways.say(say_ways(chosen) if chosen is not None else "")
        for label in (self.role, self.ways):
            label.setVisible(chosen is not None)
        self.notice.say(say_notice(view))
        self.notice.setVisible(bool(self.notice.text()))
        for number, (button, task) in enumerate(zip(self.buttons, tasks, strict=True), start=1):
            button.setText(f"{number}   {say_task(task)}")
            button.setEnabled(view.may(task))
