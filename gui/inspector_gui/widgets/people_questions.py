"""What is asked when an account is changed: numbered buttons, a line to type in, or a pad for the PIN."""

from PySide6.QtWidgets import QWidget

from inspector.domain.review import MAX_NAME
from inspector_gui.i18n.access import say_role
from inspector_gui.i18n.people import say_may, say_misfit, say_question, say_task
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.people_question import ROLES, Ask, Question
from inspector_gui.widgets.pin_pad import PinPad
from inspector_gui.widgets.question_frame import QuestionFrame
from inspector_gui.widgets.wrapped_label import WrappedLabel


class PeopleQuestions(QuestionFrame):
    """Nothing is decided here."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(numbered=len(ROLES), longest=MAX_NAME, parent=parent)
        self._asked = Question()
        self.hint = WrappedLabel(self)
        self.hint.setStyleSheet("font-weight: 700")
        self.pad = PinPad(look, self)
        self.lay_out(self.title, self.question, self.hint, below=self.pad)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        super().set_look(look)
        self.pad.set_look(look)

    def show_question(self, asked: Question) -> None:
        """Ask this; what was typed for another question is forgotten."""
        before, self._asked = self._asked.ask, asked
        self.turn(typed=asked.ask is Ask.NAME, typed_before=before is Ask.NAME, anew=asked.ask is not before)

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
        self.say_choices(choices)
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
