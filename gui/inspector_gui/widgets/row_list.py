"""A list of rows that scrolls: as many as there is something to show, made when they are needed and kept."""

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from inspector_gui.theme.look import Look
from inspector_gui.widgets.two_line_row import TwoLineRow

R = TypeVar("R", bound=TwoLineRow)


class RowList(QScrollArea, Generic[R]):
    """`make` makes a row, `pressed` is told of one; `nothing`, where given, stands above the rows."""

    def __init__(
        self,
        look: Look,
        make: Callable[[Look, QWidget], R],
        pressed: Callable[[R], None],
        *,
        nothing: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._make, self._pressed = look, make, pressed
        self.rows: list[R] = []
        self._inside, self._column = QWidget(self), QVBoxLayout()
        self._inside.setLayout(self._column)
        self._column.setContentsMargins(0, 0, 0, 0)
        if nothing is not None:
            self._column.addWidget(nothing)
        self._column.addStretch(1)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its rows take it, and are scrolled to

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._look = look
        self._column.setSpacing(look.px(4))
        for row in self.rows:
            row.set_look(look)

    def shown(self, count: int) -> list[R]:
        """The rows for so many things, from top to bottom; the others are hidden."""
        while len(self.rows) < count:
            self._add()
        for place, row in enumerate(self.rows):
            row.setVisible(place < count)
        return self.rows[:count]

    def scroll_to_chosen(self) -> None:
        """Bring the row into sight whose thing is shown in full."""
        chosen = next((row for row in self.rows if row.isVisible() and row.isChecked()), None)
        if chosen is not None:
            self.ensureWidgetVisible(chosen)

    def _add(self) -> None:
        row = self._make(self._look, self._inside)
        row.set_look(self._look)
        row.clicked.connect(lambda _checked=False: self._pressed(row))
        self._column.insertWidget(self._column.count() - 1, row)  # above the stretch
        self.rows.append(row)
