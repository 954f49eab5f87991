"""The live page: the newest item large, its verdict, the counts, and the film strip."""

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.station import StationModel
from inspector_gui.widgets.counters import CountersPanel
from inspector_gui.widgets.film_strip import FilmStrip
from inspector_gui.widgets.picture_view import PictureCanvas
from inspector_gui.widgets.tool_column import ToolColumn
from inspector_gui.widgets.trends import TrendsPanel
from inspector_gui.widgets.verdict_band import VerdictBand


class LivePage(QWidget):
    """Joins the live models with their widgets; keys are the window's."""

    def __init__(self, look: Look, model: StationModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.tools, self.picture = ToolColumn(look, self), PictureCanvas(look, self)
        self.verdict, self.counters = VerdictBand(look, self), CountersPanel(look, self)
        self.trends, self.strip = TrendsPanel(look, self), FilmStrip(look, self)
        self._side, self._grid = QVBoxLayout(), QGridLayout(self)
        self._lay_out()
        self._connect()
        self.counters.show_counts(model.counters.view)
        self.trends.show_trends(model.trends.view)

    def _lay_out(self) -> None:
        self._side.addWidget(self.verdict)
        self._side.addWidget(self.counters)
        self._side.addWidget(self.trends, 1)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.addWidget(self.tools, 0, 0)
        self._grid.addWidget(self.picture, 0, 1)
        self._grid.addLayout(self._side, 0, 2)
        self._grid.addWidget(self.strip, 1, 0, 1, 3)
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(0, 1)

    def _connect(self) -> None:
        model = self._model
        model.line.changed.connect(self.show_item)
        model.counters.changed.connect(lambda: self.counters.show_counts(model.counters.view))
        model.trends.changed.connect(lambda: self.trends.show_trends(model.trends.view))
        model.picture.changed.connect(self.show_item)
        self.strip.chosen.connect(model.items.select)
        self.tools.overlay.clicked.connect(model.picture.next_overlay)
        self.tools.camera.clicked.connect(self.next_camera)
        self.tools.back.clicked.connect(lambda: model.items.step(-1))
        self.tools.hold.clicked.connect(model.items.toggle)
        self.tools.next.clicked.connect(lambda: model.items.step(1))

    def next_camera(self) -> None:
        """Look through the next camera."""
        picture = self._model.picture
        if len(picture.cameras) > 1:
            now = picture.view.camera
            place = picture.cameras.index(now) if now in picture.cameras else -1
            picture.look_through(picture.cameras[(place + 1) % len(picture.cameras)])

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._grid.setSpacing(look.px(6))
        self._side.setSpacing(look.px(6))
        for widget in (self.tools, self.picture, self.verdict, self.counters, self.trends, self.strip):
            widget.set_look(look)
        for wide in (self.verdict, self.counters, self.trends):
            wide.setFixedWidth(look.px(396))
        self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        for widget in (self.tools, self.verdict, self.counters, self.trends):
            widget.retranslate()
        self.picture.update()
        self.show_item()

    def show_item(self) -> None:
        """Show the selected item."""
        model = self._model
        current = model.line.view.condition.trustworthy
        items, picture = model.items, model.picture.view
        self.verdict.show_item(items.selected, current=current, held=items.held)
        self.picture.show_picture(picture, current=current)
        self.strip.show_items([(item, model.picture.thumbnail(item)) for item in items.items], items.selected)
        self.tools.show_tools(
            overlay=model.picture.overlay,
            camera=picture.camera,
            cameras=len(model.picture.cameras),
            held=items.held,
            unseen=items.unseen,
        )
