"""What becomes of the answered item: what the station proposes first and large, the others below, then the grade."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from inspector.domain.dispositioning import GRADES as GRADE_NAMES
from inspector.domain.dispositioning import Fate
from inspector_gui.i18n.fates import GRADES, say_fate
from inspector_gui.i18n.words import ANSWERS, say, say_class
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.deciding import FATES, FIRST_FATE, LATER, Deciding
from inspector_gui.viewmodels.queue_view import Choosing, QueueView
from inspector_gui.widgets.dressed import restyle

_PROPOSED = "text-align: left; font-weight: 700"


class FateChoices(QWidget):
    """`picked` gives the number of the button, `back` leaves the grades; nothing is decided here."""

    picked = Signal(int)
    back = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = QueueView()
        self.question = QLabel(self)
        self.question.setWordWrap(True)
        self.proposal, self.later, self.go_back = QPushButton(self), QPushButton(self), QPushButton(self)
        self.fates = {fate: QPushButton(self) for fate in FATES}
        self.grades = {grade: QPushButton(self) for grade in GRADE_NAMES}
        numbered = {1: self.proposal, LATER: self.later}
        numbered |= dict(enumerate(self.fates.values(), start=FIRST_FATE))
        for number, button in numbered.items():
            button.clicked.connect(lambda _checked=False, n=number: self.picked.emit(n))
        for number, button in enumerate(self.grades.values(), start=1):
            button.clicked.connect(lambda _checked=False, n=number: self.picked.emit(n))
        self.go_back.clicked.connect(self.back)
        self._grid = QGridLayout(self)
        self._lay_out()
        self.set_look(look)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """All of them, shown or not."""
        return (self.proposal, *self.fates.values(), self.later, *self.grades.values(), self.go_back)

    def show_queue(self, view: QueueView) -> None:
        """Show what can be pressed now."""
        self._view = view
        grading = view.choosing is Choosing.GRADE
        for button in (self.proposal, *self.fates.values(), self.later):
            button.setVisible(not grading)
        for button in (*self.grades.values(), self.go_back):
            button.setVisible(grading)
        deciding = view.deciding
        can = deciding is not None and not view.gone and view.denied is None
        self.proposal.setEnabled(can and deciding is not None and deciding.proposed is not None)
        for fate, button in self.fates.items():
            button.setEnabled(can and deciding is not None and deciding.may_become(fate))
        for button in self.grades.values():
            button.setEnabled(can)
        self.retranslate()

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(look.px(6))
        for button in self.buttons:
            button.setMinimumHeight(look.touch_px)
            restyle(button, _PROPOSED if button is self.proposal else "text-align: left")
        self.proposal.setMinimumHeight(round(look.touch_px * 1.5))

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        deciding = self._view.deciding
        self.question.setText(self._ask(deciding, grading=self._view.choosing is Choosing.GRADE))
        best = None if deciding is None else deciding.proposed
        words = self.tr("Nothing is proposed")
        if best is not None:
            words = self.tr("Proposed: {0}").format(say_fate(best.fate, best.grade))
        self.proposal.setText(f"1   {words}")
        for number, (fate, button) in enumerate(self.fates.items(), start=FIRST_FATE):
            button.setText(f"{number}   {say_fate(fate)}")
        self.later.setText(f"{LATER}   " + self.tr("Later"))
        for number, (grade, button) in enumerate(self.grades.items(), start=1):
            button.setText(f"{number}   {grade}: {say(GRADES[grade])}")
        self.go_back.setText("Esc   " + self.tr("Back"))

    def _lay_out(self) -> None:
        self._grid.addWidget(self.question, 0, 0, 1, 2)
        self._grid.addWidget(self.proposal, 1, 0, 1, 2)
        for place, button in enumerate(self.fates.values()):
            self._grid.addWidget(button, 2 + place // 2, place % 2)
        self._grid.addWidget(self.later, 5, 0, 1, 2)
        for place, button in enumerate(self.grades.values()):
            self._grid.addWidget(button, 6 + place, 0, 1, 2)
        self._grid.addWidget(self.go_back, 10, 0, 1, 2)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        for button in self.buttons:
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def _ask(self, deciding: Deciding | None, *, grading: bool) -> str:
        if deciding is None:
            return ""
        track = deciding.item.view.track
        if grading:
            return self.tr("Item {0} gets a second chance. As what grade?").format(track)
        said = say(ANSWERS[deciding.answer])
        if deciding.label is not None:
            said = f"{said}, {say_class(deciding.label)}"
        if deciding.item.fate is Fate.RELABELLED:
            return self.tr("Item {0} was relabelled. What becomes of it now?").format(track)
        return self.tr("Item {0}: {1}. What becomes of it?").format(track, said)
