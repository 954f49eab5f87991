"""Signing in: the names to press, a pad for the PIN, and what became of it. The line and its alarms stay in sight."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from inspector_gui.i18n.access import say_hitch, say_role
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.sign_in import SignInModel
from inspector_gui.widgets.elided_button import ElidedButton
from inspector_gui.widgets.pin_pad import PinPad
from inspector_gui.widgets.wrapped_label import WrappedLabel

COLUMNS = 2


class SignInPage(QFrame):
    """Joins the model with its widgets; keys are the window's."""

    def __init__(self, look: Look, model: SignInModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self._model, self._look = model, look
        self.title, self.hint, self.notice = QLabel(self), WrappedLabel(self), WrappedLabel(self)
        self.names: list[ElidedButton] = []
        self.pad, self.leave = PinPad(look, self), QPushButton(self)
        self._list, self._scroll = QWidget(self), QScrollArea(self)
        self._name_grid = QGridLayout(self._list)
        self._frame, self._left, self._right = QHBoxLayout(self), QVBoxLayout(), QVBoxLayout()
        self._lay_out()
        model.changed.connect(self.show_sign_in)
        self.pad.digit.connect(model.digit)
        self.pad.erase.connect(model.erase)
        self.pad.enter.connect(model.enter)
        self.leave.clicked.connect(model.close)
        self.set_look(look)

    def _lay_out(self) -> None:
        self.title.setProperty("type", "large")
        self.notice.setStyleSheet("font-weight: 700")
        self._scroll.setWidget(self._list)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._name_grid.setContentsMargins(0, 0, 0, 0)
        self._name_grid.setRowStretch(1000, 1)
        for column in range(COLUMNS):
            self._name_grid.setColumnStretch(column, 1)
        self.leave.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._left.addWidget(self.title)
        self._left.addWidget(self.hint)
        self._left.addWidget(self._scroll, 1)
        self._right.addWidget(self.notice)
        self._right.addWidget(self.pad, 1)
        self._right.addWidget(self.leave)
        self._frame.addLayout(self._left, 3)
        self._frame.addLayout(self._right, 2)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._look = look
        margin = look.px(12)
        self._frame.setContentsMargins(margin, margin, margin, margin)
        self._frame.setSpacing(look.px(16))
        for layout in (self._left, self._right):
            layout.setSpacing(look.px(8))
        self._name_grid.setSpacing(look.px(6))
        self.leave.setMinimumHeight(look.touch_px)
        self.notice.setMinimumHeight(look.px(44))
        self.pad.set_look(look)
        for button in self.names:
            button.setMinimumHeight(look.touch_px)
        self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        self.title.setText(self.tr("Who are you?"))
        self.hint.say(self.tr("Press your name and type your PIN, or scan your badge."))
        self.leave.setText("Esc   " + self.tr("Back, without signing in"))
        self.pad.retranslate()
        self.show_sign_in()

    def show_sign_in(self) -> None:
        """Show what the model says."""
        view = self._model.view
        while len(self.names) < len(view.people):
            self._add_name()
        for place, button in enumerate(self.names):
            button.setVisible(place < len(view.people))
            if place < len(view.people):
                one = view.people[place]
                button.say(f"{one.name} · {say_role(one.role)}")
                button.setChecked(one.name == view.chosen)
                button.setEnabled(not view.waiting)
                if button.isChecked() and self.isVisible():
                    self._scroll.ensureWidgetVisible(button)
        self.notice.say(say_hitch(view))
        hint = self.tr("PIN") if view.chosen else self.tr("First your name")
        self.pad.show_typed(view.digits, ready=bool(view.chosen) and not view.waiting, hint=hint)

    def _add_name(self) -> None:
        button = ElidedButton(self._list)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setMinimumHeight(self._look.touch_px)
        place = len(self.names)
        button.clicked.connect(lambda _checked=False, n=place: self._pressed(n))
        self._name_grid.addWidget(button, place // COLUMNS, place % COLUMNS)
        self.names.append(button)

    def _pressed(self, place: int) -> None:
        people = self._model.view.people
        if place < len(people):
            self._model.choose(people[place].name)
        self.show_sign_in()
