"""For engineers: the station's figures, how long its last decisions took, and what it is made of."""

import pyqtgraph as pg
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from inspector_gui.i18n.words import BEATING, FIGURES, say
from inspector_gui.theme.look import Look
from inspector_gui.viewmodels.diagnostics import DiagnosticsModel
from inspector_gui.viewmodels.line import Beating, LineModel
from inspector_gui.widgets.elided import ElidedLabel

ABSENT = "—"
MB = 1e6
MOST_LINES = 6


class DiagnosticsPage(QWidget):
    """Nothing can be changed here."""

    def __init__(self, look: Look, model: DiagnosticsModel, line: LineModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._line = model, line
        self.status = ElidedLabel(self)
        self.values = {name: QLabel(self) for name in FIGURES}
        self._names = {name: QLabel(self) for name in FIGURES}
        self._titles = [QLabel(self) for _ in range(3)]
        self.facts = [ElidedLabel(self) for _ in range(3 * MOST_LINES)]
        self.plot = pg.PlotWidget(self)
        self.bars = pg.BarGraphItem(x=[0.0], height=[0.0], width=1.0)
        self._left, self._middle, self._right = (QFrame(self) for _ in range(3))
        self._grid, self._row, self._frame = QGridLayout(self._left), QHBoxLayout(), QVBoxLayout(self)
        self._plot_column, self._fact_column = QVBoxLayout(self._middle), QVBoxLayout(self._right)
        self._lay_out()
        model.changed.connect(self.show_figures)
        line.changed.connect(self.show_figures)
        self.set_look(look)

    def _lay_out(self) -> None:
        for panel, share in ((self._left, 5), (self._middle, 4), (self._right, 4)):
            panel.setProperty("panel", "true")
            self._row.addWidget(panel, share)
        self._grid.addWidget(self._titles[0], 0, 0, 1, 2)
        for row, name in enumerate(FIGURES, start=1):
            self._names[name].setProperty("type", "small")
            self.values[name].setProperty("type", "small")
            self.values[name].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(self._names[name], row, 0)
            self._grid.addWidget(self.values[name], row, 1)
        self._grid.setColumnStretch(0, 1)
        self._plot_column.addWidget(self._titles[1])
        self._plot_column.addWidget(self.plot, 1)
        self.plot.addItem(self.bars)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.setMenuEnabled(enableMenu=False)
        self.plot.hideButtons()
        self._fact_column.addWidget(self._titles[2])
        for fact in self.facts:
            fact.setProperty("type", "small")
            self._fact_column.addWidget(fact)
        self._fact_column.addStretch(1)
        for title in self._titles:
            title.setProperty("muted", "true")
            title.setWordWrap(True)
        self._frame.setContentsMargins(0, 0, 0, 0)
        self._frame.addWidget(self.status)
        self._frame.addLayout(self._row, 1)

    def set_look(self, look: Look) -> None:
        """Theme or size changed."""
        margin = look.px(10)
        for layout in (self._grid, self._plot_column, self._fact_column):
            layout.setContentsMargins(margin, look.px(6), margin, look.px(6))
        self._grid.setVerticalSpacing(0)
        self._fact_column.setSpacing(look.px(2))
        self._row.setSpacing(look.px(6))
        self._frame.setSpacing(look.px(6))
        self.plot.setBackground(look.colour("panel"))
        self.bars.setOpts(brush=look.colour("trend"), pen=look.colour("panel"))
        font = self.font()
        font.setPixelSize(look.px(11))
        for side in ("left", "bottom"):
            axis = self.plot.getAxis(side)
            axis.setPen(look.colour("line"))
            axis.setTextPen(look.colour("muted"))
            axis.setStyle(tickFont=font, maxTickLevel=0)
        self.retranslate()

    def retranslate(self) -> None:
        """Write everything in the language of now."""
        self._titles[0].setText(self.tr("Figures"))
        self._titles[1].setText(self.tr("Milliseconds to a decision, last items heard"))
        self._titles[2].setText(self.tr("Cameras, models, versions"))
        for name, label in self._names.items():
            label.setText(say(FIGURES[name]))
        self.show_figures()

    def show_figures(self) -> None:
        """Show what the models say."""
        view = self._model.view
        old = view.old or not self._line.view.condition.trustworthy
        self.status.say(self._say_status(old=old))
        self.status.setStyleSheet("font-weight: 700" if old else "")
        for name, label in self.values.items():
            label.setText(say_figure(name, view.figures.get(name)))
        found = self._model.latencies
        middles = [(number + 0.5) * found.width_ms for number in range(len(found.counts))]
        self.bars.setOpts(x=middles, height=list(found.counts), width=found.width_ms)
        self.plot.setXRange(0, found.width_ms * len(found.counts), padding=0.02)
        self.plot.setYRange(0, max(1, *found.counts) * 1.05, padding=0)
        lines = [*view.cameras[:MOST_LINES]]
        lines += [f"{name}  {digest}" for name, digest in view.models[:MOST_LINES]]
        lines += [f"{name}  {version}" for name, version in view.versions[:MOST_LINES]]
        for place, fact in enumerate(self.facts):
            fact.say(lines[place] if place < len(lines) else "")
            fact.setVisible(bool(fact.text()))

    def _say_status(self, *, old: bool) -> str:
        view, plc = self._model.view, self._line.view.plc
        if view.age_s is None:
            figures = self.tr("No figures yet: the station sends them every few seconds")
        elif old:
            figures = self.tr("OLD: figures of {0} s ago").format(QLocale().toString(view.age_s))
        else:
            figures = self.tr("Figures of {0} s ago").format(QLocale().toString(view.age_s))
        pictures = self.tr("pictures: {0}").format(view.http or ABSENT)
        return "  ·  ".join((figures, say(BEATING.get(plc, BEATING[Beating.UNKNOWN])), pictures))


def say_figure(name: str, value: float | None) -> str:
    """A figure with its unit, as its name says it; a dash for one that is not known."""
    if value is None or (name == "plc_age_s" and value < 0):
        return ABSENT
    locale = QLocale()
    if name.endswith("_ms"):
        return f"{locale.toString(value, 'f', 1)} ms"
    if name.endswith("_s"):
        return f"{locale.toString(value, 'f', 1)} s"
    if name.endswith("_bytes"):
        return f"{locale.toString(value / MB, 'f', 0)} MB"
    return locale.toString(round(value))
