"""What is asked about an item that came back: was it so here, of which kind, and what is to be seen.

The way back is the page's own: it has one button for that, and one key.
"""

from PySide6.QtWidgets import QWidget

from inspector.domain.complaint import MAX_WHY
from inspector_gui.i18n.came_back import say_answer, say_kind, say_seen
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.came_back import CameBackView
from inspector_gui.viewmodels.came_back_question import AT_ONCE, Ask, Question
from inspector_gui.widgets.question_frame import QuestionFrame

COLUMNS = {Ask.ANSWER: 2, Ask.KIND: 2}  # in the others there are sentences on the buttons


class CameBackQuestions(QuestionFrame):
    """Nothing is decided here."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(numbered=AT_ONCE + 1, longest=MAX_WHY, parent=parent)
        self._view = CameBackView()
        self.lay_out(self.question)
        self.title.hide()
        self.go_back.hide()
        self.set_look(look)

    def show_question(self, view: CameBackView) -> None:
        """Ask this; what was typed for another question is forgotten."""
        before, self._view = self._view.question.ask, view
        now = view.question.ask
        self.turn(typed=now is Ask.TYPE_WHY, typed_before=before is Ask.TYPE_WHY, anew=now is not before)

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        view, asked = self._view, self._view.question
        self.question.say(self._say_question(asked))
        self.in_columns(COLUMNS.get(asked.ask, 1))
        self.say_choices(self._choices(asked))
        for button in self.numbered:
            button.setEnabled(view.may_answer)
        typed = asked.ask is Ask.TYPE_WHY
        for widget in (self.field, self.enter):
            widget.setVisible(typed)
        self.field.setAccessibleName(self.question.accessibleName())
        self.enter.setText("↵   " + self.tr("Send"))
        self.enter.setEnabled(bool(self.field.text().strip()) and view.may_answer)

    def _say_question(self, asked: Question) -> str:
        if asked.ask is Ask.ANSWER or asked.answer is None:
            return self.tr("How was it here, at the station?")
        if asked.ask is Ask.KIND:
            return self.tr("It was so here already. What is it?")
        return self.tr("{0}. What is to be seen?").format(say_answer(asked.answer, asked.label).capitalize())

    def _choices(self, asked: Question) -> list[str]:
        match asked.ask:
            case Ask.ANSWER:
                return [self.tr("It was so already"), self.tr("It was fine"), self.tr("Cannot tell")]
            case Ask.KIND:
                return [*map(say_kind, asked.shown_kinds), self.tr("Others")]
            case Ask.WHY:
                return [*map(say_seen, asked.reasons), self.tr("Another: type it")]
            case _:
                return []
