"""All views of one isolated item side by side; one that is pressed is shown alone, then again beside the others."""

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QWidget

from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.picture import PictureView
from inspector_gui.viewmodels.queue_pictures import MOST_VIEWS
from inspector_gui.viewmodels.viewport import STEP
from inspector_gui.widgets.picture_view import PictureCanvas

USUAL_ASPECT = 1.25
WHEEL_NOTCH = 120


class TouchedCanvas(PictureCanvas):
    """A picture that can be pressed, dragged, and made larger with the wheel.

    `dragged` gives shares of what is shown, `zoomed` a factor and the place, 0 … 1 of what is shown.
    """

    touched = Signal()
    dragged = Signal(float, float)
    zoomed = Signal(float, float, float)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent)
        self._pressed_at: QPointF | None = None
        self._last: QPointF | None = None

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
        if not place.isEmpty():
            moved = before - event.position()
            self.dragged.emit(moved.x() / place.width(), moved.y() / place.height())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Pressed and let go on it, without a drag between."""
        pressed, dragged = self._pressed_at is not None, self._last is not None
        self._pressed_at = self._last = None
        if pressed and not dragged and self.rect().contains(event.position().toPoint()):
            self.touched.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Larger or smaller around the pointer."""
        place = self.image_rect()
        if place.isEmpty() or not event.angleDelta().y():
            return
        at = event.position()
        x, y = (at.x() - place.x()) / place.width(), (at.y() - place.y()) / place.height()
        factor = STEP ** (event.angleDelta().y() / WHEEL_NOTCH)
        self.zoomed.emit(factor, min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0))


class QueueViews(QWidget):
    """`touched` gives the place of the view that was pressed; the other two are those of any view."""

    touched = Signal(int)
    dragged = Signal(float, float)
    zoomed = Signal(float, float, float)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views: tuple[PictureView, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self.canvases = [TouchedCanvas(look, self) for _ in range(MOST_VIEWS)]
        for place, canvas in enumerate(self.canvases):
            canvas.touched.connect(lambda n=place: self.touched.emit(n))
            canvas.dragged.connect(self.dragged)
            canvas.zoomed.connect(self.zoomed)
        self.nothing = QLabel(self)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        self.nothing.setProperty("type", "large")
        self.nothing.hide()
        self._shape: tuple[int, int] | None = None
        self.set_look(look)

    def show_views(self, views: tuple[PictureView, ...], instead: str) -> None:
        """Show these, or the words where there is nothing."""
        self._views = views
        self.nothing.setText(instead)
        self._arrange()
        for canvas, view in zip(self.canvases, views, strict=False):
            canvas.show_picture(view, current=True)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._grid.setSpacing(look.px(6))
        for canvas in self.canvases:
            canvas.set_look(look)

    def retranslate(self) -> None:
        """Captions are painted in the language of now."""
        for canvas in self.canvases:
            canvas.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another shape of the place may want another arrangement."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        columns = self._columns()
        if self._shape == (len(self._views), columns):
            return
        self._shape = (len(self._views), columns)
        for widget in (*self.canvases, self.nothing):
            self._grid.removeWidget(widget)
            widget.hide()
        for place, canvas in enumerate(self.canvases[: len(self._views)]):
            self._grid.addWidget(canvas, place // columns, place % columns)
            canvas.show()
        if not self._views:
            self._grid.addWidget(self.nothing, 0, 0)
            self.nothing.show()

    def _columns(self) -> int:
        """So many that the pictures become as large as they can."""
        count = len(self._views)
        sizes = [view.region or view.size for view in self._views if not view.size.isEmpty()]
        aspect = sizes[0].width() / sizes[0].height() if sizes else USUAL_ASPECT

        def width_of_one(columns: int) -> float:
            rows = -(-count // columns)
            return min(self.width() / columns, self.height() / rows * aspect)

        return max(range(1, count + 1), key=width_of_one, default=1)
