"""What is asked when an account is changed: numbered buttons, a line to type in, or a pad for the PIN."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from inspector.domain.review import MAX_NAME
from inspector_gui.i18n.access import say_role
from inspector_gui.i18n.people import say_may, say_misfit, say_question, say_task
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.people_question import ROLES, Ask, Question
from inspector_gui.widgets.elided_button import ElidedButton
from inspector_gui.widgets.pin_pad import PinPad
from inspector_gui.widgets.wrapped_label import WrappedLabel


class PeopleQuestions(QFrame):
    """Nothing is decided here: `picked` gives a button's number, `entered` what was typed."""

    picked = Signal(int)
    entered = Signal(str)
    back = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self._asked = Question()
        self.title, self.question, self.hint = (WrappedLabel(self) for _ in range(3))
        self.numbered = [ElidedButton(self) for _ in range(len(ROLES))]
        self.field, self.pad = QLineEdit(self), PinPad(look, self)
        self.enter, self.go_back = QPushButton(self), QPushButton(self)
        self._column, self._foot = QVBoxLayout(self), QGridLayout()
        self._lay_out()
        self.set_look(look)

    def _lay_out(self) -> None:
        self.title.setProperty("type", "medium")
        self.hint.setStyleSheet("font-weight: 700")
        self.field.setMaxLength(MAX_NAME)
        for widget in (self.title, self.question, self.hint, self.field, *self.numbered):
            self._column.addWidget(widget)
        self._column.addWidget(self.pad, 5)
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
        self.pad.set_look(look)
        for button in (*self.numbered, self.enter, self.go_back):
            button.setMinimumHeight(look.touch_px)
            button.setStyleSheet("text-align: left")

    def show_question(self, asked: Question) -> None:
        """Ask this; what was typed for another question is forgotten."""
        before, self._asked = self._asked.ask, asked
        if asked.ask is not before:
            self.field.clear()
        typing = self.field.hasFocus()
        self.retranslate()
        if asked.ask is Ask.NAME and before is not Ask.NAME:
            self.field.setFocus()
        elif typing and asked.ask is not Ask.NAME:
            self.window().setFocus()  # the numbers are keys of the window again

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        asked = self._asked
        if asked.ask is Ask.NOTHING:
            return
        self.title.say(f"{say_task(asked.task)}: {asked.name}" if asked.name else say_task(asked.task))
        self.question.say(say_question(asked.ask, asked.task))
        self.hint.say(say_misfit(asked.misfit))
        self.hint.setVisible(bool(self.hint.text()))
        choices = self._choices(asked)
        for number, numbered in enumerate(self.numbered, start=1):
            numbered.setVisible(number <= len(choices))
            numbered.say(f"{number}   {choices[number - 1]}" if number <= len(choices) else "")
        for widget in (self.field, self.enter):
            widget.setVisible(asked.ask is Ask.NAME)
        self.field.setAccessibleName(self.question.accessibleName())
        self.enter.setText("↵   " + self.tr("Go on"))
        self.enter.setEnabled(bool(self.field.text().strip()))
        self.pad.setVisible(asked.ask.is_pin)
        self.pad.retranslate()
        self.pad.show_typed(len(asked.typed), ready=True, hint=self.tr("PIN"))
        self.pad.go.setText("↵")
        self.pad.go.setAccessibleName(self.tr("Go on"))
        self.go_back.setText("Esc   " + (self.tr("No, leave it") if asked.ask is Ask.SURE else self.tr("Back")))

    def _choices(self, asked: Question) -> list[str]:
        match asked.ask:
            case Ask.ROLE:
                return [f"{say_role(role)}: {say_may(role)}" for role in ROLES]
            case Ask.WAY:
                return [self.tr("With a PIN"), self.tr("With a badge")]
            case Ask.SURE:
                return [self.tr("Yes: {0}").format(say_task(asked.task))]
            case _:
                return []
