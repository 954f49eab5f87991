"""The verdict of the item in the large picture: a shape, a word, the lane and why."""

from PySide6.QtCore import QLocale, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from inspector.domain.verdict import Disposition
from inspector_gui.i18n.words import DISPOSITIONS, say, say_reason
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.items import ItemView
from inspector_gui.widgets.elided import ElidedLabel
from inspector_gui.widgets.glyphs import draw_verdict

_THICK = {Disposition.DIVERT, Disposition.REVIEW, Disposition.NO_DECISION}


class VerdictBand(QWidget):
    """Old knowledge is hatched and said to be old: it must not look like a verdict of now."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._item: ItemView | None = None
        self._current = False
        self._held = False
        self._word, self._lane = QLabel(self), QLabel(self)
        self._why, self._more, self._about = ElidedLabel(self), ElidedLabel(self), ElidedLabel(self)
        self._word.setProperty("type", "huge")
        self._lane.setProperty("type", "medium")
        self._why.setProperty("type", "medium")
        self._about.setProperty("muted", "true")
        self._grid = QGridLayout(self)
        self._grid.addWidget(self._lane, 3, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter)
        for row, label in enumerate((self._word, self._why, self._more, self._about)):
            self._grid.addWidget(label, row, 1)
        self._grid.setColumnStretch(1, 1)
        self.set_look(look)
        self.retranslate()

    @property
    def word(self) -> str:
        """The verdict as it is written."""
        return self._word.text()

    def show_item(self, item: ItemView | None, *, current: bool, held: bool) -> None:
        """Show this item's verdict; `current` is False when nothing is known of now."""
        if (item, current, held) != (self._item, self._current, self._held):
            self._item, self._current, self._held = item, current, held
            self.retranslate()

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._look = look
        self._grid.setContentsMargins(look.px(18), look.px(6), look.px(12), look.px(6))
        self._grid.setHorizontalSpacing(look.px(10))
        self._grid.setVerticalSpacing(look.px(1))
        self._grid.setColumnMinimumWidth(0, look.px(76))
        self.update()

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        item = self._item
        if item is None:
            self._word.setText("—")
            self._lane.setText("")
            self._why.say(self.tr("No item yet"))
            self._more.say("")
            self._about.say("")
        else:
            self._word.setText(say(DISPOSITIONS[item.disposition]))
            self._lane.setText(self.tr("Lane {0}").format(item.lane))
            reasons = [say_reason(reason.code, reason.name) for reason in item.reasons]
            self._why.say(reasons[0] if reasons else "")
            # Of a good item these are what it was not: under "Nothing found" they would read as damage.
            told = [] if item.disposition is Disposition.PASS else reasons[1:]
            others = ", ".join(dict.fromkeys(name for name in told if name != reasons[0]))
            likely = self._say_likely(item)
            # Beside the item's number it would push that out of sight: half a number is a wrong one.
            self._more.say((others or likely) if self._current else self.tr("OLD: last known"))
            self._about.say(self._describe(item))
        self.setAccessibleName(f"{self._word.text()} {self._lane.text()} {self._why.text()}")
        self.update()

    def _say_likely(self, item: ItemView) -> str:
        if item.disposition is Disposition.NO_DECISION:
            return self.tr("Not judged")  # its score of 0 says nothing, and would read as "not damaged"
        percent = QLocale().toString(item.score * 100, "f", 0)
        return self.tr("Probability of damage: {0} %").format(percent)

    def _describe(self, item: ItemView) -> str:
        parts = [self.tr("Held") if self._held and self._current else ""]
        parts += [self.tr("Item {0}").format(item.track), item.sku]
        if item.decided_ms is not None:
            parts.append(f"{QLocale().toString(item.decided_ms, 'f', 0)} ms")
        return "  ·  ".join(part for part in parts if part)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The band's surface, outline and shape."""
        look, item = self._look, self._item
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.colour("panel"))
        ink = look.colour("text" if self._current else "muted")
        if not self._current:
            painter.fillRect(0, 0, look.px(14), self.height(), QBrush(look.colour("muted"), Qt.BrushStyle.BDiagPattern))
        painter.setPen(self._outline(item, ink))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = painter.pen().widthF() / 2
        painter.drawRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))
        if item is not None:
            side = look.px(60)
            column = self._grid.cellRect(3, 0)
            place = QRectF(column.center().x() - side / 2, (column.top() - side) / 2 + look.px(3), side, side)
            draw_verdict(painter, place, item.disposition, self._colour(item, ink))

    def _colour(self, item: ItemView, ink: QColor) -> QColor:
        return self._look.colour("info") if item.disposition is Disposition.REVIEW and self._current else ink

    def _outline(self, item: ItemView | None, ink: QColor) -> QPen:
        if item is None or item.disposition not in _THICK:
            return QPen(self._look.colour("line"), self._look.thin_px)
        pen = QPen(self._colour(item, ink), self._look.px(4))
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if item.disposition is Disposition.NO_DECISION:
            pen.setStyle(Qt.PenStyle.DashLine)
        return pen
