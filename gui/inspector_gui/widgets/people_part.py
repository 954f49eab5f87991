"""Everybody who has an account, the chosen one in full, and the questions when something is changed."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.people import PeopleModel
from inspector_gui.viewmodels.people_question import Ask
from inspector_gui.widgets.people_questions import PeopleQuestions
from inspector_gui.widgets.person_details import PersonDetails
from inspector_gui.widgets.person_row import PersonRow
from inspector_gui.widgets.row_list import RowList


class PeoplePart(QWidget):
    """Joins the model with its widgets; keys are the window's."""

    def __init__(self, look: Look, model: PeopleModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.list = RowList(look, PersonRow, self._pressed, parent=self)
        self.details, self.questions = PersonDetails(look, self), PeopleQuestions(look, self)
        self._stack, self._row = QStackedWidget(self), QHBoxLayout(self)
        self._stack.addWidget(self.details)
        self._stack.addWidget(self.questions)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.list, 2)
        self._row.addWidget(self._stack, 3)
        model.changed.connect(self.show_people)
        self.details.picked.connect(model.pick)
        self.questions.picked.connect(model.pick)
        self.questions.entered.connect(model.enter_name)
        self.questions.back.connect(model.back)
        self.questions.pad.digit.connect(model.digit)
        self.questions.pad.erase.connect(model.erase)
        self.questions.pad.enter.connect(model.enter)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._row.setSpacing(look.px(6))
        for part in (self.list, self.details, self.questions):
            part.set_look(look)
        self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        self.questions.retranslate()
        self.show_people()

    def show_people(self) -> None:
        """Show what the model says."""
        view = self._model.view
        for row, person in zip(self.list.shown(len(view.people)), view.people, strict=True):
            row.show_person(person, chosen=person == view.chosen)
        self.details.show_people(view, self._model.tasks)
        self.questions.show_question(view.question)  # before it is hidden: it gives the keyboard back
        asking = view.question.ask is not Ask.NOTHING
        self._stack.setCurrentWidget(self.questions if asking else self.details)

    def step(self, by: int) -> None:
        """Choose a neighbour and bring it into sight."""
        self._model.step(by)
        self.list.scroll_to_chosen()

    def _pressed(self, row: PersonRow) -> None:
        if row.person is not None:
            self._model.choose(row.person.name)
        self.show_people()
