"""A picture that can be pressed, dragged and made larger, and on which a finger draws boxes."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from inspector_gui.i18n.words import say_class
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.viewport import STEP
from inspector_gui.widgets.picture_view import PictureCanvas

WHEEL_NOTCH = 120


class TouchedCanvas(PictureCanvas):
    """`dragged` gives shares of what is shown, `zoomed` a factor and the place, 0 … 1 of what is shown.

    `marked` is a box that was drawn, `unmarked` a point that was pressed while drawing, in the camera's pixels.
    """

    touched = Signal()
    dragged = Signal(float, float)
    zoomed = Signal(float, float, float)
    marked = Signal(QRectF)
    unmarked = Signal(QPointF)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._pressed_at: QPointF | None = None
        self._last: QPointF | None = None
        self._marks: tuple[QRectF, ...] = ()
        self._label: str | None = None
        self._drawing = False

    def show_marks(self, marks: tuple[QRectF, ...], label: str | None, *, drawing: bool) -> None:
        """Boxes of people in the camera's pixels; while `drawing` a drag draws one more."""
        if drawing != self._drawing:
            self._pressed_at = self._last = None
            self.setCursor(Qt.CursorShape.CrossCursor if drawing else Qt.CursorShape.ArrowCursor)
        self._marks, self._label, self._drawing = marks, label, drawing
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Perhaps a press, perhaps the beginning of a drag."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed_at, self._last = event.position(), None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A finger that trembles does not drag."""
        if self._pressed_at is None:
            return
        far = (event.position() - self._pressed_at).manhattanLength() >= QApplication.startDragDistance()
        if self._last is None and not far:
            return
        before = self._last if self._last is not None else self._pressed_at
        self._last = event.position()
        place = self.image_rect()
        if self._drawing:
            self.update()
        elif not place.isEmpty():
            moved = before - event.position()
            self.dragged.emit(moved.x() / place.width(), moved.y() / place.height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Pressed and let go on it, without a drag between."""
        pressed, last = self._pressed_at, self._last
        self._pressed_at = self._last = None
        if pressed is None or (last is None and not self.rect().contains(event.position().toPoint())):
            return
        if not self._drawing:
            if last is None:
                self.touched.emit()
        elif not self.image_rect().isEmpty():
            if last is None:
                self.unmarked.emit(self._camera_point(pressed))
            else:
                self.marked.emit(QRectF(self._camera_point(pressed), self._camera_point(last)).normalized())

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Larger or smaller around the pointer."""
        place = self.image_rect()
        if place.isEmpty() or not event.angleDelta().y():
            return
        at = event.position()
        x, y = (at.x() - place.x()) / place.width(), (at.y() - place.y()) / place.height()
        factor = STEP ** (event.angleDelta().y() / WHEEL_NOTCH)
        self.zoomed.emit(factor, min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The picture, what people marked on it, and the box that is being drawn."""
        super().paintEvent(event)
        place = self.image_rect()
        if place.isEmpty() or not (self._marks or self._drawing):
            return
        painter = QPainter(self)
        painter.setClipRect(place)
        for mark in self._marks:
            rect = self.widget_rect(mark)
            self._draw_mark(painter, rect)
            if self._label is not None:
                self._plate(painter, say_class(self._label), rect, place)
        if self._drawing and self._pressed_at is not None and self._last is not None:
            self._draw_mark(painter, QRectF(self._pressed_at, self._last).normalized())
        painter.end()

    def _draw_mark(self, painter: QPainter, rect: QRectF) -> None:
        """Dotted: neither the station's solid box of damage nor the dashed one of the product."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._look.colour("mark_casing"), self._look.px(5)))
        painter.drawRect(rect)
        painter.setPen(QPen(self._look.colour("mark"), self._look.px(3), Qt.PenStyle.DotLine))
        painter.drawRect(rect)
