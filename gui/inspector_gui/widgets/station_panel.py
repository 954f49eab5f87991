"""What concerns the station itself, in place of the page; line and alarms stay in sight."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.station_panel import Part, StationPanelModel
from inspector_gui.widgets.orders_part import OrdersPart
from inspector_gui.widgets.people_part import PeoplePart


class StationPanel(QWidget):
    """Joins the model with its widgets. Its keys count while it is shown: `let_keys` says when."""

    def __init__(self, look: Look, model: StationPanelModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.orders, self.people = OrdersPart(look, model.orders, self), PeoplePart(look, model.people, self)
        self.leave, self.tour, self.setup = (QPushButton(self) for _ in range(3))
        self._parts: dict[Part, QWidget] = {Part.ORDERS: self.orders, Part.PEOPLE: self.people}
        self.tabs = {part: QPushButton(self) for part in self._parts}
        self._stack = QStackedWidget(self)
        self._head, self._frame = QHBoxLayout(), QVBoxLayout(self)
        self._lay_out()
        self._keys = self._make_keys()
        model.changed.connect(self.show_panel)
        self.set_look(look)
        self.show_panel()

    def _lay_out(self) -> None:
        for part, tab in self.tabs.items():
            tab.setCheckable(True)
            tab.clicked.connect(lambda _checked=False, p=part: self._model.turn_to(p))
            self._head.addWidget(tab)
            self._stack.addWidget(self._parts[part])
        self._head.addWidget(self.setup)
        self._head.addWidget(self.tour)
        self._head.addStretch(1)
        self._head.addWidget(self.leave)
        self.leave.clicked.connect(self._model.close)
        for button in (*self.tabs.values(), self.setup, self.tour, self.leave):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._frame.setContentsMargins(0, 0, 0, 0)
        self._frame.addLayout(self._head)
        self._frame.addWidget(self._stack, 1)

    def _make_keys(self) -> list[QShortcut]:
        model = self._model
        return [
            *(self._key(str(n), lambda n=n: model.pick(n)) for n in range(10)),  # type: ignore[misc]
            *(self._key(key, self._enter) for key in ("Return", "Enter")),
            self._key("Backspace", model.erase, repeat=True),
            self._key("Up", lambda: self._step(-1), repeat=True),
            self._key("Down", lambda: self._step(1), repeat=True),
            self._key("P", lambda: model.turn_to(Part.PEOPLE)),
            self._key("H", lambda: model.turn_to(Part.ORDERS)),
            self._key("Esc", model.back),
        ]

    def _key(self, key: str, action: Callable[[], object], *, repeat: bool = False) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self.window())
        shortcut.setAutoRepeat(repeat)
        shortcut.activated.connect(action)
        return shortcut

    def _enter(self) -> None:
        """The shortcut is asked before the line that is typed in."""
        typing = self.window().focusWidget()
        if isinstance(typing, QLineEdit):
            typing.returnPressed.emit()
        else:
            self._model.enter()

    def _step(self, by: int) -> None:
        if self._model.view is Part.PEOPLE:
            self.people.step(by)

    def let_keys(self, *, enabled: bool) -> None:
        """Whether the panel is what the keys are for."""
        for shortcut in self._keys:
            shortcut.setEnabled(enabled)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._head.setSpacing(look.px(6))
        self._frame.setSpacing(look.px(6))
        for button in (*self.tabs.values(), self.setup, self.tour, self.leave):
            button.setMinimumSize(look.px(214), look.touch_px)
        self.orders.set_look(look)
        self.people.set_look(look)
        self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        self.tabs[Part.ORDERS].setText("H   " + self.tr("Hold and mode"))
        self.tabs[Part.PEOPLE].setText("P   " + self.tr("People"))
        self.setup.setText("F7   " + self.tr("Setup"))
        self.tour.setText("?   " + self.tr("Guided tour"))
        self.leave.setText("F10   " + self.tr("Back"))
        self.orders.retranslate()
        self.people.retranslate()

    def show_panel(self) -> None:
        """Show what the model says."""
        for part, tab in self.tabs.items():
            tab.setChecked(part is self._model.view)
        if self._model.view in self._parts:
            self._stack.setCurrentWidget(self._parts[self._model.view])
