"""The last items as tiles: a small picture, the verdict's shape, the item's number. Oldest left, newest right."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from inspector.domain.verdict import Disposition
from inspector_gui.i18n.words import DISPOSITIONS, say
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.items import STRIP_LENGTH, ItemView
from inspector_gui.widgets.glyphs import draw_verdict


class FilmTile(QAbstractButton):
    """One item, or an empty place."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.item: ItemView | None = None
        self._thumb = QImage()
        self._selected = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """At least a finger wide."""
        return QSize(self.look.touch_px, self.look.px(104))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """At least a finger wide."""
        return self.sizeHint()

    def show_item(self, item: ItemView | None, thumb: QImage, *, selected: bool) -> None:
        """Show this item."""
        same = item == self.item and selected == self._selected and thumb.cacheKey() == self._thumb.cacheKey()
        if same:
            return
        self.item, self._thumb, self._selected = item, thumb, selected
        self.setEnabled(item is not None)
        self.setAccessibleName(f"{item.track} {say(DISPOSITIONS[item.disposition])}" if item is not None else "")
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Picture above, shape and number below."""
        look, item = self.look, self.item
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.colour("panel"))
        if item is not None:
            foot = look.px(28)
            self._draw_thumb(painter, QRectF(3, 3, self.width() - 6, self.height() - foot - 4))
            mark = QRectF(look.px(5), self.height() - foot + look.px(3), foot - look.px(8), foot - look.px(8))
            draw_verdict(painter, mark, item.disposition, look.colour("text"))
            font = self.font()
            font.setPixelSize(look.px(13))
            font.setBold(item.disposition is not Disposition.PASS)
            painter.setFont(font)
            painter.setPen(look.colour("text"))
            rest = QRectF(mark.right() + 3, mark.top(), self.width() - mark.right() - look.px(10), mark.height())
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            number = painter.fontMetrics().elidedText(str(item.track), Qt.TextElideMode.ElideLeft, int(rest.width()))
            painter.drawText(rest, right, number)
        self._draw_frame(painter)

    def _draw_thumb(self, painter: QPainter, place: QRectF) -> None:
        painter.fillRect(place, self.look.colour("picture_bed"))
        if self._thumb.isNull():
            return
        wanted = place.size().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
        source = self._thumb.size().toSizeF().scaled(wanted, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        # Fill the tile: the middle of the picture matters more than its borders.
        scale = self._thumb.width() / max(1.0, source.width())
        part = QRectF(0, 0, place.width() * scale, place.height() * scale)
        part.moveCenter(QRectF(self._thumb.rect()).center())
        painter.drawImage(place, self._thumb, part)

    def _draw_frame(self, painter: QPainter) -> None:
        look = self.look
        out = self.item is not None and self.item.disposition is not Disposition.PASS
        pen = QPen(look.colour("text" if out else "line"), look.px(2) if out else look.thin_px)
        if self._selected or self.hasFocus():
            pen = QPen(look.colour("focus"), look.px(5))
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = pen.widthF() / 2
        painter.drawRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))


class FilmStrip(QWidget):
    """Twelve tiles; `chosen` says which item was pressed."""

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.tiles = [FilmTile(look, self) for _ in range(STRIP_LENGTH)]
        for tile in self.tiles:
            tile.clicked.connect(self._pressed)
            self._row.addWidget(tile, 1)
        self.set_look(look)

    def show_items(self, shown: list[tuple[ItemView, QImage]], selected: ItemView | None) -> None:
        """At most twelve items, oldest first; they fill from the right."""
        free = len(self.tiles) - len(shown)
        for place, tile in enumerate(self.tiles):
            if place < free:
                tile.show_item(None, QImage(), selected=False)
            else:
                item, thumb = shown[place - free]
                tile.show_item(item, thumb, selected=selected is not None and item.rid == selected.rid)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._row.setSpacing(look.px(4))
        for tile in self.tiles:
            tile.look = look
            tile.updateGeometry()
            tile.update()

    def _pressed(self) -> None:
        tile = self.sender()
        if isinstance(tile, FilmTile) and tile.item is not None:
            self.chosen.emit(tile.item.rid)
