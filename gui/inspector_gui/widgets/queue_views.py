"""All views of one isolated item side by side; one that is pressed is shown alone, then again beside the others."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.marks import MarksModel
from inspector_gui.viewmodels.picture import PictureView
from inspector_gui.viewmodels.queue_pictures import MOST_VIEWS
from inspector_gui.widgets.touched_canvas import TouchedCanvas

USUAL_ASPECT = 1.25


class QueueViews(QWidget):
    """`touched` gives the place of the view that was pressed; `dragged` and `zoomed` are those of any view.

    `marked` and `unmarked` give the camera, and a box or a point in its pixels.
    """

    touched = Signal(int)
    dragged = Signal(float, float)
    zoomed = Signal(float, float, float)
    marked = Signal(str, QRectF)
    unmarked = Signal(str, QPointF)

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
            canvas.marked.connect(lambda rect, n=place: self.marked.emit(self._views[n].camera, rect))
            canvas.unmarked.connect(lambda point, n=place: self.unmarked.emit(self._views[n].camera, point))
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

    def show_marks(self, marks: MarksModel, label: str | None, *, markable: int, drawing: bool) -> None:
        """Boxes of people on the first `markable` views; while `drawing` a drag there draws one more."""
        for place, canvas in enumerate(self.canvases):
            mine = place < len(self._views) and place < markable
            found = marks.on(self._views[place].camera) if mine else ()
            canvas.show_marks(found, label, drawing=mine and drawing)

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
