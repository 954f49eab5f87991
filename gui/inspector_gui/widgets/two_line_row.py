"""A row of a list: a mark, what it is, how it stands. Pressed, it is shown in full beside the list."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from inspector_gui.theme.look import Look


class TwoLineRow(QAbstractButton):
    """Checked: it is the one that is shown in full. Its text is the first line; a long one ends in …

    `paint_mark` paints the mark into a square.
    """

    def __init__(
        self, look: Look, paint_mark: Callable[[QPainter, QRectF], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._paint_mark = paint_mark
        self._standing, self._loud = "", False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def standing(self) -> str:
        """How it stands, in words: the second line."""
        return self._standing

    def say(self, text: str, standing: str, *, loud: bool, chosen: bool) -> None:
        """Show both lines, the first one bold where it is loud."""
        self._standing, self._loud = standing, loud
        self.setText(text)
        self.setChecked(chosen)
        self.setAccessibleName(f"{text} {standing}")
        self.update()

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._look = look
        self.setFixedHeight(look.touch_px)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as a finger."""
        return QSize(self._look.px(300), self._look.touch_px)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Mark, two lines, frame."""
        if not self.text():
            return
        look = self._look
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.colour("button_pressed" if self.isChecked() else "panel"))
        edge = "focus" if self.hasFocus() else "text" if self.isChecked() else "line"
        painter.setPen(QPen(look.colour(edge), look.frame_px if self.isChecked() or self.hasFocus() else look.thin_px))
        painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        side = look.px(34)
        self._paint_mark(painter, QRectF(look.px(10), (self.height() - side) / 2, side, side))
        left = look.px(58)
        words = QRectF(left, 0, self.width() - left - look.px(8), self.height())
        self._line(painter, words.adjusted(0, 0, 0, -self.height() / 2), self.text(), bold=self._loud)
        self._line(painter, words.adjusted(0, self.height() / 2, 0, 0), self.standing, bold=False)

    def _line(self, painter: QPainter, place: QRectF, text: str, *, bold: bool) -> None:
        font = QFont(self.font())
        font.setPixelSize(self._look.px(15))
        font.setBold(bold)
        painter.setFont(font)
        painter.setPen(self._look.colour("text"))
        fitting = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, fitting)
