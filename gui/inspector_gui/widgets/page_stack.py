"""The pages below line and alarms, and what stands in their place; most are made when somebody first turns to them."""

from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.pages import Page
from inspector_gui.viewmodels.station import StationModel
from inspector_gui.widgets.alarms_page import AlarmsPage
from inspector_gui.widgets.came_back_part import CameBackPart
from inspector_gui.widgets.diagnostics_page import DiagnosticsPage
from inspector_gui.widgets.dressed import Dressed
from inspector_gui.widgets.holds_page import HoldsPage
from inspector_gui.widgets.live_page import LivePage
from inspector_gui.widgets.queue_page import QueuePage
from inspector_gui.widgets.setup_page import SetupPage
from inspector_gui.widgets.shift_page import ShiftPage
from inspector_gui.widgets.sign_in_page import SignInPage
from inspector_gui.widgets.station_panel import StationPanel
from inspector_gui.widgets.teach_page import TeachPage

Late = TypeVar("Late", ShiftPage, SetupPage, TeachPage, DiagnosticsPage, SignInPage, StationPanel)


class PageStack(QStackedWidget):
    """Live, queue, alarms and holds, which an operator needs at once, are there from the start.

    The others take longer to make than all that the window shows at first: each is made when it is first asked for.
    """

    setup_wanted = Signal()

    def __init__(self, look: Look, model: StationModel, *, station: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._model, self._station = look, model, station
        self.live = LivePage(look, model, self)
        self.queue = QueuePage(look, model.queue, model.queue_pictures, self)
        self.alarms = AlarmsPage(look, model.desk, model.journal, model.audit, self)
        self.holds = HoldsPage(look, model.hold_desk, self)
        self._made: list[Dressed] = [self.live, self.queue, self.alarms, self.holds]
        for page in (self.live, self.queue, self.alarms, self.holds):
            self.addWidget(page)
        self._panel: StationPanel | None = None

    @cached_property
    def shift(self) -> ShiftPage:
        """Made now, if nobody asked before; as those below."""
        model, look = self._model, self._look
        came_back = CameBackPart(look, model.came_back, model.came_back_pictures)
        return self._late(ShiftPage(look, model.shift, model.exports, came_back, station=self._station, parent=self))

    @cached_property
    def setup(self) -> SetupPage:
        """For engineers."""
        return self._late(SetupPage(self._look, self._model.setup, self._model.setup_pictures, self))

    @cached_property
    def teach(self) -> TeachPage:
        """For leads."""
        return self._late(TeachPage(self._look, self._model.teach, self._model.teach_pictures, self))

    @cached_property
    def diagnostics(self) -> DiagnosticsPage:
        """For engineers."""
        return self._late(DiagnosticsPage(self._look, self._model.diagnostics, self._model.line, self))

    @cached_property
    def sign_in(self) -> SignInPage:
        """In place of a page while somebody signs in."""
        return self._late(SignInPage(self._look, self._model.sign_in, self))

    @cached_property
    def panel(self) -> StationPanel:
        """In place of a page: what concerns the station itself."""
        panel = self._panel = self._late(StationPanel(self._look, self._model.panel, self))
        panel.let_keys(enabled=False)
        panel.tour.clicked.connect(self._model.tour.start)
        panel.setup.clicked.connect(self.setup_wanted)
        return panel

    def let_panel_keys(self, *, enabled: bool) -> None:
        """Whether the station's panel is what the keys are for."""
        if self._panel is not None:
            self._panel.let_keys(enabled=enabled)

    def of(self, page: Page) -> QWidget:
        """The page's widget."""
        widget: QWidget = getattr(self, page.value)
        return widget

    def _late(self, widget: Late) -> Late:
        """Dress it as the window is dressed, in the order that the window keeps."""
        self.addWidget(widget)
        widget.ensurePolished()
        widget.set_look(self._look)
        widget.retranslate()
        self._made.append(widget)
        return widget

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        self._look = look
        for widget in self._made:
            widget.set_look(look)

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        for widget in self._made:
            widget.retranslate()
