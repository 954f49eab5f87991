"""A box of choices for fingers: each line of its list is a finger high, and its arrow is seen from where they stand."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QComboBox, QSizePolicy, QStyledItemDelegate, QWidget

from inspector_gui.theme.look import Look

ARROW = 0.11  # half of its width, of the box's height; Qt's own is some pixels wide on every screen


class ChoiceBox(QComboBox):
    """Styled by `choice_sheet` of whoever holds it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setItemDelegate(QStyledItemDelegate(self))  # its list is styled as the box is
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The box, and a triangle that points down."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.ButtonText))
        half = self.height() * ARROW
        middle = QPointF(self.width() - self.height() / 2, self.height() / 2)
        corners = [QPointF(-half, -half / 2), QPointF(half, -half / 2), QPointF(0, half / 2)]
        painter.drawPolygon([middle + corner for corner in corners])


def choice_sheet(look: Look) -> str:
    """The style of such boxes."""
    return (
        f"QComboBox {{ background: {look.colour('button').name()}; border: {look.thin_px}px solid "
        f"{look.colour('line').name()}; border-radius: {look.px(4)}px; padding: 0 {look.px(6)}px; }}"
        f"QComboBox:focus {{ border: {look.frame_px}px solid {look.colour('focus').name()}; }}"
        f"QComboBox::drop-down {{ width: {look.touch_px}px; border: none; }}"
        "QComboBox::down-arrow { image: none; }"
        f"QComboBox QAbstractItemView::item {{ min-height: {look.touch_px}px; }}"
    )
