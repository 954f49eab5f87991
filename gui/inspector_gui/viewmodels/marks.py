"""The boxes that a person draws around damage before confirming it, in pixels of the camera's original frame."""

from PySide6.QtCore import QObject, QPointF, QRectF, Signal

from inspector.domain.mark import MOST_MARKS, Mark

LEAST_PX = 4.0  # of a box: less is a finger that slipped


class MarksModel(QObject):
    """Of the item that is shown. Qt's thread only."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.drawing = False
        self.marks: tuple[Mark, ...] = ()

    def toggle(self) -> None:
        """Drags draw boxes, or move the picture again."""
        self.drawing = not self.drawing
        self.changed.emit()

    def add(self, camera: str, rect: QRectF) -> None:
        """A box was drawn; one that is tiny, or one too many, is none."""
        if min(rect.width(), rect.height()) >= LEAST_PX and len(self.marks) < MOST_MARKS:
            xyxy = tuple(round(value, 1) for value in (rect.left(), rect.top(), rect.right(), rect.bottom()))
            self._become((*self.marks, Mark(camera=camera, xyxy=(xyxy[0], xyxy[1], xyxy[2], xyxy[3]))))

    def remove_at(self, camera: str, point: QPointF) -> None:
        """The newest box around this point goes."""
        around = [mark for mark in self.marks if mark.camera == camera and rect_of(mark).contains(point)]
        if around:
            self._become(tuple(mark for mark in self.marks if mark is not around[-1]))

    def remove_newest(self) -> None:
        """The newest box goes."""
        self._become(self.marks[:-1])

    def start(self, marks: tuple[Mark, ...] = ()) -> None:
        """Another item, perhaps with boxes that were drawn on it before its answer was taken back."""
        self.drawing = False
        self._become(marks)

    def on(self, camera: str) -> tuple[QRectF, ...]:
        """Those on one camera's picture."""
        return tuple(rect_of(mark) for mark in self.marks if mark.camera == camera)

    def _become(self, marks: tuple[Mark, ...]) -> None:
        self.marks = marks
        self.changed.emit()


def rect_of(mark: Mark) -> QRectF:
    """The box as Qt knows it."""
    left, top, right, bottom = mark.xyxy
    return QRectF(QPointF(left, top), QPointF(right, bottom))
