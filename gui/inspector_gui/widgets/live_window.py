"""The operator's window: joins models and widgets, and takes keys."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QMainWindow, QVBoxLayout, QWidget

from inspector_gui.i18n.language import Language
from inspector_gui.theme.look import Look, scale_for
from inspector_gui.theme.tokens import THEMES
from inspector_gui.viewmodels.station import StationModel
from inspector_gui.widgets.alarm_strip import AlarmStrip
from inspector_gui.widgets.counters import CountersPanel
from inspector_gui.widgets.film_strip import FilmStrip
from inspector_gui.widgets.line_bar import LineBar
from inspector_gui.widgets.picture_view import PictureCanvas
from inspector_gui.widgets.tool_column import ToolColumn
from inspector_gui.widgets.trends import TrendsPanel
from inspector_gui.widgets.verdict_band import VerdictBand


class LiveWindow(QMainWindow):
    """Keys: O overlay, C camera, Space hold, Left and Right step, L language, T theme, F11 full screen."""

    def __init__(
        self,
        model: StationModel,
        *,
        station: str,
        language: Language,
        theme: str = "light",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._language = language
        self._look = Look(tokens=THEMES[theme])
        look = self._look
        self.bar = LineBar(look, station, self)
        self.alarms = AlarmStrip(look, self)
        self.tools = ToolColumn(look, self)
        self.picture = PictureCanvas(look, self)
        self.verdict = VerdictBand(look, self)
        self.counters = CountersPanel(look, self)
        self.trends = TrendsPanel(look, self)
        self.strip = FilmStrip(look, self)
        self._side, self._grid = QVBoxLayout(), QGridLayout()
        self._lay_out()
        self._connect()
        self.setMinimumSize(1000, 560)
        self._dress()
        self._show_everything()
        self.setFocus()

    @property
    def look(self) -> Look:
        """Theme and size of now."""
        return self._look

    def _lay_out(self) -> None:
        page = QWidget(self)
        page.setObjectName("page")
        self._side.addWidget(self.verdict)
        self._side.addWidget(self.counters)
        self._side.addWidget(self.trends, 1)
        self._grid.addWidget(self.bar, 0, 0, 1, 3)
        self._grid.addWidget(self.alarms, 1, 0, 1, 3)
        self._grid.addWidget(self.tools, 2, 0)
        self._grid.addWidget(self.picture, 2, 1)
        self._grid.addLayout(self._side, 2, 2)
        self._grid.addWidget(self.strip, 3, 0, 1, 3)
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(2, 1)
        page.setLayout(self._grid)
        self.setCentralWidget(page)

    def _connect(self) -> None:
        model = self._model
        model.line.changed.connect(self._show_line)
        model.alarms.changed.connect(lambda: self.alarms.show_alarms(model.alarms.alarms))
        model.counters.changed.connect(lambda: self.counters.show_counts(model.counters.view))
        model.trends.changed.connect(lambda: self.trends.show_trends(model.trends.view))
        model.picture.changed.connect(self._show_item)
        self.strip.chosen.connect(model.items.select)
        self.tools.overlay.clicked.connect(model.picture.next_overlay)
        self.tools.camera.clicked.connect(self._next_camera)
        self.tools.back.clicked.connect(lambda: model.items.step(-1))
        self.tools.hold.clicked.connect(model.items.toggle)
        self.tools.next.clicked.connect(lambda: model.items.step(1))
        self.bar.language.clicked.connect(self._language.next)
        self.bar.theme.clicked.connect(self.next_theme)
        self._keys()

    def _keys(self) -> None:
        actions: dict[str, Callable[[], object]] = {
            "O": self._model.picture.next_overlay,
            "C": self._next_camera,
            "Space": self._model.items.toggle,
            "Left": lambda: self._model.items.step(-1),
            "Right": lambda: self._model.items.step(1),
            "L": self._language.next,
            "T": self.next_theme,
            "F11": lambda: self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen),
        }
        for key, action in actions.items():
            QShortcut(QKeySequence(key), self).activated.connect(action)

    def next_theme(self) -> None:
        """The other theme."""
        names = list(THEMES)
        name = names[(names.index(self._look.tokens.name) + 1) % len(names)]
        self._look = Look(tokens=THEMES[name], scale=self._look.scale)
        self._dress()

    def _next_camera(self) -> None:
        picture = self._model.picture
        if len(picture.cameras) > 1:
            now = picture.view.camera
            place = picture.cameras.index(now) if now in picture.cameras else -1
            picture.look_through(picture.cameras[(place + 1) % len(picture.cameras)])

    def _dress(self) -> None:
        look = self._look
        self.setPalette(look.palette())
        self.setStyleSheet(look.sheet())
        margin = look.px(8)
        self._grid.setContentsMargins(margin, margin, margin, margin)
        self._grid.setSpacing(look.px(6))
        self._side.setSpacing(look.px(6))
        for widget in (self.bar, self.alarms, self.tools, self.picture, self.verdict, self.counters, self.trends):
            widget.set_look(look)
        self.strip.set_look(look)
        side = look.px(396)
        self.verdict.setFixedWidth(side)
        self.counters.setFixedWidth(side)
        self.trends.setFixedWidth(side)
        self._write()

    def _write(self) -> None:
        self.setWindowTitle(self.tr("Inspection station"))
        self.bar.retranslate(self._language.code, self._look.tokens.name)
        for widget in (self.alarms, self.tools, self.verdict, self.counters, self.trends):
            widget.retranslate()
        self.picture.update()

    def _show_everything(self) -> None:
        self._show_line()
        self.alarms.show_alarms(self._model.alarms.alarms)
        self.counters.show_counts(self._model.counters.view)
        self.trends.show_trends(self._model.trends.view)

    def _show_line(self) -> None:
        self.bar.show_line(self._model.line.view)
        self._show_item()

    def _show_item(self) -> None:
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

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Another language: write everything again."""
        if event.type() == QEvent.Type.LanguageChange:
            self._write()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Texts and controls grow with the window."""
        super().resizeEvent(event)
        scale = scale_for(event.size().width(), event.size().height())
        if scale != self._look.scale:
            self._look = Look(tokens=self._look.tokens, scale=scale)
            self._dress()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Closing only closes the window: the line does not notice."""
        event.accept()
