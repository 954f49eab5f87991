"""Items as tiles in rows, some at a time: a small picture, what was said of the item, and a tick where it is taken."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from inspector_gui.theme.look import Look
from inspector_gui.widgets.elided import ElidedLabel

COLUMNS, ROWS = 6, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """`ticked` None: it can not be taken. `words` stand below, `number` in the picture's corner; `odd`: look at it."""

    record: str
    words: str = ""
    number: str = ""
    ticked: bool | None = None
    chosen: bool = False
    odd: bool = False


class TeachTile(QAbstractButton):
    """One item, or an empty place."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.tile: Tile | None = None
        self._thumb = QImage()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """At least a finger wide."""
        return QSize(self.look.touch_px, self.look.px(96))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """At least a finger wide."""
        return self.sizeHint()

    def show_tile(self, tile: Tile | None, thumb: QImage) -> None:
        """Show this item."""
        if tile == self.tile and thumb.cacheKey() == self._thumb.cacheKey():
            return
        self.tile, self._thumb = tile, thumb
        self.setEnabled(tile is not None)
        self.setAccessibleName("" if tile is None else f"{tile.number} {tile.words}".strip())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Picture above, words below, number and tick in the corners."""
        look, tile = self.look, self.tile
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.colour("panel"))
        if tile is None:
            return
        foot = look.px(24)
        place = QRectF(4, 4, self.width() - 8, self.height() - foot - 6)
        painter.fillRect(place, look.colour("picture_bed"))
        if not self._thumb.isNull():
            size = self._thumb.size().toSizeF().scaled(place.size(), Qt.AspectRatioMode.KeepAspectRatio)
            inside = QRectF(place.center() - QPointF(size.width() / 2, size.height() / 2), size)
            painter.drawImage(inside, self._thumb)
        font = self.font()
        font.setPixelSize(look.px(13))
        font.setBold(bool(tile.ticked) or tile.odd)
        painter.setFont(font)
        painter.setPen(look.colour("text"))
        below = QRectF(6, self.height() - foot, self.width() - 12, foot - 3)
        words = painter.fontMetrics().elidedText(tile.words, Qt.TextElideMode.ElideRight, int(below.width()))
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        if tile.number:
            self._draw_number(painter, tile.number)
        if tile.ticked is not None:
            self._draw_tick(painter, ticked=tile.ticked)
        self._draw_frame(painter, tile)

    def _draw_number(self, painter: QPainter, number: str) -> None:
        look = self.look
        room = QRectF(4, 4, painter.fontMetrics().horizontalAdvance(number) + look.px(12), look.px(22))
        painter.fillRect(room, look.colour("running"))
        painter.setPen(look.colour("on_running"))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, number)

    def _draw_tick(self, painter: QPainter, *, ticked: bool) -> None:
        look = self.look
        side = look.px(26)
        box = QRectF(self.width() - side - 7, 7, side, side)
        painter.fillRect(box, look.colour("stopped" if ticked else "button"))
        painter.setPen(QPen(look.colour("on_stopped" if ticked else "text"), look.px(2)))
        painter.drawRect(box)
        if ticked:
            painter.setPen(QPen(look.colour("on_stopped"), look.px(4)))
            corner = box.topLeft()
            points = [corner + QPointF(x * side, y * side) for x, y in ((0.2, 0.52), (0.42, 0.75), (0.8, 0.25))]
            painter.drawPolyline(points)

    def _draw_frame(self, painter: QPainter, tile: Tile) -> None:
        look = self.look
        pen = QPen(
            look.colour("text" if tile.ticked or tile.odd else "line"), look.px(2) if tile.ticked else look.thin_px
        )
        if tile.odd:
            pen = QPen(look.colour("text"), look.px(3), Qt.PenStyle.DashLine)
        if tile.chosen:
            pen = QPen(look.colour("focus"), look.px(4))
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = pen.widthF() / 2
        painter.drawRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset))


class TeachGrid(QWidget):
    """`pressed` gives the record of the tile; `turned` follows another page, whose pictures are to be had."""

    pressed = Signal(str)
    turned = Signal()

    def __init__(self, look: Look, thumb: Callable[[str], QImage], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._thumb = thumb
        self._tiles: Sequence[Tile] = ()
        self._page = 0
        self._chosen = ""
        self.tiles = [TeachTile(look, self) for _ in range(COLUMNS * ROWS)]
        self.empty, self.count = ElidedLabel(self), ElidedLabel(self)
        self.before, self.after = QPushButton("◀", self), QPushButton("▶", self)
        self._column, self._grid, self._foot = QVBoxLayout(self), QGridLayout(), QHBoxLayout()
        self._lay_out()
        self.set_look(look)

    def _lay_out(self) -> None:
        for place, tile in enumerate(self.tiles):
            tile.clicked.connect(self._pressed)
            self._grid.addWidget(tile, place // COLUMNS, place % COLUMNS)
        for button, by in ((self.before, -1), (self.after, 1)):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _checked=False, b=by: self.turn(b))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.empty, 1)
        self._column.addLayout(self._grid, 1)
        self._foot.addWidget(self.count, 1)
        self._foot.addWidget(self.before)
        self._foot.addWidget(self.after)
        self._column.addLayout(self._foot)

    @property
    def seen(self) -> tuple[str, ...]:
        """The records on this page."""
        return tuple(one.record for one in self._on_page())

    def turn(self, by: int) -> None:
        """Another page."""
        self._page += by
        self._show()
        self.turned.emit()

    def show_tiles(self, tiles: Sequence[Tile], *, count: str, empty: str) -> None:
        """Show these; another chosen one is brought into sight."""
        self._tiles = tiles
        chosen = next((place for place, one in enumerate(tiles) if one.chosen), None)
        record = "" if chosen is None else tiles[chosen].record
        if chosen is not None and record != self._chosen:
            self._page = chosen // len(self.tiles)
        self._chosen = record
        self.count.say(count)
        self.empty.say(empty)
        self._show()

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._grid.setSpacing(look.px(5))
        self._column.setSpacing(look.px(5))
        for tile in self.tiles:
            tile.look = look
            tile.updateGeometry()
            tile.update()
        for button in (self.before, self.after):
            button.setMinimumSize(look.touch_px, look.touch_px)

    def _on_page(self) -> Sequence[Tile]:
        room = len(self.tiles)
        return self._tiles[self._page * room : (self._page + 1) * room]

    def _show(self) -> None:
        room = len(self.tiles)
        pages = max(1, -(-len(self._tiles) // room))
        self._page = min(max(self._page, 0), pages - 1)
        here = self._on_page()
        for place, widget in enumerate(self.tiles):
            tile = here[place] if place < len(here) else None
            widget.show_tile(tile, QImage() if tile is None else self._thumb(tile.record))
            widget.setVisible(bool(self._tiles))
        self.empty.setVisible(not self._tiles)
        self.before.setEnabled(self._page > 0)
        self.after.setEnabled(self._page < pages - 1)
        for button in (self.before, self.after):
            button.setVisible(pages > 1)

    def _pressed(self) -> None:
        tile = self.sender()
        if isinstance(tile, TeachTile) and tile.tile is not None:
            self.pressed.emit(tile.tile.record)
