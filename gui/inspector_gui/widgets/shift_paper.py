"""A shift on one page of paper, black on white: figures, both Paretos, and the hours. Safe outside of Qt's thread."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter

from inspector_gui.widgets.bar_drawing import LEFT, RIGHT, Ink, draw_bars, draw_columns
from inspector_gui.widgets.shift_sheet import ShiftSheet

DPI = 300
UNIT = 96  # of our sizes: pixels of a screen
MARGIN_MM = 16.0
COLUMNS = 2
ROW = 19.0
GAP = 18.0
BLACK, GREY, PALE = QColor("#000000"), QColor("#404040"), QColor("#9A9A9A")


def pdf_of(sheet: ShiftSheet) -> bytes:
    """The page as a file. Raises OSError."""
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(f"{sheet.title}, {sheet.span}")
    writer.setCreator("inspector-gui")
    writer.setResolution(DPI)
    margins = QMarginsF(MARGIN_MM, MARGIN_MM, MARGIN_MM, MARGIN_MM)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter
        )
    )
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError("the page can not be painted")
    scale = DPI / UNIT
    painter.scale(scale, scale)
    paint(painter, QRectF(0, 0, writer.width() / scale, writer.height() / scale), sheet)
    painter.end()
    buffer.close()
    return bytes(content.data())


def paint(painter: QPainter, page: QRectF, sheet: ShiftSheet) -> None:
    """Everything within `page`, whose units are pixels of 1/96 inch."""
    ink = Ink(text=BLACK, muted=GREY, line=PALE, bar=QColor("#333333"), px=11.5)
    top = _head(painter, page, sheet, ink)
    top = _figures(painter, page.adjusted(0, top - page.top(), 0, 0), sheet, ink) + GAP
    rest = page.bottom() - top
    middle = QRectF(page.left(), top, page.width(), rest * 0.60)
    half = (page.width() - GAP) / 2
    for place, (title, rows) in enumerate(zip(sheet.titles, (sheet.findings, sheet.products), strict=False)):
        box = QRectF(middle.left() + place * (half + GAP), middle.top(), half, middle.height())
        inner = _titled(painter, box, title, ink)
        if rows:
            draw_bars(painter, inner, rows, ink, sheet.more.format)
        else:
            _nothing(painter, inner, sheet, ink)
    inner = _titled(
        painter, QRectF(page.left(), middle.bottom() + GAP, page.width(), rest * 0.40 - GAP), sheet.titles[2], ink
    )
    if sheet.hours:
        draw_columns(painter, inner, sheet.hours, ink)
    else:
        _nothing(painter, inner, sheet, ink)


def _head(painter: QPainter, page: QRectF, sheet: ShiftSheet, ink: Ink) -> float:
    large = Ink(text=ink.text, muted=ink.muted, line=ink.line, bar=ink.bar, px=20)
    painter.setPen(ink.text)
    painter.setFont(large.font(bold=True))
    painter.drawText(QRectF(page.left(), page.top(), page.width(), 28), LEFT, sheet.title)
    painter.setFont(ink.font())
    line = QRectF(page.left(), page.top() + 30, page.width(), ROW)
    painter.drawText(line, LEFT, sheet.span)
    painter.setPen(ink.muted)
    painter.drawText(line, RIGHT, sheet.made)
    painter.fillRect(QRectF(page.left(), line.bottom() + 4, page.width(), 1), ink.muted)
    return line.bottom() + 12


def _figures(painter: QPainter, rect: QRectF, sheet: ShiftSheet, ink: Ink) -> float:
    """In two columns, read downwards; where they end."""
    lines = -(-len(sheet.figures) // COLUMNS)
    width = (rect.width() - GAP) / COLUMNS
    for place, (name, value) in enumerate(sheet.figures):
        column, line = divmod(place, lines)
        cell = QRectF(rect.left() + column * (width + GAP), rect.top() + line * ROW, width, ROW)
        painter.setPen(ink.text)
        painter.setFont(ink.font())
        painter.drawText(cell, LEFT, name)
        painter.setFont(ink.font(bold=True))
        painter.drawText(cell, RIGHT, value)
    return rect.top() + lines * ROW


def _titled(painter: QPainter, box: QRectF, title: str, ink: Ink) -> QRectF:
    """Write the title; what is left of the box."""
    painter.setFont(ink.font(bold=True))
    painter.setPen(ink.text)
    shown = QFontMetricsF(ink.font(bold=True)).elidedText(title, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(QRectF(box.left(), box.top(), box.width(), ROW), LEFT, shown)
    painter.fillRect(QRectF(box.left(), box.top() + ROW, box.width(), 0.8), ink.line)
    return box.adjusted(0, ROW + 6, 0, 0)


def _nothing(painter: QPainter, box: QRectF, sheet: ShiftSheet, ink: Ink) -> None:
    painter.setFont(ink.font())
    painter.setPen(ink.muted)
    painter.drawText(QRectF(box.left(), box.top(), box.width(), ROW), LEFT, sheet.nothing)
