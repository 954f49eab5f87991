"""Shapes that carry a meaning without colour or font: verdicts, alarms, conditions, and the buttons' pictures."""

from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from inspector.domain.alarm import AlarmPriority
from inspector.domain.verdict import Disposition

Points = tuple[tuple[float, float], ...]


class Sign(StrEnum):
    """What a button does."""

    BACK = "back"
    HOLD = "hold"
    FOLLOW = "follow"
    NEXT = "next"
    OVERLAY = "overlay"
    CAMERA = "camera"
    COMPARE = "compare"
    MARK = "mark"


_CHECK: Points = ((0.14, 0.54), (0.40, 0.80), (0.88, 0.22))
_ARROW: Points = (
    (0.06, 0.36), (0.52, 0.36), (0.52, 0.12), (0.96, 0.50), (0.52, 0.88), (0.52, 0.64), (0.06, 0.64)
)  # fmt: skip
_DIAMOND: Points = ((0.5, 0.04), (0.96, 0.5), (0.5, 0.96), (0.04, 0.5))
_TRIANGLE: Points = ((0.5, 0.06), (0.98, 0.94), (0.02, 0.94))


def _polygon(rect: QRectF, points: Points) -> QPolygonF:
    return QPolygonF([QPointF(rect.x() + x * rect.width(), rect.y() + y * rect.height()) for x, y in points])


def _square(rect: QRectF) -> QRectF:
    side = min(rect.width(), rect.height())
    return QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)


def _pen(colour: QColor, width: float) -> QPen:
    return QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def draw_verdict(painter: QPainter, rect: QRectF, disposition: Disposition, colour: QColor) -> None:
    """PASS a tick, DIVERT a thick arrow, REVIEW a question mark in a diamond, NO_DECISION a barred ring."""
    box = _square(rect)
    width = box.width() * 0.11
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_pen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    match disposition:
        case Disposition.PASS:
            painter.drawPolyline(_polygon(box, _CHECK))
        case Disposition.DIVERT:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawPolygon(_polygon(box, _ARROW))
        case Disposition.REVIEW:
            painter.setPen(_pen(colour, width * 0.75))
            painter.drawPolygon(_polygon(box, _DIAMOND))
            _question(painter, box, colour, width)
        case Disposition.NO_DECISION:
            inner = box.adjusted(width, width, -width, -width)
            painter.drawEllipse(inner)
            painter.drawLine(QPointF(*_at(box, 0.26, 0.74)), QPointF(*_at(box, 0.74, 0.26)))
    painter.restore()


def _at(box: QRectF, x: float, y: float) -> tuple[float, float]:
    return box.x() + x * box.width(), box.y() + y * box.height()


def _question(painter: QPainter, box: QRectF, colour: QColor, width: float) -> None:
    hook = QPainterPath(QPointF(*_at(box, 0.40, 0.40)))
    hook.cubicTo(QPointF(*_at(box, 0.40, 0.22)), QPointF(*_at(box, 0.64, 0.24)), QPointF(*_at(box, 0.60, 0.42)))
    hook.cubicTo(QPointF(*_at(box, 0.58, 0.50)), QPointF(*_at(box, 0.50, 0.50)), QPointF(*_at(box, 0.50, 0.60)))
    painter.setPen(_pen(colour, width * 0.8))
    painter.drawPath(hook)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(*_at(box, 0.50, 0.74)), width * 0.5, width * 0.5)


def draw_alarm(painter: QPainter, rect: QRectF, priority: AlarmPriority, surface: QColor, text: QColor) -> None:
    """P1 a square, P2 a triangle, P3 a diamond, P4 a disc, each with its number in it."""
    box = _square(rect)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(_pen(text, box.width() * 0.04))
    painter.setBrush(surface)
    match priority:
        case AlarmPriority.P1:
            painter.drawRect(box.adjusted(2, 2, -2, -2))
        case AlarmPriority.P2:
            painter.drawPolygon(_polygon(box, _TRIANGLE))
        case AlarmPriority.P3:
            painter.drawPolygon(_polygon(box, _DIAMOND))
        case AlarmPriority.P4:
            painter.drawEllipse(box.adjusted(2, 2, -2, -2))
    font = painter.font()
    font.setPixelSize(max(8, round(box.height() * 0.46)))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(text)
    lower = box.height() * 0.22 if priority is AlarmPriority.P2 else 0.0
    painter.drawText(box.adjusted(0, lower, 0, 0), Qt.AlignmentFlag.AlignCenter, str(int(priority)))
    painter.restore()


def icon(sign: Sign, colour: QColor, side: int) -> QIcon:
    """A button's picture, `side` pixels square."""
    pixmap = QPixmap(QSize(side, side))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_sign(painter, QRectF(0, 0, side, side), sign, colour)
    painter.end()
    return QIcon(pixmap)


def _draw_sign(painter: QPainter, box: QRectF, sign: Sign, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    match sign:
        case Sign.BACK:
            painter.drawPolygon(_polygon(box, ((0.75, 0.1), (0.75, 0.9), (0.2, 0.5))))
        case Sign.NEXT | Sign.FOLLOW:
            painter.drawPolygon(_polygon(box, ((0.25, 0.1), (0.25, 0.9), (0.8, 0.5))))
        case Sign.HOLD:
            for x in (0.2, 0.58):
                painter.drawRect(QRectF(box.width() * x, box.height() * 0.12, box.width() * 0.22, box.height() * 0.76))
        case Sign.OVERLAY:
            painter.setPen(_pen(colour, box.width() * 0.09))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(*_at(box, 0.1, 0.1), box.width() * 0.8, box.height() * 0.8))
            painter.drawRect(QRectF(*_at(box, 0.34, 0.40), box.width() * 0.36, box.height() * 0.3))
        case Sign.COMPARE:
            painter.setPen(_pen(colour, box.width() * 0.09))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for x in (0.06, 0.56):
                painter.drawRect(QRectF(*_at(box, x, 0.18), box.width() * 0.38, box.height() * 0.64))
        case Sign.MARK:
            painter.setPen(QPen(colour, box.width() * 0.09, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(*_at(box, 0.08, 0.08), box.width() * 0.62, box.height() * 0.62))
            painter.setPen(_pen(colour, box.width() * 0.11))
            painter.drawLine(QPointF(*_at(box, 0.58, 0.74)), QPointF(*_at(box, 0.9, 0.74)))
            painter.drawLine(QPointF(*_at(box, 0.74, 0.58)), QPointF(*_at(box, 0.74, 0.9)))
        case Sign.CAMERA:
            painter.drawRoundedRect(QRectF(*_at(box, 0.06, 0.28), box.width() * 0.88, box.height() * 0.56), 2, 2)
            painter.drawRect(QRectF(*_at(box, 0.34, 0.16), box.width() * 0.32, box.height() * 0.16))
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
            painter.drawEllipse(QPointF(*_at(box, 0.5, 0.56)), box.width() * 0.16, box.width() * 0.16)
