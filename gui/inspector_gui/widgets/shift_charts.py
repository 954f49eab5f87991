"""Panels with a title and bars under it; what is drawn is also in the accessible description."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

from inspector_gui.theme.look import Look
from inspector_gui.widgets.bar_drawing import BarRow, Column, Ink, draw_bars, draw_columns
from inspector_gui.widgets.wrapped_label import WrappedLabel

Draw = Callable[[QPainter, QRectF, Ink], None]


class ChartPanel(QFrame):
    """`draw` paints what is shown; without anything to be seen `empty` is said instead."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.title, self.empty = WrappedLabel(self), WrappedLabel(self)
        self.canvas = _Canvas(self)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.title)
        self._column.addWidget(self.empty)
        self._column.addWidget(self.canvas, 1)
        for label in (self.title, self.empty):
            label.setProperty("muted", "true")
            label.setProperty("type", "small")
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._column.setContentsMargins(look.px(10), look.px(5), look.px(10), look.px(6))
        self._column.setSpacing(look.px(3))
        names = ("text", "muted", "line", "trend")
        text, muted, line, bar = (look.colour(name) for name in names)
        self.canvas.ink = Ink(text=text, muted=muted, line=line, bar=bar, px=max(11.0, look.scale * 12.5))
        self.canvas.update()

    def show_bars(self, title: str, rows: Sequence[BarRow], *, empty: str, more: Callable[[int], str]) -> None:
        """Bars from the top."""
        told = [f"{row.name}: {row.note}" for row in rows]
        self._show(title, empty if not rows else "", told, lambda p, r, ink: draw_bars(p, r, rows, ink, more))

    def show_columns(self, title: str, columns: Sequence[Column], *, empty: str) -> None:
        """Bars side by side."""
        told = [f"{column.label}: {column.total_text}, {column.part_text}" for column in columns]
        self._show(title, empty if not columns else "", told, lambda p, r, ink: draw_columns(p, r, columns, ink))

    def _show(self, title: str, empty: str, told: Sequence[str], draw: Draw) -> None:
        self.title.say(title)
        self.empty.say(empty)
        self.empty.setVisible(bool(empty))
        self.canvas.setAccessibleName(title)
        self.canvas.setAccessibleDescription("; ".join(told))
        self.canvas.draw = draw if told else _nothing
        self.canvas.update()


class _Canvas(QWidget):
    """Calls `draw` with all the room that it has."""

    ink: Ink

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.draw: Draw = _nothing
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Paint."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw(painter, QRectF(self.rect()).adjusted(1, 0, -1, 0), self.ink)
        painter.end()


def _nothing(_painter: QPainter, _rect: QRectF, _ink: Ink) -> None:
    """Before anything is known."""
