"""What the operator presses: three answers, the choices behind them, what becomes of the item. Buttons show keys."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QSizePolicy, QStackedWidget, QWidget

from inspector.domain.review import OverruleReason
from inspector_gui.i18n.words import OVERRULES, say, say_class
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.queue_view import KINDS, Choosing, QueueView
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.fate_choices import FateChoices

NUMBERED = max(len(KINDS), len(OverruleReason))
ANSWER_PAGE, CHOICE_PAGE, FATE_PAGE = range(3)
_FIRST = "text-align: left; font-weight: 700"
_PAGES = {Choosing.ANSWER: ANSWER_PAGE, Choosing.FATE: FATE_PAGE, Choosing.GRADE: FATE_PAGE}


class QueueChoices(QFrame):
    """`picked` gives the number of the button, `kind`, `back` the others; nothing is decided here."""

    picked = Signal(int)
    kind = Signal()
    back = Signal()

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = QueueView()
        self._stack = QStackedWidget(self)
        self._outer = QGridLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.addWidget(self._stack)
        self.answers = [QPushButton(self) for _ in range(3)]
        self.other_kind = QPushButton(self)
        self.numbered = [QPushButton(self) for _ in range(NUMBERED)]
        self.go_back = QPushButton(self)
        self.question = QLabel(self)
        self.question.setWordWrap(True)
        self._answer_grid, self._choice_grid = self._answer_page(), self._choice_page()
        self.fate = FateChoices(look, self)
        self._stack.addWidget(self.fate)
        self.fate.picked.connect(self.picked)
        self.fate.back.connect(self.back)
        for buttons in (self.answers, self.numbered):
            for number, button in enumerate(buttons, start=1):
                button.clicked.connect(lambda _checked=False, n=number: self.picked.emit(n))
        self.other_kind.clicked.connect(self.kind)
        self.go_back.clicked.connect(self.back)
        for button in self.buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.set_look(look)
        self.retranslate()

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """All of them, shown or not."""
        return (*self.answers, self.other_kind, *self.numbered, self.go_back, *self.fate.buttons)

    def show_queue(self, view: QueueView) -> None:
        """Show what can be pressed now."""
        self._view = view
        answerable = view.item is not None and not view.gone and view.denied is None
        for button in (*self.answers, self.other_kind):
            button.setEnabled(answerable)
        self._stack.setCurrentIndex(_PAGES.get(view.choosing, CHOICE_PAGE))
        self.fate.show_queue(view)
        self._write()

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        for grid in (self._answer_grid, self._choice_grid):
            grid.setContentsMargins(0, 0, 0, 0)
            grid.setSpacing(look.px(6))
        for button in self.buttons:
            button.setMinimumHeight(look.touch_px)
            restyle(button, _FIRST if button is self.answers[0] else "text-align: left")
        self.fate.set_look(look)

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        self.fate.retranslate()
        self._write()

    def _answer_page(self) -> QGridLayout:
        page = QWidget(self)
        grid = QGridLayout(page)
        grid.addWidget(self.answers[0], 0, 0, 1, 2)
        grid.addWidget(self.answers[1], 1, 0)
        grid.addWidget(self.answers[2], 1, 1)
        grid.addWidget(self.other_kind, 2, 0, 1, 2)
        self._even(grid)
        self._stack.addWidget(page)
        return grid

    def _choice_page(self) -> QGridLayout:
        page = QWidget(self)
        grid = QGridLayout(page)
        grid.addWidget(self.question, 0, 0, 1, 2)
        for place, button in enumerate(self.numbered):
            grid.addWidget(button, 1 + place // 2, place % 2)
        grid.addWidget(self.go_back, 1 + (NUMBERED + 1) // 2, 0, 1, 2)
        self._even(grid)
        self._stack.addWidget(page)
        return grid

    def _even(self, grid: QGridLayout) -> None:
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)

    def _write(self) -> None:
        view = self._view
        damaged = self.tr("Damaged")
        self.answers[0].setText(f"1   {damaged}: {say_class(view.label)}" if view.label else f"1   {damaged}")
        self.answers[1].setText("2   " + self.tr("Not damaged"))
        self.answers[2].setText("3   " + self.tr("Cannot tell"))
        self.other_kind.setText("K   " + self.tr("Other kind of damage"))
        self.go_back.setText("Esc   " + self.tr("Back"))
        if view.choosing is Choosing.REASON:
            self.question.setText(self.tr("Not damaged. What did the station take for damage?"))
            names = [say(OVERRULES[reason]) for reason in OverruleReason]
        else:
            self.question.setText(self.tr("What kind of damage is it?"))
            names = [say_class(kind) for kind in KINDS]
        for number, (button, name) in enumerate(zip(self.numbered, names, strict=True), start=1):
            button.setText(f"{number}   {name}")
