"""The effect of proposed values: figures now and then, the plot, and the items that would go another way."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from inspector.wire.setup import ChangedPart, PreviewData, TallyPart
from inspector_gui.i18n.promise import say_promise, say_promised
from inspector_gui.i18n.setup import ABSENT, number, say_basis, say_interval
from inspector_gui.i18n.words import DISPOSITIONS, say
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.setup_pictures import MOST, SetupPicturesModel
from inspector_gui.widgets.elided import ElidedLabel
from inspector_gui.widgets.setup_plot import ThresholdPlot
from inspector_gui.widgets.wrapped_label import WrappedLabel

BORDER = 12
ROWS = ("threshold", "stopped", "per_hour", "real", "at_most", "promised")


class ChangedTile(QFrame):
    """One item: its picture, and which way it would go instead."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self.picture, self.words = QLabel(self), ElidedLabel(self)
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setProperty("type", "small")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 2, 4, 2)
        self._column.addWidget(self.picture, 1)
        self._column.addWidget(self.words)

    def show_item(self, item: ChangedPart, pictures: SetupPicturesModel, size: QSize) -> None:
        """What changes about it."""
        self.setFixedWidth(size.width() + BORDER)
        image = pictures.of_item(item)
        if image is None or image.isNull():
            self.picture.setText(ABSENT)
        else:
            shown = image.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
            self.picture.setPixmap(QPixmap.fromImage(shown))
        self.words.say(f"{say(DISPOSITIONS[item.before])} → {say(DISPOSITIONS[item.after])}")
        self.setToolTip(f"{item.sku}  {number(item.score, 3)} → {number(item.score_then, 3)}")


class EffectPanel(QWidget):
    """Shows one preview."""

    def __init__(self, look: Look, pictures: SetupPicturesModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._pictures = look, pictures
        self._preview: PreviewData | None = None
        self._recipe = ""
        self.plot = ThresholdPlot(look, self)
        self.basis, self.changing = ElidedLabel(self), ElidedLabel(self)
        self.promise = WrappedLabel(self)
        self.heads = tuple(QLabel(self) for _ in range(2))
        self.names = {row: ElidedLabel(self) for row in ROWS}
        self.values = {row: (ElidedLabel(self), ElidedLabel(self)) for row in ROWS}
        self.tiles: list[ChangedTile] = []
        self._figures = QFrame(self)
        self._grid, self._strip, self._frame = QGridLayout(self._figures), QHBoxLayout(), QVBoxLayout(self)
        self._row = QWidget(self)
        self._lay_out()
        pictures.changed.connect(self._show_pictures)
        self.set_look(look)

    def _lay_out(self) -> None:
        self._figures.setProperty("panel", "true")
        for column, head in enumerate(self.heads, start=1):
            head.setProperty("type", "small")
            head.setProperty("muted", "true")
            self._grid.addWidget(head, 0, column)
        for place, row in enumerate(ROWS, start=1):
            self.names[row].setProperty("type", "small")
            self._grid.addWidget(self.names[row], place, 0)
            for column, value in enumerate(self.values[row], start=1):
                value.setProperty("type", "small")
                self._grid.addWidget(value, place, column)
        for column, share in enumerate((5, 4, 4)):
            self._grid.setColumnStretch(column, share)
        self._row.setLayout(self._strip)
        self._strip.setContentsMargins(0, 0, 0, 0)
        self._strip.addStretch(1)
        self._row.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for label in (self.basis, self.changing, self.promise):
            label.setProperty("type", "small")
        self._frame.setContentsMargins(0, 0, 0, 0)
        self._frame.addWidget(self.basis)
        self._frame.addWidget(self.plot, 1)
        self._frame.addWidget(self._figures)
        self._frame.addWidget(self.promise)
        self._frame.addWidget(self.changing)
        self._frame.addWidget(self._row)

    def show_preview(self, preview: PreviewData, recipe: str) -> None:
        """Show this, of the recipe of that name."""
        self._preview, self._recipe = preview, recipe
        self._pictures.want(preview.changed)
        self.plot.show_preview(preview)
        self.retranslate()

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._look = look
        self.plot.set_look(look)
        self._grid.setContentsMargins(look.px(8), look.px(4), look.px(8), look.px(4))
        self._grid.setVerticalSpacing(look.px(1))
        self._strip.setSpacing(look.px(6))
        self._frame.setSpacing(look.px(4))
        self._row.setFixedHeight(look.px(100))
        self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        self.heads[0].setText(self.tr("in force (dashed line)"))
        self.heads[1].setText(self.tr("proposed (full line)"))
        names = (
            self.tr("Stopped above a score of"),
            self.tr("Stopped of these items"),
            self.tr("Stopped an hour (95 %)"),
            self.tr("Really damaged, of answered"),
            self.tr("Damaged at most"),
            self.tr("Good items stopped"),
        )
        for row, words in zip(ROWS, names, strict=True):
            self.names[row].say(words)
        if self._preview is None:
            return
        self.basis.say(say_basis(self._preview))
        for column, tally in enumerate((self._preview.now, self._preview.then)):
            for row, words in self._figures_of(tally).items():
                self.values[row][column].say(words)
        self.promise.say(say_promise(self._preview.then.promise, self._recipe))
        self.promise.setVisible(self._preview.then.promise is not None)
        changing = self._preview.changing
        if changing:
            self.changing.say(self.tr("%Ln item(s) would go another way; the newest:", "", changing))
        else:
            self.changing.say(self.tr("No item would go another way"))
        self._show_pictures()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """As many items as there is room for."""
        super().resizeEvent(event)
        self._show_pictures()

    def _figures_of(self, tally: TallyPart) -> dict[str, str]:
        answered = tally.confirmed + tally.overruled
        at_most = tally.real_at_most
        real = say_interval(tally.real, 0, percent=True)
        return {
            "threshold": number(tally.threshold, 3),
            "stopped": str(tally.stopped),
            "per_hour": say_interval(tally.stopped_per_hour, 0),
            "real": self.tr("{0} of {1}").format(real, answered) if answered else self.tr("nobody answered"),
            "at_most": ABSENT if at_most is None else f"{number(at_most * 100, 1)} %",
            "promised": say_promised(tally.promise),
        }

    def _show_pictures(self) -> None:
        items = [] if self._preview is None else self._preview.changed[:MOST]
        while len(self.tiles) < len(items):
            self.tiles.append(ChangedTile(self._row))
            self._strip.insertWidget(self._strip.count() - 1, self.tiles[-1])
        size = QSize(self._look.px(130), self._look.px(66))
        room = self.width() // (size.width() + BORDER + self._look.px(6))
        for place, tile in enumerate(self.tiles):
            tile.setVisible(place < min(room, len(items)))
            if place < len(items):
                tile.show_item(items[place], self._pictures, size)
