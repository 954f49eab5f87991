"""The large picture with the boxes on it."""

import math
import time

from PySide6.QtCore import QLocale, QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector.domain.detection import ITEM_CLASS
from inspector_gui.i18n.words import CAPTIONS, say, say_class
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.items import BoxView
from inspector_gui.viewmodels.picture import Caption, PictureView

LEAST_APART_S = 0.036  # two paintings of one picture: at most 30 a second
NOTHING = PictureView(image=QImage(), size=QSize(), boxes=(), caption=Caption.NO_ITEM_YET, camera="")


class PictureCanvas(QWidget):
    """Scales a picture once per change, not per paint. Boxes are drawn in the camera's pixels.

    Whatever is shown faster than 30 times a second is painted 30 times: the newest of it.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._view = NOTHING
        self._current = False
        self._scaled: QPixmap | None = None
        self._painted_s = -math.inf
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setTimerType(Qt.TimerType.PreciseTimer)
        self._soon.timeout.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 120)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Takes what it gets."""
        return QSize(640, 480)

    def show_picture(self, view: PictureView, *, current: bool) -> None:
        """Show this from now on."""
        if _shape(view) != _shape(self._view):
            self._scaled = None
        self._view, self._current = view, current
        wait_s = self._painted_s + LEAST_APART_S - time.monotonic()
        if wait_s <= 0:
            self.update()
        elif not self._soon.isActive():
            self._soon.start(math.ceil(1000 * wait_s))

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._look = look
        self.update()

    @property
    def caption(self) -> str:
        """What is said about the picture."""
        said = say(CAPTIONS[self._view.caption])
        if not self._current and self._view.caption is not Caption.NO_ITEM_YET:
            said = self.tr("OLD: {0}").format(said)
        return f"{self._view.camera}: {said}" if self._view.camera else said

    def image_rect(self) -> QRectF:
        """Where the picture lies, in this widget's pixels; empty without one."""
        if self._view.image.isNull():
            return QRectF()
        shown = self._shown().size().toSize()
        fitted = shown.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(
            (self.width() - fitted.width()) // 2,
            (self.height() - fitted.height()) // 2,
            fitted.width(),
            fitted.height(),
        )

    def box_rect(self, box: BoxView) -> QRectF:
        """Where a box lies, in this widget's pixels."""
        left, top, right, bottom = box.xyxy
        return self.widget_rect(QRectF(QPointF(left, top), QPointF(right, bottom)))

    def widget_rect(self, camera: QRectF) -> QRectF:
        """From the camera's pixels to this widget's."""
        place, shown = self.image_rect(), self._shown()
        sx, sy = place.width() / max(1.0, shown.width()), place.height() / max(1.0, shown.height())
        x, y = place.x() + (camera.x() - shown.x()) * sx, place.y() + (camera.y() - shown.y()) * sy
        return QRectF(x, y, camera.width() * sx, camera.height() * sy)

    def _camera_point(self, point: QPointF) -> QPointF:
        """From this widget's pixels to the camera's; the picture's edge for what lies beside it."""
        place, shown = self.image_rect(), self._shown()
        across = min(max((point.x() - place.x()) / max(1.0, place.width()), 0.0), 1.0)
        down = min(max((point.y() - place.y()) / max(1.0, place.height()), 0.0), 1.0)
        return QPointF(shown.x() + across * shown.width(), shown.y() + down * shown.height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another size needs another scaling."""
        self._scaled = None
        super().resizeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Picture, boxes, caption."""
        self._painted_s = time.monotonic()
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.colour("picture_bed"))
        view = self._view
        place = self.image_rect()
        if not place.isEmpty():
            painter.drawPixmap(place.topLeft(), self._fitted(place))
            if view.foreign or not self._current:
                painter.fillRect(place, QColor(128, 128, 128, 130))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(place)  # enlarged, a box may reach beyond what is shown
            for box in sorted(view.boxes, key=lambda b: b.label != ITEM_CLASS):
                self._draw_box(painter, box, place)
            painter.setClipping(False)
        self._draw_caption(painter, empty=place.isEmpty())

    def _fitted(self, place: QRectF) -> QPixmap:
        if self._scaled is None:
            ratio = self.devicePixelRatioF()
            fine = self._blended().scaled(
                round(place.width() * ratio),
                round(place.height() * ratio),
                Qt.AspectRatioMode.IgnoreAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._scaled = QPixmap.fromImage(fine)
            self._scaled.setDevicePixelRatio(ratio)
        return self._scaled

    def _shown(self) -> QRectF:
        """The part of the camera's picture that is shown, in its pixels."""
        view = self._view
        return view.region if view.region is not None else QRectF(0, 0, view.size.width(), view.size.height())

    def _blended(self) -> QImage:
        """The shown part of the image; the image may be smaller than the camera's picture."""
        view, shown = self._view, self._shown()
        sx = view.image.width() / max(1, view.size.width())
        sy = view.image.height() / max(1, view.size.height())
        part = QRectF(shown.x() * sx, shown.y() * sy, shown.width() * sx, shown.height() * sy).toRect()
        if view.beneath is None or view.beneath.size() != view.image.size():
            return view.image.copy(part)
        blended = view.beneath.copy(part)
        painter = QPainter(blended)
        painter.setOpacity(view.share)
        painter.drawImage(0, 0, view.image, part.x(), part.y(), part.width(), part.height())
        painter.end()
        return blended

    def _draw_box(self, painter: QPainter, box: BoxView, place: QRectF) -> None:
        rect = self.box_rect(box)
        product = box.label == ITEM_CLASS
        width = self._look.px(2 if product else 3)
        mark, casing = self._look.colour("mark"), self._look.colour("mark_casing")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(casing, width + self._look.frame_px))
        painter.drawRect(rect)
        style = Qt.PenStyle.DashLine if product else Qt.PenStyle.SolidLine
        painter.setPen(QPen(mark, width, style))
        painter.drawRect(rect)
        if not product:
            percent = QLocale().toString(box.score * 100, "f", 0)
            self._plate(painter, f"{say_class(box.label)} {percent} %", rect, place)

    def _plate(self, painter: QPainter, text: str, rect: QRectF, place: QRectF) -> None:
        """The box's words, above it, or inside where there is no room."""
        font = QFont(self.font())
        font.setPixelSize(self._look.px(15))
        font.setBold(True)
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        width, height = metrics.horizontalAdvance(text) + self._look.px(10), metrics.height() + 2
        left = min(max(rect.left(), place.left()), place.right() - width)
        top = rect.top() - height if rect.top() - height >= place.top() else max(rect.top(), place.top())
        plate = QRectF(left, top, width, height)
        painter.fillRect(plate, self._look.colour("mark_casing"))
        painter.setPen(self._look.colour("mark"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)

    def _draw_caption(self, painter: QPainter, *, empty: bool) -> None:
        if self._view.caption is Caption.STORED and self._current and not empty and not self._view.camera:
            return
        font = QFont(self.font())
        font.setPixelSize(self._look.px(18 if empty else 14))
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        wide, high = max(16, self._look.px(16)), max(8, self._look.px(8))  # around the words
        room = (self.width() if empty else self.image_rect().width()) - 1.5 * wide
        text = metrics.elidedText(self.caption, Qt.TextElideMode.ElideRight, room)
        width, height = metrics.horizontalAdvance(text) + wide, metrics.height() + high
        if empty:
            painter.setPen(self._look.colour("text"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
            return
        place = self.image_rect()
        plate = QRectF(place.left(), place.bottom() - height, width, height)
        painter.fillRect(plate, self._look.colour("panel"))
        painter.setPen(self._look.colour("text"))
        painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


def _shape(view: PictureView) -> tuple[object, ...]:
    """What the scaled picture is made of."""
    beneath = view.beneath.cacheKey() if view.beneath is not None else None
    return (view.image.cacheKey(), view.region, beneath, view.share)
