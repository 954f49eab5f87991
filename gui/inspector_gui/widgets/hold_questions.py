"""What is asked when a hold is released or raised: numbered buttons, or a line to type in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from inspector.domain.lot_group import Dimension
from inspector_gui.i18n.holds import DIMENSIONS, HOLD_REASONS, say_group
from inspector_gui.i18n.words import say
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.hold_question import BY_HAND, Ask, Question, Task
from inspector_gui.viewmodels.hold_reasons import RaiseReason, ReleaseReason
from inspector_gui.viewmodels.recent_groups import KEPT
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.elided_button import ElidedButton
from inspector_gui.widgets.steady import steady
from inspector_gui.widgets.wrapped_label import WrappedLabel

NUMBERED = max(KEPT, len(ReleaseReason), len(RaiseReason), len(BY_HAND))


class HoldQuestions(QWidget):
    """Nothing is decided here: `picked` gives a button's number, `entered` what was typed."""

    picked = Signal(int)
    entered = Signal(str)
    back = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question = Question()
        self.title, self.question, self.hint = (WrappedLabel(self) for _ in range(3))
        self.numbered = [ElidedButton(self) for _ in range(NUMBERED)]
        self.field = QLineEdit(self)
        self.other, self.enter, self.go_back = QPushButton(self), QPushButton(self), QPushButton(self)
        self._column, self._grid = QVBoxLayout(self), QGridLayout()
        self._lay_out()
        self._connect()
        self.set_look(look)

    def _lay_out(self) -> None:
        for label in (self.title, self.question, self.hint):
            self._column.addWidget(label)
        self._column.addWidget(self.field)
        for numbered in self.numbered:
            self._column.addWidget(numbered)
        self._column.addStretch(1)
        self._column.addLayout(self._grid)
        for button in (self.other, self.enter):  # never both
            self._grid.addWidget(button, 0, 0)
        self._grid.addWidget(self.go_back, 0, 1)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 2)
        for button in self.buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        steady(self, self.buttons)
        self.title.setProperty("type", "medium")

    def _connect(self) -> None:
        for number, button in enumerate(self.numbered, start=1):
            button.clicked.connect(lambda _checked=False, n=number: self.picked.emit(n))
        self.other.clicked.connect(lambda: self.picked.emit(1 + len(self._choices(self._question))))
        self.go_back.clicked.connect(self.back)
        self.enter.clicked.connect(lambda: self.entered.emit(self.field.text()))
        self.field.returnPressed.connect(lambda: self.entered.emit(self.field.text()))
        self.field.textChanged.connect(lambda text: self.enter.setEnabled(bool(text.strip())))

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """All of them, shown or not."""
        return (*self.numbered, self.other, self.enter, self.go_back)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        margin = look.px(12)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(look.px(5))
        self._grid.setSpacing(look.px(6))
        self.field.setFixedHeight(look.touch_px)
        for button in self.buttons:
            button.setMinimumHeight(look.touch_px)
            restyle(button, "text-align: left")

    def show_question(self, question: Question) -> None:
        """Ask this; what was typed for another question is forgotten."""
        before, self._question = self._question, question
        if question.ask is not before.ask:
            self.field.clear()
        typing = self.field.hasFocus()
        self.retranslate()
        if question.ask.typed and not before.ask.typed:
            self.field.setFocus()
        elif typing and not question.ask.typed:
            self.window().setFocus()  # the numbers are keys of the window again

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        asked = self._question
        self.title.say(self._say_title(asked))
        self.question.say(self._say_question(asked))
        self.hint.say(self._say_hint(asked))
        self.hint.setVisible(bool(self.hint.text()))
        restyle(self.hint, "font-weight: 700" if asked.misfit else "")
        self.field.setMaxLength(asked.longest)
        self.field.setAccessibleName(self.question.accessibleName())
        choices = self._choices(asked)
        for number, numbered in enumerate(self.numbered, start=1):
            numbered.setVisible(number <= len(choices))
            numbered.say(f"{number}   {choices[number - 1]}" if number <= len(choices) else "")
        self.other.setText(f"{len(choices) + 1}   {self._say_other(asked)}")
        self.other.setVisible(asked.ask in {Ask.NAME, Ask.REASON})
        for widget in (self.field, self.enter):
            widget.setVisible(asked.ask.typed)
        self.enter.setText(self._say_enter(asked))
        self.enter.setEnabled(bool(self.field.text().strip()))
        self.go_back.setText("Esc   " + self.tr("Back"))

    def _say_title(self, asked: Question) -> str:
        if asked.dimension is None:
            return self.tr("Hold a group of items by hand")
        group = say_group(asked.dimension, asked.name) if asked.name else say(DIMENSIONS[asked.dimension])
        return (self.tr("Release: {0}") if asked.task is Task.RELEASE else self.tr("Hold: {0}")).format(group)

    def _say_question(self, asked: Question) -> str:
        match asked.ask:
            case Ask.DIMENSION:
                return self.tr("What do the items have in common?")
            case Ask.NAME | Ask.TYPE_NAME:
                return self.tr("Which one?")
            case _:
                return self.tr("Why are they let go?") if asked.task is Task.RELEASE else self.tr("Why are they held?")

    def _say_hint(self, asked: Question) -> str:
        if asked.misfit and asked.dimension is Dimension.LOT:
            return self.tr("That is no lot. Write product, colon, lot: A-100:L7")
        if asked.ask is not Ask.TYPE_NAME:
            return ""
        if asked.dimension is Dimension.LOT:
            return self.tr("Write product, colon, lot: A-100:L7")
        return self.tr("Type it as it is written in the books, or scan it.")

    def _choices(self, asked: Question) -> tuple[str, ...]:
        match asked.ask:
            case Ask.DIMENSION:
                return tuple(say(DIMENSIONS[dimension]) for dimension in BY_HAND)
            case Ask.NAME:
                return asked.names
            case Ask.REASON:
                words = {str(reason): say(word) for reason, word in HOLD_REASONS.items()}
                return tuple(words[reason] for reason in asked.task.reasons)
            case _:
                return ()

    def _say_other(self, asked: Question) -> str:
        return self.tr("Another: type or scan it") if asked.ask is Ask.NAME else self.tr("Another: type it")

    def _say_enter(self, asked: Question) -> str:
        if asked.ask is Ask.TYPE_NAME:
            return "↵   " + self.tr("Go on")
        return "↵   " + (self.tr("Release") if asked.task is Task.RELEASE else self.tr("Hold"))
