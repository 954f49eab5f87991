"""A shift's sums, one under the other, each with its name."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from inspector.domain.shift import Shift
from inspector_gui.i18n.shift import FIGURES, NOTED, say_figure, say_note
from inspector_gui.i18n.words import say
from inspector_gui.theme.look import Look

APART = ("late", "confirmed", "simulated", "two_people")  # room above these: what follows is of another kind


class ShiftFigures(QFrame):
    """Nothing is decided here."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self.names = {name: QLabel(self) for name in FIGURES}
        self.values = {name: QLabel(self) for name in FIGURES}
        self.notes = {name: QLabel(self) for name in NOTED}
        self._grid = QGridLayout(self)
        self._shift: Shift | None = None
        self._gaps: list[int] = []
        row = 0
        for name in FIGURES:
            if name in APART:
                self._gaps.append(row)
                row += 1
            self.names[name].setProperty("type", "small")
            self.values[name].setProperty("type", "medium")
            self.values[name].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(self.names[name], row, 0)
            self._grid.addWidget(self.values[name], row, 1)
            row += 1
            if name in self.notes:  # on a line of its own: beside the figure it would take the bars' room
                self.notes[name].setProperty("type", "small")
                self.notes[name].setProperty("muted", "true")
                self._grid.addWidget(self.notes[name], row, 0, 1, 2)
                row += 1
        self._grid.setRowStretch(row, 1)
        self._grid.setColumnStretch(0, 1)
        self.set_look(look)

    def show_shift(self, shift: Shift | None) -> None:
        """These, or dashes."""
        self._shift = shift
        self.retranslate()

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._grid.setContentsMargins(look.px(10), look.px(5), look.px(10), look.px(5))
        self._grid.setVerticalSpacing(look.px(1))
        for row in self._gaps:
            self._grid.setRowMinimumHeight(row, look.px(12))
        self._grid.setHorizontalSpacing(look.px(8))

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        for name, (word, _) in FIGURES.items():
            self.names[name].setText(say(word))
            self.values[name].setText(say_figure(name, self._shift))
        for name, note in self.notes.items():
            note.setText(say_note(name, self._shift))
