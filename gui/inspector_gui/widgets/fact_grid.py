"""Facts in rows and columns, as many as there are; they scroll where there is no room."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from inspector_gui.theme.look import Look
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.elided import ElidedLabel


class FactGrid(QFrame):
    """`shares` of the width, one per column; all but the first stand on the right. Bold rows are out of order."""

    def __init__(self, look: Look, *, shares: Sequence[int] = (3, 2), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self._columns, self._look = len(shares), look
        self.title = QLabel(self)
        self.title.setProperty("muted", "true")
        self.title.setWordWrap(True)
        self.cells: list[list[ElidedLabel]] = []
        self._inside, self._scroll = QWidget(self), QScrollArea(self)
        self._grid, self._column = QGridLayout(self._inside), QVBoxLayout(self)
        self._scroll.setWidget(self._inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(0)
        for column, share in enumerate(shares):
            self._grid.setColumnStretch(column, share)
        self._grid.setRowStretch(10_000, 1)
        self._column.addWidget(self.title)
        self._column.addWidget(self._scroll, 1)
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._look = look
        self._column.setContentsMargins(look.px(10), look.px(6), look.px(10), look.px(6))
        self._column.setSpacing(look.px(4))
        self._grid.setHorizontalSpacing(look.px(8))
        for row in self.cells:
            self._dress(row)

    def show_rows(self, rows: Sequence[Sequence[str]], loud: frozenset[int] = frozenset()) -> None:
        """Show these; `loud` are the numbers of those that are out of order."""
        while len(self.cells) < len(rows):
            self._add()
        for number, labels in enumerate(self.cells):
            for column, label in enumerate(labels):
                label.setVisible(number < len(rows))
                label.say(rows[number][column] if number < len(rows) else "")
                restyle(label, "font-weight: 700" if number in loud else "")

    def scroll_rows(self, by: int) -> None:
        """So many rows down."""
        bar = self._scroll.verticalScrollBar()
        bar.setValue(bar.value() + by * self._look.px(44))

    @property
    def texts(self) -> list[list[str]]:
        """What is shown, row by row."""
        return [[label.text() for label in row] for row in self.cells if any(label.text() for label in row)]

    def _add(self) -> None:
        labels = [ElidedLabel(self._inside) for _ in range(self._columns)]
        for column, label in enumerate(labels):
            label.setProperty("type", "small")
            if column:
                label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(label, len(self.cells), column)
        self.cells.append(labels)
        self._dress(labels)

    def _dress(self, labels: list[ElidedLabel]) -> None:
        for label in labels:
            label.setMinimumHeight(self._look.px(23))
