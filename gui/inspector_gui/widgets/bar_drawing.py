"""Bars with their names and numbers, on a screen or on paper: told by length and figures, never by colour."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
BAR, UNDER, APART = 0.42, 0.1, 0.3  # of the letters' size: a bar, the room over it, and that to the next name


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """Colours and the size of letters in pixels."""

    text: QColor
    muted: QColor
    line: QColor
    bar: QColor
    px: float

    def font(self, *, bold: bool = False) -> QFont:
        """For names and figures."""
        font = QFont("Noto Sans")
        font.setFamilies(["Noto Sans", "DejaVu Sans", "Segoe UI", "sans-serif"])
        font.setPixelSize(max(1, round(self.px)))
        font.setBold(bold)
        return font


@dataclass(frozen=True, slots=True, kw_only=True)
class BarRow:
    """`note` has the figures."""

    name: str
    value: float
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`part` of `total`, each written as its text."""

    label: str
    total: int
    part: int
    total_text: str
    part_text: str


def draw_bars(painter: QPainter, rect: QRectF, rows: Sequence[BarRow], ink: Ink, more: Callable[[int], str]) -> None:
    """From the top, each name and note over its bar; where there is no room for all, the last line says `more`."""
    metrics = QFontMetricsF(ink.font())
    high = metrics.height() + ink.px * (UNDER + BAR + APART)
    fits = max(1, int(rect.height() // high))
    shown = list(rows) if len(rows) <= fits else list(rows[: fits - 1])
    most = max((row.value for row in shown), default=0.0) or 1.0
    painter.setFont(ink.font())
    top = rect.top()
    for row in shown:
        line = QRectF(rect.left(), top, rect.width(), metrics.height())
        room = line.width() - metrics.horizontalAdvance(row.note) - ink.px
        painter.setPen(ink.text)
        painter.drawText(line, LEFT, metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, max(0.0, room)))
        painter.drawText(line, RIGHT, row.note)
        bar = QRectF(rect.left(), line.bottom() + ink.px * UNDER, rect.width(), ink.px * BAR)
        painter.fillRect(QRectF(bar.left(), bar.bottom() - ink.px * 0.06, bar.width(), ink.px * 0.06), ink.line)
        painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * row.value / most, bar.height()), ink.bar)
        top += high
    if len(shown) < len(rows):
        painter.setPen(ink.muted)
        painter.drawText(QRectF(rect.left(), top, rect.width(), metrics.height()), LEFT, more(len(rows) - len(shown)))


def draw_columns(painter: QPainter, rect: QRectF, columns: Sequence[Column], ink: Ink) -> None:
    """Each with the total's figure over an outlined bar, its part solid; under it the label, and the part's figure."""
    if not columns:
        return
    metrics, width = QFontMetricsF(ink.font()), rect.width() / len(columns)
    above = _Figures.fitting([column.total_text for column in columns], ink, width, bold=False)
    below = _Figures.fitting([column.part_text for column in columns], ink, width, bold=True)
    axis = rect.bottom() - metrics.height() - below.height
    tallest = max(1.0, axis - rect.top() - above.height)
    most = max(column.total for column in columns) or 1
    every = _every(columns, metrics, width)
    for place, column in enumerate(columns):
        left, high = rect.left() + place * width, tallest * column.total / most
        bar = QRectF(left + width * 0.14, axis - high, width * 0.72, high)
        _draw_column(painter, bar, column, ink)
        above.draw(painter, QRectF(left, bar.top() - above.height, width, above.height), column.total_text, LEFT)
        if place % every == 0:
            painter.setFont(ink.font())
            painter.setPen(ink.muted)
            wide = metrics.horizontalAdvance(column.label) * 1.05
            start = min(max(left + (width - wide) / 2, rect.left()), rect.right() - wide)  # not beyond the edges
            painter.drawText(QRectF(start, axis, wide, metrics.height()), CENTRE, column.label)
        under = QRectF(left, axis + metrics.height(), width, below.height)
        below.draw(painter, under, column.part_text, RIGHT)
    painter.setPen(QPen(ink.muted, max(1.0, ink.px * 0.08)))
    painter.drawLine(QPointF(rect.left(), axis), QPointF(rect.right(), axis))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Figures:
    """How the figures of all columns are written: side by side, or upright where one is wider than its column."""

    ink: Ink
    bold: bool
    upright: bool
    height: float

    @classmethod
    def fitting(cls, texts: Sequence[str], ink: Ink, width: float, *, bold: bool) -> "_Figures":
        """For columns of this width."""
        metrics = QFontMetricsF(ink.font(bold=bold))
        widest = max(map(metrics.horizontalAdvance, texts))
        upright = widest > width * 0.92
        return cls(ink=ink, bold=bold, upright=upright, height=widest + ink.px * 0.4 if upright else metrics.height())

    def draw(self, painter: QPainter, place: QRectF, text: str, towards: Qt.AlignmentFlag) -> None:
        """In the middle; upright towards the lower end (LEFT) or the upper one (RIGHT)."""
        painter.setFont(self.ink.font(bold=self.bold))
        painter.setPen(self.ink.text)
        if not self.upright:
            painter.drawText(place, CENTRE, text)
            return
        gap = self.ink.px * 0.2
        painter.save()
        painter.translate(place.center().x(), place.bottom())
        painter.rotate(-90)
        painter.drawText(QRectF(gap, -place.width() / 2, place.height() - 2 * gap, place.width()), towards, text)
        painter.restore()


def _every(columns: Sequence[Column], metrics: QFontMetricsF, width: float) -> int:
    """Of how many labels one fits."""
    widest = max(metrics.horizontalAdvance(column.label) for column in columns)
    return max(1, -int(-(widest * 1.15) // width))


def _draw_column(painter: QPainter, bar: QRectF, column: Column, ink: Ink) -> None:
    if not column.total:
        return
    thin = max(1.0, ink.px * 0.08)
    painter.setPen(QPen(ink.bar, thin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(bar)
    solid = bar.height() * column.part / column.total
    painter.fillRect(QRectF(bar.left(), bar.bottom() - solid, bar.width(), solid), ink.bar)
