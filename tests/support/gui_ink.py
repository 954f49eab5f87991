"""What was painted into the row of a list: how heavy its first line is, and its mark."""

from inspector_gui.theme.look import Look
from inspector_gui.widgets.two_line_row import TwoLineRow
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

FRAME_PX = 3


def first_line_ink(row: TwoLineRow, look: Look) -> int:
    """Steps of lightness between its pixels and the row's ground, summed: more for a bold line of the same words."""
    left = look.px(58)
    line = QRect(left, FRAME_PX, row.width() - left - FRAME_PX, row.height() // 2 - FRAME_PX)
    ground = look.colour("button_pressed" if row.isChecked() else "panel").lightness()
    image = row.grab(line).toImage()
    return sum(
        abs(image.pixelColor(x, y).lightness() - ground) for x in range(image.width()) for y in range(image.height())
    )


def mark(row: TwoLineRow, look: Look) -> QImage:
    """What is left of its words."""
    return row.grab(QRect(FRAME_PX, FRAME_PX, look.px(56) - FRAME_PX, row.height() - 2 * FRAME_PX)).toImage()


def painted(image: QImage) -> int:
    """How many pixels are not of the corner's colour."""
    pixels = [image.pixel(x, y) for x in range(image.width()) for y in range(image.height())]
    return len(pixels) - pixels.count(pixels[0])
