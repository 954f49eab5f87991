"""For engineers: the station's figures, how long its decisions took, its cameras, its links, and what it is made of."""

from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version

import PySide6
from PySide6.QtCore import QLocale, Qt, qVersion
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from inspector_gui.i18n.diagnostics import (
    ABSENT,
    LINE,
    QUEUES,
    camera_head,
    camera_problem,
    say_camera,
    say_figure,
    say_inboxes,
    say_links,
    say_versions,
)
from inspector_gui.i18n.words import BEATING, FIGURES, say
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.diagnostics import DiagnosticsModel
from inspector_gui.viewmodels.line import Beating, LineModel
from inspector_gui.widgets.dressed import restyle
from inspector_gui.widgets.elided import ElidedLabel
from inspector_gui.widgets.fact_grid import FactGrid
from inspector_gui.widgets.latency_panel import LatencyPanel


class DiagnosticsPage(QWidget):
    """Nothing can be changed here. Four parts, one button each."""

    def __init__(self, look: Look, model: DiagnosticsModel, line: LineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._line = model, line
        self._own = _own_versions()
        self.status = ElidedLabel(self)
        self.tabs = [QPushButton(self) for _ in range(4)]
        self.figures, self.latencies = FactGrid(look, parent=self), LatencyPanel(look, self)
        self.queues, self.links = FactGrid(look, parent=self), FactGrid(look, parent=self)
        self.cameras, self.inboxes = (
            FactGrid(look, shares=(2, 4, 2, 2, 2), parent=self),
            FactGrid(look, shares=(3, 2, 2, 2), parent=self),
        )
        self.versions = FactGrid(look, parent=self)
        self._stack, self._group = QStackedWidget(self), QButtonGroup(self)
        self._head, self._frame = QHBoxLayout(), QVBoxLayout(self)
        self._bodies: list[QBoxLayout] = []
        self._lay_out()
        model.changed.connect(self.show_figures)
        line.changed.connect(self.show_figures)
        self.latencies.span.clicked.connect(model.next_span)
        self.set_look(look)
        self.turn(0)

    def _lay_out(self) -> None:
        for number, tab in enumerate(self.tabs):
            tab.setCheckable(True)
            tab.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            tab.clicked.connect(lambda _checked=False, n=number: self.turn(n))
            self._group.addButton(tab)
            self._head.addWidget(tab)
        self._head.addWidget(self.status, 1)
        self._add(QHBoxLayout(), self.figures, self.latencies)
        beside = self._add(QHBoxLayout(), self.queues)
        own = QVBoxLayout()
        own.addWidget(self.links, 2)
        own.addWidget(self.inboxes, 1)
        beside.addLayout(own, 1)
        self._bodies.append(own)
        self._add(QVBoxLayout(), self.cameras)
        self._add(QHBoxLayout(), self.versions).addStretch(1)
        self._frame.setContentsMargins(0, 0, 0, 0)
        self._frame.addLayout(self._head)
        self._frame.addWidget(self._stack, 1)

    def _add(self, body: QBoxLayout, *parts: QWidget) -> QBoxLayout:
        holder = QWidget(self)
        holder.setLayout(body)
        body.setContentsMargins(0, 0, 0, 0)
        for part in parts:
            body.addWidget(part, 1)
        self._bodies.append(body)
        self._stack.addWidget(holder)
        return body

    def turn(self, number: int) -> None:
        """Show this part, from 0."""
        self._stack.setCurrentIndex(number)
        self.tabs[number].setChecked(True)
        self.show_figures()

    def scroll_rows(self, by: int) -> None:
        """The lists that are shown, so many rows down."""
        for grid in (self.figures, self.queues, self.links, self.cameras, self.inboxes, self.versions):
            if grid.isVisible():
                grid.scroll_rows(by)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        for layout in (*self._bodies, self._frame):
            layout.setSpacing(look.px(6))
        self._head.setSpacing(look.px(6))
        for tab in self.tabs:
            tab.setMinimumSize(look.px(156), look.touch_px)
        grids = (self.figures, self.queues, self.links, self.cameras, self.inboxes, self.versions)
        for part in (*grids, self.latencies):
            part.set_look(look)
        self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        names = (self.tr("Decisions"), self.tr("Queues"), self.tr("Cameras"), self.tr("Versions"))
        for number, (tab, name) in enumerate(zip(self.tabs, names, strict=True), start=1):
            tab.setText(f"{number}   {name}")
        self.figures.title.setText(self.tr("Figures"))
        self.queues.title.setText(self.tr("What waits in the station, and its disk"))
        self.links.title.setText(self.tr("This window and its links"))
        self.cameras.title.setText(self.tr("Cameras, since the station's program was started"))
        self.inboxes.title.setText(self.tr("What waited to be painted, and what never was"))
        self.versions.title.setText(self.tr("Models, configuration, programs"))
        self.show_figures()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """What is hidden is not written."""
        super().showEvent(event)
        self.show_figures()

    def show_figures(self) -> None:
        """Show what the models say, as long as somebody can see it."""
        if not self.isVisible():
            return
        view, line = self._model.view, self._line.view
        old = view.old or not line.condition.trustworthy
        self.status.say(self._say_status(old=old))
        restyle(self.status, "font-weight: 700" if old else "")
        (self._show_decisions, self._show_queues, self._show_cameras, self._show_versions)[self._stack.currentIndex()]()

    def _show_decisions(self) -> None:
        self.figures.show_rows(self._figures(LINE))
        self.latencies.show_times(self._model.span, self._model.latencies)

    def _show_queues(self) -> None:
        view, line = self._model.view, self._line.view
        self.queues.show_rows(self._figures(QUEUES))
        self.links.show_rows([*say_links(view, line), (self.tr("Pictures come from"), view.http or ABSENT)])
        lost = {n for n, inbox in enumerate(view.links.inboxes, start=1) if inbox.lost}
        self.inboxes.show_rows(say_inboxes(view), loud=frozenset(lost))

    def _show_cameras(self) -> None:
        view, line = self._model.view, self._line.view
        bad = {n for n, camera in enumerate(view.cameras, start=1) if camera_problem(camera, line)}
        rows = [camera_head(), *(say_camera(camera, line) for camera in view.cameras)]
        self.cameras.show_rows(rows, loud=frozenset(bad))

    def _show_versions(self) -> None:
        self.versions.show_rows(say_versions(self._model.view, self._own))

    def _figures(self, names: Iterable[str]) -> list[tuple[str, str]]:
        told = self._model.view.figures
        return [(say(FIGURES[name]), say_figure(name, told.get(name))) for name in names]

    def _say_status(self, *, old: bool) -> str:
        view, plc = self._model.view, self._line.view.plc
        if view.age_s is None:
            figures = self.tr("No figures yet: the station sends them every few seconds")
        elif old:
            figures = self.tr("OLD: figures of {0} s ago").format(QLocale().toString(view.age_s))
        else:
            figures = self.tr("Figures of {0} s ago").format(QLocale().toString(view.age_s))
        return "  ·  ".join((figures, say(BEATING.get(plc, BEATING[Beating.UNKNOWN]))))


def _own_versions() -> tuple[tuple[str, str], ...]:
    try:
        program = version("edge-inspector")
    except PackageNotFoundError:  # run from a folder
        program = ABSENT
    return (("edge-inspector", program), ("Qt", qVersion()), ("PySide6", PySide6.__version__))
