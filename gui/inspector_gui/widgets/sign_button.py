"""A button with its drawing above its words, both in the middle however tall it grows."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionToolButton, QToolButton


class SignButton(QToolButton):
    """Qt would put the drawing at the upper edge and the words in the middle of what is left."""

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Surface by the style, drawing and words in its middle."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""
        option.icon = QIcon()
        painter = QPainter(self)
        self.style().drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option, painter, self)
        metrics, side, gap = self.fontMetrics(), self.iconSize().height(), 4
        height = side + gap + metrics.height()
        top = (self.height() - height) // 2
        left = (self.width() - self.iconSize().width()) // 2
        self.icon().paint(painter, QRect(left, top, self.iconSize().width(), side))
        colour = self.palette().color(self.foregroundRole())
        painter.setPen(colour)
        words = QRect(0, top + side + gap, self.width(), metrics.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
